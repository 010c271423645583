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
      throw .notConcatenable(axis: axis, left: result, right: shape)
    }
    result[axis] += shape[axis]
  }
  return result
}
