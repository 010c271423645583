/// A tensor recorded on a tape: the handle that operations take and return.
public struct Variable {
  /// Where the variable was recorded.
  public let tape: Tape
  /// The size of each dimension.
  public let shape: [Int]
  let node: Int
  let generation: Int

  init(tape: Tape, node: Int, generation: Int, shape: [Int]) {
    self.tape = tape
    self.node = node
    self.generation = generation
    self.shape = shape
  }

  /// The number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// The value computed for it.
  ///
  /// Throws `AutogradError.staleVariable` after a reset and `.released` when `backward` gave it back.
  public var value: Tensor {
    get throws(AutogradError) {
      try tape.check([self])
      return Tensor(trusted: tape.values(of: self), shape: shape)
    }
  }

  /// The value of a variable that holds a single number.
  public var scalar: Float {
    get throws {
      guard let scalar = try value.scalar else { throw AutogradError.lossIsNotScalar(shape: shape) }
      return scalar
    }
  }

  /// ∂loss/∂self after `backward`; zeros when the loss does not depend on it.
  public var gradient: Tensor {
    get throws(AutogradError) {
      try tape.check([self])
      let gradient = tape.gradients[tape.nodes[node].storage]
      return Tensor(trusted: gradient.isEmpty ? [Float](repeating: 0, count: count) : gradient, shape: shape)
    }
  }

  /// Fills the gradients of everything this single number depends on.
  public func backward(keeping retention: Tape.Retention = .everything) throws {
    try tape.backward(from: self, keeping: retention)
  }
}
