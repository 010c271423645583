/// Why something could not be quantized, restored or measured.
public enum QuantizationError: Error, Equatable, CustomStringConvertible {
  /// A scheme asks for something that does not exist.
  case invalidScheme(String)
  /// Only matrices have rows to quantize.
  case notAMatrix(shape: [Int])
  /// A number to quantize is NaN or infinite.
  case notFinite(index: Int, value: Float)
  /// Blocks hold a fixed number of values.
  case incompleteBlock(format: String, count: Int, blockSize: Int)
  /// A block's scale is beyond float16.
  case scaleOverflow(format: String, block: Int, scale: Float)
  /// Two things that belong together differ in size.
  case mismatch(String)
  /// No kernel multiplies with such weights.
  case notRunnable(String)
  /// The matrix of input products has no Cholesky factor.
  case notPositiveDefinite(pivot: Int)
  /// Size or speed was asked for without the means to measure quality.
  case noQuality(String)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .invalidScheme(let reason), .mismatch(let reason), .notRunnable(let reason):
      reason
    case .notAMatrix(let shape):
      "a matrix is quantized row by row; shape \(shape) is none"
    case .notFinite(let index, let value):
      "number \(index) is \(value): only finite numbers can be quantized"
    case .incompleteBlock(let format, let count, let blockSize):
      "\(format) holds \(blockSize) in a block; \(count) do not fill whole blocks"
    case .scaleOverflow(let format, let block, let scale):
      "block \(block) needs the scale \(scale), which the float16 of \(format) cannot hold"
    case .notPositiveDefinite(let pivot):
      "the matrix of input products has no Cholesky factor at row \(pivot): use more damping or more text"
    case .noQuality(let reason):
      "no size without quality: \(reason)"
    }
  }
}

/// Throws `QuantizationError.notFinite` for the first number that is NaN or infinite.
func requireFinite(_ values: some Sequence<Float>) throws(QuantizationError) {
  for (index, value) in values.enumerated() where !value.isFinite {
    throw .notFinite(index: index, value: value)
  }
}
