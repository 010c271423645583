/// Why tensors could not be made or combined; every case names the shapes involved.
public enum TensorError: Error, Equatable, CustomStringConvertible {
  /// A shape asks for a number of values other than the one given.
  case countMismatch(shape: [Int], count: Int)
  /// A dimension is negative, or the product of the dimensions does not fit in memory.
  case invalidShape([Int])
  /// Two shapes cannot be stretched to a common one.
  case notBroadcastable(operation: String, left: [Int], right: [Int])
  /// Two shapes differ along another axis than the one they are joined along.
  case notConcatenable(axis: Int, left: [Int], right: [Int])
  /// The inner dimensions of a matrix product differ, or an operand is not a matrix.
  case matrixShapes(operation: String, left: [Int], right: [Int])
  /// An operation needs another shape than the one it got.
  case unexpectedShape(operation: String, expected: String, actual: [Int])
  /// A shape with another number of elements was asked for.
  case notReshapable(from: [Int], to: [Int])
  /// An axis does not exist.
  case axisOutOfRange(axis: Int, shape: [Int])
  /// A slice reaches outside its axis.
  case rangeOutOfBounds(range: Range<Int>, axis: Int, shape: [Int])
  /// An index is not a row of the tensor.
  case indexOutOfRange(operation: String, index: Int, count: Int)
  /// An operation over several tensors got none.
  case noTensors(operation: String)

  /// A sentence that names the shapes.
  public var description: String {
    switch self {
    case .countMismatch(let shape, let count):
      "shape \(shape) holds \(elementCount(of: shape) ?? 0) values, but \(count) were given"
    case .invalidShape(let shape):
      "\(shape) is not a shape: dimensions must be 0 or more and their product must fit in memory"
    case .notBroadcastable(let operation, let left, let right):
      "\(operation): shapes \(left) and \(right) do not fit: aligned from the right, "
        + "two dimensions must be equal or one of them 1"
    case .notConcatenable(let axis, let left, let right):
      "shapes \(left) and \(right) cannot be joined along axis \(axis): they differ along another"
    case .matrixShapes(let operation, let left, let right):
      "\(operation): shapes \(left) and \(right) do not multiply"
    case .unexpectedShape(let operation, let expected, let actual):
      "\(operation) needs \(expected), but got shape \(actual)"
    case .notReshapable(let from, let to):
      "shape \(from) cannot become \(to): the numbers of elements differ"
    case .axisOutOfRange(let axis, let shape):
      "axis \(axis) does not exist in shape \(shape)"
    case .rangeOutOfBounds(let range, let axis, let shape):
      "the slice \(range) reaches outside axis \(axis) of shape \(shape)"
    case .indexOutOfRange(let operation, let index, let count):
      "\(operation): index \(index) is outside 0..<\(count)"
    case .noTensors(let operation):
      "\(operation) needs at least one tensor"
    }
  }
}

/// The number of elements a shape holds, or `nil` when a dimension is negative or the product overflows.
///
/// The product must not overflow without its zeros either: the same dimensions are multiplied in parts.
func elementCount(of shape: [Int]) -> Int? {
  var count = 1
  for dimension in shape where dimension != 0 {
    let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
    guard dimension > 0, !overflow else { return nil }
    count = product
  }
  return shape.contains(0) ? 0 : count
}
