import LabKernels

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
