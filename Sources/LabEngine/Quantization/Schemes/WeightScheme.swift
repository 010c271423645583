/// A way to write down a matrix of weights in few bits.
///
///     let scheme = IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(32))
///     let restored = try scheme.restored(weights)
///     let error = try RestorationError(of: restored, from: weights)
public protocol WeightScheme: Sendable {
  /// What tables call it.
  var name: String { get }
  /// Bits for each weight of a matrix, scales included.
  func bitsPerWeight(rows: Int, columns: Int) -> Double
  /// The weights after they were written down and read back: `[rows, columns]`, as given.
  ///
  /// Throws `QuantizationError`.
  func restored(_ weights: Tensor) throws -> Tensor
}

/// The rows and columns of a matrix, which must be finite.
func matrixSize(_ weights: Tensor) throws(QuantizationError) -> (rows: Int, columns: Int) {
  guard weights.rank == 2 else { throw .notAMatrix(shape: weights.shape) }
  try requireFinite(weights.values)
  return (weights.shape[0], weights.shape[1])
}
