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
