/// Hands a message to a person when the router below is not sure enough.
public struct AbstainingRouter<Base: ProbabilisticRouter>: Router {
  /// The router that is asked first.
  public let base: Base
  /// The probability below which a person decides.
  public let threshold: Double

  /// Asks `base`, and answers `manual_review` when its best probability is below `threshold`.
  public init(_ base: Base, below threshold: Double) {
    self.base = base
    self.threshold = threshold
  }

  /// The base's best route when it is probable enough, else `manual_review`.
  public func route(_ text: String) -> Route {
    let probabilities = base.probabilities(text)
    guard !probabilities.isEmpty else { return .manualReview }
    let best = indexOfLargest(probabilities)
    return probabilities[best] >= threshold ? base.routes[best] : .manualReview
  }
}
