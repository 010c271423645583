import LabKernels

/// What the inputs of a matrix look like on some text: all that GPTQ and AWQ need to know of it.
public struct InputStatistics: Sendable {
  /// Inputs of the matrix.
  public let columns: Int
  /// Rows of inputs that were seen.
  public private(set) var count = 0
  /// Σ x xᵀ over the rows, `[columns, columns]`.
  public private(set) var products: [Double]
  /// Σ |x| over the rows, `[columns]`.
  private var magnitudes: [Double]

  /// No inputs yet.
  public init(columns: Int) {
    self.columns = max(0, columns)
    products = [Double](repeating: 0, count: self.columns * self.columns)
    magnitudes = [Double](repeating: 0, count: self.columns)
  }

  /// Adds rows of inputs `[rows, columns]`.
  ///
  /// Throws `QuantizationError.mismatch` when they do not fill whole rows.
  public mutating func add(_ inputs: some Collection<Float>) throws(QuantizationError) {
    guard columns > 0, inputs.count % columns == 0 else {
      throw .mismatch("\(inputs.count) numbers are no rows of \(columns)")
    }
    let inputs = Array(inputs)
    let rows = inputs.count / columns
    var part = [Float](repeating: 0, count: columns * columns)
    Kernels.multiply(
      inputs, inputs, into: &part, rows: columns, inner: rows, columns: columns, transposingA: true)
    for i in part.indices { products[i] += Double(part[i]) }
    for (i, value) in inputs.enumerated() { magnitudes[i % columns] += Double(abs(value)) }
    count += rows
  }

  /// The mean of |x| for each input.
  public var meanMagnitudes: [Double] { magnitudes.map { $0 / Double(max(1, count)) } }

  /// Σ ‖(W′ − W) x‖² / count over the rows of inputs: what a changed matrix costs where it is used.
  ///
  /// Throws `QuantizationError.mismatch` for matrices of other sizes.
  public func outputError(of changed: Tensor, from original: Tensor) throws(QuantizationError) -> Double {
    guard changed.shape == original.shape, original.rank == 2, original.shape[1] == columns else {
      throw .mismatch("matrices of \(changed.shape) and \(original.shape) do not have \(columns) inputs each")
    }
    let difference = zip(changed.values, original.values).map { $0 - $1 }
    var total = 0.0
    for row in 0..<original.shape[0] {
      let delta = difference[row * columns..<(row + 1) * columns].map(Double.init)
      for i in 0..<columns where delta[i] != 0 {
        var sum = 0.0
        for j in 0..<columns { sum += products[i * columns + j] * delta[j] }
        total += sum * delta[i]
      }
    }
    return max(0, total) / Double(max(1, count))
  }
}
