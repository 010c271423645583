/// Records a computation as it runs, so that gradients can flow back through it.
///
/// Each operation appends a node: its value, the nodes it read, and a rule that turns the gradient of
/// its output into gradients of its inputs. Nodes are in the order of computation, so walking the
/// list backwards meets every node after all that used it: that is reverse-mode differentiation
/// (Linnainmaa 1970; "backpropagation").
///
///     let tape = Tape()
///     let x = tape.variable(Tensor(3))
///     let y = try x * x + x
///     try y.backward()
///     try x.gradient.scalar  // 7
///
/// Values lie in arrays that are used again after `reset()`, so a loop that records the same step ten
/// thousand times allocates memory in the first one only. Left out: gradients of gradients.
public final class Tape {
  var nodes: [Node] = []
  /// What each node's storage holds; several nodes may be views of one storage.
  var values: [[Float]] = []
  /// The gradient of the loss with respect to each storage; empty until something flows in.
  var gradients: [[Float]] = []
  var pool = BufferPool()
  /// Counts resets, to recognise variables of an earlier step.
  private(set) var generation = 0

  /// An empty tape.
  public init() {}

  /// Records a tensor whose gradient is wanted.
  public func variable(_ tensor: Tensor) -> Variable {
    leaf(tensor, needsGradient: true)
  }

  /// Records a tensor that stays as it is, such as data or a mask.
  public func constant(_ tensor: Tensor) -> Variable {
    leaf(tensor, needsGradient: false)
  }

  /// Records a tensor whose gradient is added to `gradient`, an array of its length, or empty for a new one.
  func variable(_ tensor: Tensor, addingTo gradient: consuming [Float]) -> Variable {
    let variable = leaf(tensor, needsGradient: true)
    gradients[nodes[variable.node].storage] = gradient
    return variable
  }

  /// Moves a gradient out of the tape; empty when nothing flowed in.
  func takeGradient(of variable: Variable) -> [Float] {
    take(&gradients[nodes[variable.node].storage])
  }

  /// Hands in an array that is no longer needed.
  func recycle(_ buffer: consuming [Float]) {
    pool.give(buffer)
  }

  /// Ends a step: forgets every node and keeps the arrays for the next. Variables made before are stale.
  public func reset() {
    for (storage, isLeaf) in zip(values.indices, storageIsLeaf) {
      if !isLeaf { pool.give(take(&values[storage])) }
      pool.give(take(&gradients[storage]))
    }
    nodes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    gradients.removeAll(keepingCapacity: true)
    storageIsLeaf.removeAll(keepingCapacity: true)
    pool.endStep()
    generation += 1
  }

  /// The number of operations and leaves recorded since the last reset.
  public var nodeCount: Int { nodes.count }

  /// Storages that belong to tensors from outside, which the pool must not take.
  private(set) var storageIsLeaf: [Bool] = []

  /// One step of the computation.
  struct Node {
    let storage: Int
    let inputs: [Int]
    let needsGradient: Bool
    /// Absent for leaves, views and nodes whose gradient nobody needs.
    let backward: ((BackwardStep) -> Void)?
  }
}

extension Tape {
  /// Appends an operation.
  ///
  /// `forward` fills an array whose old content means nothing. `backward` must not capture variables:
  /// a tape that holds its own variables would never be freed. It reaches its inputs by position.
  func record(
    _ shape: [Int], inputs: [Variable], forward: (inout [Float]) -> Void,
    backward: @escaping (BackwardStep) -> Void
  ) throws -> Variable {
    try check(inputs)
    guard let count = elementCount(of: shape), count <= Tensor.largestCount else {
      throw TensorError.invalidShape(shape)
    }
    var buffer = pool.take(count)
    forward(&buffer)
    let needsGradient = inputs.contains { nodes[$0.node].needsGradient }
    let node = Node(
      storage: addStorage(buffer, isLeaf: false), inputs: inputs.map(\.node),
      needsGradient: needsGradient, backward: needsGradient ? backward : nil)
    return append(node, shape: shape)
  }

  /// Appends another shape for the storage of `input`: nothing is computed or copied either way.
  func recordView(of input: Variable, shape: [Int]) throws -> Variable {
    try check([input])
    let viewed = nodes[input.node]
    let node = Node(
      storage: viewed.storage, inputs: [input.node], needsGradient: viewed.needsGradient, backward: nil)
    return append(node, shape: shape)
  }

  func check(_ inputs: [Variable]) throws(AutogradError) {
    for input in inputs {
      guard input.tape === self else { throw .differentTapes }
      guard input.generation == generation else { throw .staleVariable }
      let held = values[nodes[input.node].storage].count
      guard held == input.count else { throw .released("the value of shape \(input.shape)") }
    }
  }

  /// The values of a variable that has been checked.
  func values(of variable: Variable) -> [Float] { values[nodes[variable.node].storage] }

  private func leaf(_ tensor: Tensor, needsGradient: Bool) -> Variable {
    let storage = addStorage(tensor.values, isLeaf: true)
    let node = Node(storage: storage, inputs: [], needsGradient: needsGradient, backward: nil)
    return append(node, shape: tensor.shape)
  }

  private func append(_ node: Node, shape: [Int]) -> Variable {
    nodes.append(node)
    return Variable(tape: self, node: nodes.count - 1, generation: generation, shape: shape)
  }

  private func addStorage(_ buffer: consuming [Float], isLeaf: Bool) -> Int {
    values.append(buffer)
    gradients.append([])
    storageIsLeaf.append(isLeaf)
    return values.count - 1
  }
}
