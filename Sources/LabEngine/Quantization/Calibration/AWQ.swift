import Foundation

/// AWQ: before rounding, scales up the weights that meet large inputs, and divides those inputs by as much
/// (Lin et al. 2023, equation 4).
///
/// Nothing changes but the rounding: W x = (W · s)(x / s). How strongly inputs count, s = mean|x|^α, is
/// searched on what the matrix puts out. Left out: the paper's search for clipped ranges.
public struct AWQ: Hashable, Sendable {
  /// The codes.
  public let scheme: IntegerScheme
  /// How many values of α in 0…1 are tried.
  public let steps: Int

  /// AWQ with the paper's twenty steps.
  ///
  /// Throws `QuantizationError.invalidScheme` for less than one step.
  public init(scheme: IntegerScheme, steps: Int = 20) throws(QuantizationError) {
    guard steps >= 1 else { throw .invalidScheme("the search takes 1 step or more, not \(steps)") }
    (self.scheme, self.steps) = (scheme, steps)
  }

  /// What the search found.
  public struct Result: Sendable {
    /// α.
    public let exponent: Double
    /// What weights were multiplied with and inputs are divided by, `[inputs]`.
    public let scales: [Float]
    /// The codes of the scaled weights.
    public let quantized: QuantizedMatrix
    /// What the codes stand for, divided by the scales again: to be used with inputs as they are.
    public let restored: Tensor
    /// Σ ‖(W′ − W) x‖² / count for each α that was tried.
    public let errors: [(exponent: Double, error: Double)]
  }

  /// Quantizes `[outputs, inputs]` for inputs like those seen.
  ///
  /// Throws `QuantizationError.notAMatrix`, `.notFinite` or `.mismatch`.
  public func quantize(
    _ weights: Tensor, for statistics: InputStatistics
  ) throws(QuantizationError) -> Result {
    var best = try attempt(0, weights, statistics)
    var errors = [(exponent: 0.0, error: best.error)]
    for step in 1...steps {
      let next = try attempt(Double(step) / Double(steps), weights, statistics)
      errors.append((next.exponent, next.error))
      if next.error < best.error { best = next }
    }
    return Result(
      exponent: best.exponent, scales: best.scales, quantized: best.quantized, restored: best.restored,
      errors: errors)
  }

  private typealias Attempt = (
    exponent: Double, scales: [Float], quantized: QuantizedMatrix, restored: Tensor, error: Double
  )

  private func attempt(
    _ exponent: Double, _ weights: Tensor, _ statistics: InputStatistics
  ) throws(QuantizationError) -> Attempt {
    let (_, columns) = try matrixSize(weights)
    guard columns == statistics.columns else {
      throw .mismatch("the matrix has \(columns) inputs, but those of \(statistics.columns) were seen")
    }
    let scales = Self.scales(statistics.meanMagnitudes, exponent)
    let quantized = try QuantizedMatrix(scaled(weights) { $0 * scales[$1] }, scheme: scheme)
    let restored = scaled(quantized.dequantized()) { $0 / scales[$1] }
    let error = try statistics.outputError(of: restored, from: weights)
    return (exponent, scales, quantized, restored, error)
  }

  /// mean|x|^α, brought around 1 so that weights stay about as large as they were.
  private static func scales(_ magnitudes: [Double], _ exponent: Double) -> [Float] {
    let powers = magnitudes.map { pow(max($0, 1e-4), exponent) }
    let middle = ((powers.max() ?? 1) * (powers.min() ?? 1)).squareRoot()
    return powers.map { Float($0 / middle) }
  }

  private func scaled(_ matrix: Tensor, _ scale: (Float, Int) -> Float) -> Tensor {
    let columns = matrix.shape[1]
    let values = matrix.values.enumerated().map { scale($1, $0 % columns) }
    return Tensor(trusted: values, shape: matrix.shape)
  }
}
