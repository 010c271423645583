/// Rearranging: the same numbers under another shape or in another order.
extension Tensor {
  /// The same values under another shape with as many elements.
  public func reshaped(_ newShape: [Int]) throws(TensorError) -> Tensor {
    guard elementCount(of: newShape) == count else { throw .notReshapable(from: shape, to: newShape) }
    return Tensor(trusted: values, shape: newShape)
  }

  /// The tensor with two axes exchanged; without arguments the last two, which transposes a matrix.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws(TensorError) -> Tensor {
    let plan = try Transposition(of: shape, first, second)
    var result = [Float](repeating: 0, count: count)
    plan.copy(values, into: &result)
    return Tensor(trusted: result, shape: plan.result)
  }

  /// The part of the tensor whose index along `axis` lies in `range`.
  public func slice(_ range: Range<Int>, axis: Int = 0) throws(TensorError) -> Tensor {
    let cut = try AxisCut(of: shape, range, axis: axis)
    var result = [Float](repeating: 0, count: cut.outer * cut.width)
    cut.extract(values, into: &result)
    return Tensor(trusted: result, shape: cut.result)
  }

  /// Tensors that differ along `axis` at most, laid end to end along it.
  public static func concatenating(_ parts: [Tensor], axis: Int = 0) throws(TensorError) -> Tensor {
    let shape = try concatenatedShape(parts.map(\.shape), axis: axis)
    var result = [Float](repeating: 0, count: elementCount(of: shape) ?? 0)
    let axis = try normalized(axis, shape)
    var start = 0
    for part in parts {
      let range = start..<start + part.shape[axis]
      try AxisCut(of: shape, range, axis: axis).insert(part.values, into: &result)
      start = range.upperBound
    }
    return Tensor(trusted: result, shape: shape)
  }
}

/// An axis counted from the front; negative ones count from the end, -1 being the last.
func normalized(_ axis: Int, _ shape: [Int]) throws(TensorError) -> Int {
  let fromFront = axis < 0 ? axis + shape.count : axis
  guard shape.indices.contains(fromFront) else { throw .axisOutOfRange(axis: axis, shape: shape) }
  return fromFront
}

/// The shape of tensors laid end to end along `axis`.
func concatenatedShape(_ shapes: [[Int]], axis: Int) throws(TensorError) -> [Int] {
  guard var result = shapes.first else { throw .noTensors(operation: "concatenating") }
  let axis = try normalized(axis, result)
  for shape in shapes.dropFirst() {
    var expected = shape
    if expected.indices.contains(axis) { expected[axis] = result[axis] }
    guard expected == result else {
      throw .notBroadcastable(operation: "concatenating along axis \(axis)", left: result, right: shape)
    }
    result[axis] += shape[axis]
  }
  return result
}

/// A range of one axis, seen as `outer` blocks of `width` numbers, `stride` apart.
struct AxisCut {
  let result: [Int]
  let outer: Int
  let width: Int
  let stride: Int
  let start: Int

  init(of shape: [Int], _ range: Range<Int>, axis: Int) throws(TensorError) {
    let axis = try normalized(axis, shape)
    guard range.lowerBound >= 0, range.upperBound <= shape[axis] else {
      throw .rangeOutOfBounds(range: range, axis: axis, shape: shape)
    }
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result = shape
    result[axis] = range.count
    self.result = result
    outer = shape[..<axis].reduce(1, *)
    width = range.count * inner
    stride = shape[axis] * inner
    start = range.lowerBound * inner
  }

  /// Copies the cut out of `whole`.
  func extract(_ whole: [Float], into part: inout [Float]) {
    for block in 0..<outer {
      for i in 0..<width { part[block * width + i] = whole[block * stride + start + i] }
    }
  }

  /// Copies `part` into the cut of `whole`.
  func insert(_ part: [Float], into whole: inout [Float]) {
    for block in 0..<outer {
      for i in 0..<width { whole[block * stride + start + i] = part[block * width + i] }
    }
  }

  /// Adds `part` to the cut of `whole`.
  func add(_ part: [Float], to whole: inout [Float]) {
    for block in 0..<outer {
      for i in 0..<width { whole[block * stride + start + i] += part[block * width + i] }
    }
  }

  /// Adds the cut of `whole` to `part`.
  func addExtract(_ whole: [Float], to part: inout [Float]) {
    for block in 0..<outer {
      for i in 0..<width { part[block * width + i] += whole[block * stride + start + i] }
    }
  }
}

/// The exchange of two axes, seen as a five-dimensional array `[outer, a, middle, b, inner]` that
/// becomes `[outer, b, middle, a, inner]`.
struct Transposition {
  let result: [Int]
  private let outer: Int
  private let a: Int
  private let middle: Int
  private let b: Int
  private let inner: Int

  init(of shape: [Int], _ first: Int, _ second: Int) throws(TensorError) {
    let axes = [try normalized(first, shape), try normalized(second, shape)].sorted()
    var result = shape
    result.swapAt(axes[0], axes[1])
    self.result = result
    outer = shape[..<axes[0]].reduce(1, *)
    a = shape[axes[0]]
    let isSame = axes[0] == axes[1]
    middle = isSame ? 1 : shape[(axes[0] + 1)..<axes[1]].reduce(1, *)
    b = isSame ? 1 : shape[axes[1]]
    inner = shape[(axes[1] + 1)...].reduce(1, *)
  }

  /// Writes `source` in the new order.
  func copy(_ source: [Float], into target: inout [Float]) {
    forEachRun { old, new in for i in 0..<inner { target[new + i] = source[old + i] } }
  }

  /// Adds `source`, which is in the new order, to `target`, which is in the old one.
  func addBack(_ source: [Float], to target: inout [Float]) {
    forEachRun { old, new in for i in 0..<inner { target[old + i] += source[new + i] } }
  }

  private func forEachRun(_ body: (_ old: Int, _ new: Int) -> Void) {
    for o in 0..<outer {
      for i in 0..<a {
        for m in 0..<middle {
          for j in 0..<b {
            body(
              ((((o * a + i) * middle + m) * b) + j) * inner,
              ((((o * b + j) * middle + m) * a) + i) * inner)
          }
        }
      }
    }
  }
}
