import LabKernels

/// Element-by-element arithmetic between variables whose shapes broadcast.
///
/// Where an operand was stretched, each of its numbers was used several times, and its gradient is
/// the sum over those uses: the walk over `Broadcast.forEachRow` adds them up by itself.
extension Variable {
  /// left + right
  public static func + (left: Variable, right: Variable) throws -> Variable {
    if left.shape == right.shape { return try left.added(to: right) }
    return try left.combined("+", with: right, { $0 + $1 }, slopes: { _, _ in (1, 1) })
  }

  /// left - right
  public static func - (left: Variable, right: Variable) throws -> Variable {
    try left.combined("-", with: right, { $0 - $1 }, slopes: { _, _ in (1, -1) })
  }

  /// left · right, element by element.
  public static func * (left: Variable, right: Variable) throws -> Variable {
    try left.combined("*", with: right, { $0 * $1 }, slopes: { a, b in (b, a) })
  }

  /// left / right, element by element.
  public static func / (left: Variable, right: Variable) throws -> Variable {
    try left.combined("/", with: right, { $0 / $1 }, slopes: { a, b in (1 / b, -a / (b * b)) })
  }

  /// The sum of two variables of one shape, which every residual connection is: worth its own kernel.
  private func added(to other: Variable) throws -> Variable {
    try tape.check([self, other])
    let (a, b) = (tape.values(of: self), tape.values(of: other))
    return try tape.record(shape, inputs: [self, other]) {
      Kernels.add(a, b, into: &$0)
    } backward: { step in
      let dy = step.gradient
      for position in 0..<2 {
        step.write(to: position) { gradient, isFirst in
          if isFirst { copy(dy, into: &gradient) } else { Kernels.add(dy, into: &gradient) }
        }
      }
    }
  }

  /// `slopes(a, b)` are the partial derivatives of `operation(a, b)`.
  @inline(__always)
  private func combined(
    _ name: String, with other: Variable, _ operation: (Float, Float) -> Float,
    slopes: @escaping (Float, Float) -> (Float, Float)
  ) throws -> Variable {
    let broadcast = try Broadcast(name, shape, other.shape)
    try tape.check([self, other])
    let (a, b) = (tape.values(of: self), tape.values(of: other))
    return try tape.record(broadcast.shape, inputs: [self, other]) { result in
      broadcast.combine(a, b, into: &result, operation)
    } backward: { step in
      let (a, b, dy) = (step.input(0), step.input(1), step.gradient)
      step.add(to: 0) { da in
        broadcast.forEachPair { i, l, r in da[l] += dy[i] * slopes(a[l], b[r]).0 }
      }
      step.add(to: 1) { db in
        broadcast.forEachPair { i, l, r in db[r] += dy[i] * slopes(a[l], b[r]).1 }
      }
    }
  }
}

/// Arithmetic with plain numbers, which need no gradient.
extension Variable {
  /// Every element plus a number.
  public static func + (left: Variable, right: Float) throws -> Variable {
    try left.mapped({ $0 + right }, slope: { _, _ in 1 })
  }

  /// A number plus every element.
  public static func + (left: Float, right: Variable) throws -> Variable { try right + left }

  /// Every element minus a number.
  public static func - (left: Variable, right: Float) throws -> Variable { try left + (-right) }

  /// A number minus every element.
  public static func - (left: Float, right: Variable) throws -> Variable { try right * -1 + left }

  /// Every element times a number.
  public static func * (left: Variable, right: Float) throws -> Variable {
    try left.mapped({ $0 * right }, slope: { _, _ in right })
  }

  /// A number times every element.
  public static func * (left: Float, right: Variable) throws -> Variable { try right * left }

  /// Every element divided by a number.
  public static func / (left: Variable, right: Float) throws -> Variable {
    try left.mapped({ $0 / right }, slope: { _, _ in 1 / right })
  }

  /// A number divided by every element.
  public static func / (left: Float, right: Variable) throws -> Variable {
    try right.mapped({ left / $0 }, slope: { x, _ in -left / (x * x) })
  }

  /// Every element with its sign changed.
  public static prefix func - (operand: Variable) throws -> Variable { try operand * -1 }
}
