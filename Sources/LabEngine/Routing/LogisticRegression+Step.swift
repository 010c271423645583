extension LogisticRegression {
  /// The weights after one step of gradient descent on one ticket's cross-entropy.
  ///
  /// The slope in `weights[route][feature]` is (p − y)·x; see ``LogisticObjective``. This is the step written for
  /// reading; training uses one that visits only the words a ticket holds.
  ///
  /// - Parameters:
  ///   - weights: `[route][feature]`; rows longer than `features` lose their rest.
  ///   - features: The ticket as numbers.
  ///   - target: The index of the right route.
  public static func step(
    _ weights: [[Double]], features: [Double], target: Int, learningRate: Double
  ) -> [[Double]] {
    let probabilities = softmax(weights.map { row in zip(row, features).reduce(0) { $0 + $1.0 * $1.1 } })
    return weights.indices.map { route in
      let residual = probabilities[route] - (route == target ? 1 : 0)
      return zip(weights[route], features).map { $0 - learningRate * residual * $1 }
    }
  }
}
