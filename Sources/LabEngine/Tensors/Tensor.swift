/// A shape and its float32 values, contiguous and row-major: the last index moves fastest.
///
/// A tensor is a value: copying it is cheap (the numbers are shared until one copy changes) and
/// nothing else can change it behind its owner's back. There are no strides: a transposed tensor is
/// a new array, which keeps every loop over `values` straight.
public struct Tensor: Equatable, Sendable {
  /// The size of each dimension; a scalar has none.
  public let shape: [Int]
  /// The numbers, row after row. Its count always equals the product of `shape`.
  public internal(set) var values: [Float]

  /// Wraps `values` in `shape`.
  ///
  /// Throws `TensorError.countMismatch` or `.invalidShape` when they do not fit.
  public init(_ values: [Float], shape: [Int]) throws(TensorError) {
    guard let count = elementCount(of: shape) else { throw .invalidShape(shape) }
    guard count == values.count else { throw .countMismatch(shape: shape, count: values.count) }
    self.init(trusted: values, shape: shape)
  }

  /// A tensor of no dimensions.
  public init(_ scalar: Float) {
    self.init(trusted: [scalar], shape: [])
  }

  /// A vector.
  public init(_ values: [Float]) {
    self.init(trusted: values, shape: [values.count])
  }

  /// A matrix from its rows, which must be equally long.
  public init(rows: [[Float]]) throws(TensorError) {
    try self.init(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])
  }

  /// A tensor of `shape` filled with one number.
  public init(repeating value: Float, shape: [Int]) throws(TensorError) {
    guard let count = elementCount(of: shape), count <= Tensor.largestCount else {
      throw .invalidShape(shape)
    }
    self.init(trusted: [Float](repeating: value, count: count), shape: shape)
  }

  /// Numbers from a normal distribution of mean 0, drawn from `random`.
  public init(
    normal deviation: Float, shape: [Int], from random: inout RandomStream
  ) throws(TensorError) {
    guard let count = elementCount(of: shape), count <= Tensor.largestCount else {
      throw .invalidShape(shape)
    }
    self.init(trusted: (0..<count).map { _ in deviation * Float(random.normal()) }, shape: shape)
  }

  /// For callers that have computed both and know that they fit.
  init(trusted values: [Float], shape: [Int]) {
    assert(elementCount(of: shape) == values.count)
    self.shape = shape
    self.values = values
  }

  /// No tensor is made from a shape alone beyond 2^33 elements (32 GiB): such a shape is a mistake.
  static let largestCount = 1 << 33
}

extension Tensor {
  /// The number of elements.
  public var count: Int { values.count }

  /// The number of dimensions.
  public var rank: Int { shape.count }

  /// The only element, or `nil` when there is not exactly one.
  public var scalar: Float? { count == 1 ? values.first : nil }

  /// Row `index` of the first dimension, or an error when it does not exist.
  public func row(_ index: Int) throws(TensorError) -> Tensor {
    guard let rows = shape.first else { throw .axisOutOfRange(axis: 0, shape: shape) }
    guard (0..<rows).contains(index) else {
      throw .indexOutOfRange(operation: "row", index: index, count: rows)
    }
    let width = count / rows
    return Tensor(
      trusted: Array(values[index * width..<(index + 1) * width]), shape: Array(shape.dropFirst()))
  }

  /// The tensor with `transform` applied to every element.
  public func map(_ transform: (Float) -> Float) -> Tensor {
    Tensor(trusted: values.map(transform), shape: shape)
  }
}
