/// A shape and its numbers, row after row: how vectors, matrices and stacks of matrices cross.
///
/// The last index moves fastest: entry `[i, j]` of a tensor of shape `[rows, columns]` is
/// `values[i * columns + j]`. What does not fit, an index outside or values that do not fill the shape, stops
/// the program as an array's subscript does.
///
/// ```swift
/// var x = PlainTensor(rows: [[1, 2], [3, 4], [5, 6]])
/// x[2, 0] = 7
/// print(x, x.shape)   // [[1, 2], [3, 4], [7, 6]] [3, 2]
/// ```
public struct PlainTensor: Hashable, Sendable {
  /// The size of each dimension.
  public let shape: [Int]
  /// The numbers; as many as the product of `shape`.
  public private(set) var values: [Float]

  /// Wraps `values` in `shape`.
  public init(_ values: [Float], shape: [Int]) {
    precondition(
      Self.count(of: shape) == values.count, "shape \(shape) is not filled by \(values.count) values")
    (self.shape, self.values) = (shape, values)
  }

  /// A tensor filled with one number.
  public init(shape: [Int], repeating value: Float = 0) {
    guard let count = Self.count(of: shape) else { preconditionFailure("\(shape) is not a shape") }
    (self.shape, values) = (shape, [Float](repeating: value, count: count))
  }

  /// A matrix from its rows, which must be equally long. No rows make shape `[0, 0]`.
  public init(rows: [[Float]]) {
    self.init(rows.flatMap { $0 }, shape: [rows.count, rows.first?.count ?? 0])
  }

  /// Tensors of one shape behind one another, along a new first dimension; there must be at least one.
  public init(stacking slices: [PlainTensor]) {
    precondition(!slices.isEmpty, "there is nothing to stack")
    precondition(slices.allSatisfy { $0.shape == slices[0].shape }, "the shapes of what is stacked differ")
    self.init(slices.flatMap(\.values), shape: [slices.count] + slices[0].shape)
  }

  /// The number of values that fill a shape; `nil` for a negative dimension or a product beyond `Int`.
  static func count(of shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    if shape.contains(0) { return 0 }
    return shape.reduce(1) { count, dimension in
      count.flatMap {
        let (product, overflow) = $0.multipliedReportingOverflow(by: dimension)
        return overflow ? nil : product
      }
    }
  }
}

extension PlainTensor {
  /// The number of dimensions: 2 for a matrix.
  public var rank: Int { shape.count }

  /// An entry of a matrix.
  public subscript(_ row: Int, _ column: Int) -> Float {
    get { values[offset([row, column])] }
    set { values[offset([row, column])] = newValue }
  }

  /// An entry of a stack of matrices.
  public subscript(_ slice: Int, _ row: Int, _ column: Int) -> Float {
    get { values[offset([slice, row, column])] }
    set { values[offset([slice, row, column])] = newValue }
  }

  /// The numbers cut along the last dimension: the rows of a matrix; of a stack of matrices, those of the first,
  /// then those of the next.
  public var rows: [[Float]] {
    let width = shape.last ?? 1
    let count = shape.dropLast().reduce(1, *)
    return (0..<count).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }

  /// The parts along the first dimension: of a stack of matrices, each matrix.
  public var slices: [PlainTensor] {
    let rest = Array(shape.dropFirst())
    let size = rest.reduce(1, *)
    return (0..<(shape.first ?? 0)).map {
      PlainTensor(Array(values[$0 * size..<($0 + 1) * size]), shape: rest)
    }
  }

  private func offset(_ index: [Int]) -> Int {
    precondition(index.count == rank, "\(index.count) indices into a tensor of shape \(shape)")
    return zip(index, shape).reduce(0) { offset, pair in
      precondition((0..<pair.1).contains(pair.0), "index \(index) is outside shape \(shape)")
      return offset * pair.1 + pair.0
    }
  }
}

extension PlainTensor: CustomStringConvertible, CustomDebugStringConvertible {
  /// The rows in brackets, such as `[[1, 2], [3, 4]]`; the shape alone where there are no values.
  public var description: String {
    guard !values.isEmpty else { return "PlainTensor(shape: \(shape))" }
    return rank == 0 ? Self.spelled(values[0]) : nested
  }

  /// The same, also inside records and lists.
  public var debugDescription: String { description }

  private var nested: String {
    let parts = rank == 1 ? values.map(Self.spelled) : slices.map(\.nested)
    return "[\(parts.joined(separator: ", "))]"
  }

  private static func spelled(_ value: Float) -> String {
    // Linux spells the sign of a NaN, which says nothing.
    if value.isNaN { return "nan" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension PlainTensor: Wire {
  /// Appends the shape and the values.
  public func write(to writer: inout WireWriter) {
    shape.write(to: &writer)
    values.write(to: &writer)
  }

  /// Reads a shape and the values that fill it.
  public init(from reader: inout WireReader) throws {
    let shape = try [Int](from: &reader)
    let values = try [Float](from: &reader)
    guard Self.count(of: shape) == values.count else { throw WireError.invalid(type: "PlainTensor") }
    (self.shape, self.values) = (shape, values)
  }

  /// No values.
  public static var blank: PlainTensor { PlainTensor([], shape: [0]) }

  /// Alike when of one shape and alike at every place.
  public func isAlike(_ other: PlainTensor) -> Bool {
    shape == other.shape && values.isAlike(other.values)
  }

  /// Two counts.
  public static var minimumWireSize: Int { 8 }
}
