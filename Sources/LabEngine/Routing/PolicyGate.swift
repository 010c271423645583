/// The rules that stand between a router's answer and an action, however good the router is.
public struct PolicyGate: Hashable, Sendable {
  /// Refunds above this amount are decided by a person.
  public let highestAutomaticRefund: Double
  /// The piece of evidence that every refund needs.
  public let requiredEvidence: String

  /// A gate with ShopFlow's limits unless others are given.
  public init(highestAutomaticRefund: Double = 100, requiredEvidence: String = "damaged_item") {
    self.highestAutomaticRefund = highestAutomaticRefund
    self.requiredEvidence = requiredEvidence
  }

  /// What happens to an answer: the route itself, or what has to come first.
  ///
  /// A refund over the limit goes to `human_review_high_value`; any other refund without the required
  /// evidence to `request_evidence`; everything else to `route`. An amount that is not a number counts as over
  /// the limit, because a gate that does not know must close.
  public func decide(_ route: Route, amount: Double, evidence: Set<String>) -> Route {
    guard route == .refund else { return route }
    guard amount <= highestAutomaticRefund else { return Route("human_review_high_value") }
    return evidence.contains(requiredEvidence) ? route : Route("request_evidence")
  }
}
