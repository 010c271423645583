/// GPTQ: rounds a matrix column by column and lets the columns that are still free make up for each error
/// (Frantar et al. 2022, algorithm 1).
///
///     let statistics = try model.inputStatistics(of: name, on: windows)
///     let quantized = try GPTQ(scheme: scheme).quantize(weights, for: statistics)
///
/// What counts is not how far a weight moves but how far the outputs do: Σ ‖(W′ − W) x‖² over the inputs.
/// The rows of a matrix do not meet in that sum, so each is treated alone. Left out: the paper's blocks of
/// columns, which save memory traffic for matrices far larger than a processor's cache.
public struct GPTQ: Hashable, Sendable {
  /// The codes. A scale for the whole tensor is not offered.
  public let scheme: IntegerScheme
  /// Added to the diagonal of Σ x xᵀ, as a part of its mean, so that it can be inverted.
  public let damping: Double
  /// Whether inputs are taken in the order of their size, the largest first, and not as they stand.
  ///
  /// Scales are then those of the weights before any has moved: groups keep their places.
  public let ordersByActivation: Bool

  /// GPTQ with the paper's damping of 1 %.
  ///
  /// Throws `QuantizationError.invalidScheme` for a scale over the whole tensor or damping that is not above 0.
  public init(
    scheme: IntegerScheme, damping: Double = 0.01, ordersByActivation: Bool = false
  ) throws(QuantizationError) {
    guard scheme.granularity != .tensor else {
      throw .invalidScheme("GPTQ treats rows alone: give each row or group a scale")
    }
    guard damping > 0, damping.isFinite else {
      throw .invalidScheme("damping is above 0, not \(damping)")
    }
    (self.scheme, self.damping, self.ordersByActivation) = (scheme, damping, ordersByActivation)
  }

  /// Quantizes `[outputs, inputs]` for inputs like those seen. O(outputs · inputs² + inputs³).
  ///
  /// Throws `QuantizationError.notAMatrix`, `.notFinite`, `.mismatch`, or `.notPositiveDefinite` for
  /// statistics that are not finite.
  public func quantize(
    _ weights: Tensor, for statistics: InputStatistics
  ) throws(QuantizationError) -> QuantizedMatrix {
    let (rows, columns) = try matrixSize(weights)
    let plan = try plan(for: statistics, columns: columns)
    var (codes, groups): ([Int16], [IntegerScheme.Group]) = ([], [])
    for row in 0..<rows {
      let result = quantizeRow(weights.values[row * columns..<(row + 1) * columns], plan)
      codes += result.codes
      groups += result.groups
    }
    return QuantizedMatrix(trusted: codes, groups, rows: rows, columns: columns, scheme: scheme)
  }

  /// What happens to one row, column by column, to be looked at.
  ///
  /// Throws as `quantize` does, and `QuantizationError.mismatch` for a row that is not there.
  public func steps(
    row: Int, of weights: Tensor, for statistics: InputStatistics
  ) throws(QuantizationError) -> [Step] {
    let (rows, columns) = try matrixSize(weights)
    guard (0..<rows).contains(row) else {
      throw .mismatch("the matrix has \(rows) rows; there is no number \(row)")
    }
    let plan = try plan(for: statistics, columns: columns)
    return quantizeRow(weights.values[row * columns..<(row + 1) * columns], plan).steps
  }

  /// How the error of each column is spread over those after it: the upper triangle U with H⁻¹ = Uᵀ · U, for the
  /// damped products H of the inputs (section 3.3), `[inputs, inputs]`, both in the order of rounding.
  ///
  /// Throws `QuantizationError.notPositiveDefinite` for statistics that are not finite.
  public func errorSpread(for statistics: InputStatistics) throws(QuantizationError) -> Tensor {
    let columns = statistics.columns
    let upper = try plan(for: statistics, columns: columns).upper
    return Tensor(trusted: upper.map(Float.init), shape: [columns, columns])
  }

  /// One weight's turn.
  public struct Step: Hashable, Sendable {
    /// Its input.
    public let column: Int
    /// The weight as it was given.
    public let original: Float
    /// The same after it has made up for the errors of those before it.
    public let moved: Float
    /// What its code stands for.
    public let quantized: Float
    /// What this rounding adds to the damped Σ ‖(W′ − W) x‖² once the free weights have made up for it.
    public let cost: Double
  }
}
