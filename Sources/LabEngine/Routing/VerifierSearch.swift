/// Best-of-n: look at several candidates and keep the one a verifier likes best.
///
/// Search cannot be better than the verifier that judges it, and it can be no better than the best
/// candidate proposed.
public enum VerifierSearch {
  /// The best of the first `budget` candidates by `score`, the earliest of equals.
  ///
  /// `nil` when there is no candidate or no budget.
  ///
  /// - Complexity: `budget` calls of `score`.
  public static func best<Candidate>(
    of candidates: some Sequence<Candidate>, budget: Int, score: (Candidate) -> Double
  ) -> Candidate? {
    var best: (candidate: Candidate, score: Double)?
    for candidate in candidates.prefix(max(budget, 0)) {
      let value = score(candidate)
      if best.map({ value > $0.score }) ?? true { best = (candidate, value) }
    }
    return best?.candidate
  }
}

/// A proposed route and the pieces of evidence it rests on.
public struct RoutingCandidate: Hashable, Sendable {
  /// The proposed answer.
  public let route: Route
  /// What the proposer cites, such as words of the message or a fact that was looked up.
  public let evidence: [String]

  /// A proposal and its evidence.
  public init(_ route: Route, evidence: [String] = []) {
    self.route = route
    self.evidence = evidence
  }

  /// The score of a verifier that knows the right route: −1 off it, else the number of pieces.
  public func score(knowing route: Route) -> Double {
    self.route == route ? Double(evidence.count) : -1
  }
}
