import LabKernels

extension Tape {
  /// What stays readable after gradients have flowed.
  public enum Retention: Sendable {
    /// Every value and every gradient.
    case everything
    /// The leaves' gradients and the loss. Arrays are given back as soon as the walk has passed
    /// them, which keeps the memory of a training step near that of its forward half.
    case leaves
  }

  /// Fills the gradient of every variable that `loss`, a single number, depends on.
  ///
  /// Throws `AutogradError.lossIsNotScalar`, `.nothingToDifferentiate`, `.differentTapes` or `.staleVariable`.
  public func backward(from loss: Variable, keeping retention: Retention = .everything) throws {
    try check([loss])
    guard loss.shape.allSatisfy({ $0 == 1 }) else {
      throw AutogradError.lossIsNotScalar(shape: loss.shape)
    }
    guard nodes[loss.node].needsGradient else { throw AutogradError.nothingToDifferentiate }
    for storage in gradients.indices where !storageIsLeaf[storage] {
      pool.give(take(&gradients[storage]))
    }
    let root = nodes[loss.node].storage
    gradients[root] = pool.take(1)
    gradients[root][0] = 1
    for index in nodes.indices.prefix(through: loss.node).reversed() {
      propagate(through: index)
      if retention == .leaves, nodes[index].backward != nil { release(nodes[index].storage, except: root) }
    }
  }

  private func propagate(through index: Int) {
    let node = nodes[index]
    guard let backward = node.backward, !gradients[node.storage].isEmpty else { return }
    backward(BackwardStep(tape: self, node: node))
  }

  private func release(_ storage: Int, except root: Int) {
    pool.give(take(&gradients[storage]))
    if storage != root { pool.give(take(&values[storage])) }
  }
}

/// What an operation's rule is handed when the gradient of its output is known.
struct BackwardStep {
  let tape: Tape
  private let node: Tape.Node
  /// ∂loss/∂output, element by element.
  let gradient: [Float]

  init(tape: Tape, node: Tape.Node) {
    self.tape = tape
    self.node = node
    gradient = tape.gradients[node.storage]
  }

  /// The value the operation computed.
  var output: [Float] { tape.values[node.storage] }

  /// The value of the input at `position`.
  func input(_ position: Int) -> [Float] { tape.values[tape.nodes[node.inputs[position]].storage] }

  /// Lets `body` add to ∂loss/∂input; does nothing where no gradient is wanted.
  func add(to position: Int, _ body: (inout [Float]) -> Void) {
    write(to: position) { gradient, isFirst in
      if isFirst { fill(&gradient, with: 0) }
      body(&gradient)
    }
  }

  /// Like `add`, but spares the zeros: where `isFirst` is true, the array's content means nothing and
  /// `body` must overwrite it all.
  func write(to position: Int, _ body: (_ gradient: inout [Float], _ isFirst: Bool) -> Void) {
    let input = tape.nodes[node.inputs[position]]
    guard input.needsGradient else { return }
    var buffer = take(&tape.gradients[input.storage])
    let isFirst = buffer.isEmpty
    if isFirst { buffer = tape.pool.take(tape.values[input.storage].count) }
    body(&buffer, isFirst)
    // Nested calls for one storage, as when x meets itself, each filled an array of their own.
    let other = take(&tape.gradients[input.storage])
    if !other.isEmpty { Kernels.add(other, into: &buffer) }
    tape.pool.give(other)
    tape.gradients[input.storage] = buffer
  }

  /// Hands over an array that becomes the gradient of the input at `position`, or is added to it.
  func give(_ gradient: consuming [Float], to position: Int) {
    let input = tape.nodes[node.inputs[position]]
    guard input.needsGradient else { return }
    if tape.gradients[input.storage].isEmpty {
      tape.gradients[input.storage] = gradient
    } else {
      Kernels.add(gradient, into: &tape.gradients[input.storage])
      tape.pool.give(gradient)
    }
  }

  /// How many inputs the operation read, for operations that take some of them only when given.
  var inputCount: Int { node.inputs.count }
}

/// Sets every element.
func fill(_ buffer: inout [Float], with value: Float) {
  for i in buffer.indices { buffer[i] = value }
}

/// Copies values into an array of the same count without making a new one.
func copy(_ source: [Float], into target: inout [Float]) {
  for i in target.indices { target[i] = source[i] }
}
