/// Rearranging. Gradients take the same way back.
extension Variable {
  /// The same numbers under another shape; nothing is copied.
  public func reshaped(_ newShape: [Int]) throws -> Variable {
    guard elementCount(of: newShape) == count else {
      throw TensorError.notReshapable(from: shape, to: newShape)
    }
    return try tape.recordView(of: self, shape: newShape)
  }

  /// Two axes exchanged; without arguments the last two, which transposes a matrix.
  public func transposed(_ first: Int = -2, _ second: Int = -1) throws -> Variable {
    let plan = try Transposition(of: shape, first, second)
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(plan.result, inputs: [self]) {
      plan.copy(x, into: &$0)
    } backward: { step in
      step.add(to: 0) { plan.addBack(step.gradient, to: &$0) }
    }
  }

  /// The part whose index along `axis` lies in `range`.
  public func slice(_ range: Range<Int>, axis: Int = 0) throws -> Variable {
    let cut = try AxisCut(of: shape, range, axis: axis)
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(cut.result, inputs: [self]) {
      cut.extract(x, into: &$0)
    } backward: { step in
      step.add(to: 0) { cut.addInsert(step.gradient, to: &$0) }
    }
  }

  /// Variables that differ along `axis` at most, laid end to end along it.
  public static func concatenating(_ parts: [Variable], axis: Int = 0) throws -> Variable {
    let shape = try concatenatedShape(parts.map(\.shape), axis: axis)
    guard let tape = parts.first?.tape else { throw TensorError.noTensors(operation: "concatenating") }
    try tape.check(parts)
    let cuts = try cuts(of: shape, into: parts.map(\.shape), axis: axis)
    let values = parts.map { tape.values(of: $0) }
    return try tape.record(shape, inputs: parts) { result in
      for (cut, part) in zip(cuts, values) { cut.insert(part, into: &result) }
    } backward: { step in
      for (position, cut) in cuts.enumerated() {
        step.add(to: position) { cut.addExtract(step.gradient, to: &$0) }
      }
    }
  }

  private static func cuts(
    of shape: [Int], into parts: [[Int]], axis: Int
  ) throws(TensorError) -> [AxisCut] {
    let axis = try normalized(axis, shape)
    var cuts: [AxisCut] = []
    var start = 0
    for part in parts {
      cuts.append(try AxisCut(of: shape, start..<start + part[axis], axis: axis))
      start += part[axis]
    }
    return cuts
  }
}
