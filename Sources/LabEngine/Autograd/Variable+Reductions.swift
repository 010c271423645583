/// Sums and means.
extension Variable {
  /// The sum of all elements, a single number.
  public func sum() throws -> Variable {
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record([], inputs: [self]) { result in
      // In double precision, so that a million small terms do not vanish beside their sum.
      result[0] = Float(x.reduce(0.0) { $0 + Double($1) })
    } backward: { step in
      let dy = step.gradient[0]
      step.add(to: 0) { dx in for i in dx.indices { dx[i] += dy } }
    }
  }

  /// The mean of all elements, a single number; an empty tensor has none.
  public func mean() throws -> Variable {
    guard count > 0 else {
      throw TensorError.unexpectedShape(operation: "mean", expected: "at least one element", actual: shape)
    }
    return try sum() / Float(count)
  }

  /// The sum along one axis, which disappears from the shape unless `keepingAxis`.
  public func sum(axis: Int, keepingAxis: Bool = false) throws -> Variable {
    let axis = try normalized(axis, shape)
    let (outer, length) = (shape[..<axis].reduce(1, *), shape[axis])
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result = shape
    if keepingAxis { result[axis] = 1 } else { result.remove(at: axis) }
    try tape.check([self])
    let x = tape.values(of: self)
    return try tape.record(result, inputs: [self]) { sums in
      fill(&sums, with: 0)
      for o in 0..<outer {
        for k in 0..<length {
          for i in 0..<inner { sums[o * inner + i] += x[(o * length + k) * inner + i] }
        }
      }
    } backward: { step in
      let dy = step.gradient
      step.add(to: 0) { dx in
        for o in 0..<outer {
          for k in 0..<length {
            for i in 0..<inner { dx[(o * length + k) * inner + i] += dy[o * inner + i] }
          }
        }
      }
    }
  }

  /// The mean along one axis.
  public func mean(axis: Int, keepingAxis: Bool = false) throws -> Variable {
    let length = shape[try normalized(axis, shape)]
    guard length > 0 else {
      throw TensorError.unexpectedShape(operation: "mean", expected: "at least one element", actual: shape)
    }
    return try sum(axis: axis, keepingAxis: keepingAxis) / Float(length)
  }
}
