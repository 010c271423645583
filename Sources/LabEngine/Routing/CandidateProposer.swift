/// Proposes routes for a message, some carefully and some not, to be judged by a verifier.
///
/// A careful proposal draws its route from a router's probabilities and cites words of the message that
/// speak for it. A careless one names any route and cites words that are typical of that route, whether or not
/// they stand in the message: the more it pads, the better it looks to whoever only counts citations.
public struct CandidateProposer: Sendable {
  /// The router behind careful proposals.
  public let router: NaiveBayes
  /// The share of careless proposals.
  public let carelessShare: Double
  /// The most citations a careless proposal invents.
  public let mostInvented: Int
  private let typicalWords: [[String]]  // by route

  /// A proposer that draws careful routes from `router`.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `carelessShare` outside (0, 1).
  public init(_ router: NaiveBayes, carelessShare: Double = 0.3, mostInvented: Int = 6) throws {
    guard carelessShare > 0, carelessShare < 1 else { throw RoutingError.shareOutOfRange(carelessShare) }
    self.router = router
    self.carelessShare = carelessShare
    self.mostInvented = max(mostInvented, 0)
    typicalWords = router.routes.map { route in
      let weights = router.vocabulary.words.map { ($0, router.weight(of: $0, for: route) ?? 0) }
      return weights.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(50).map(\.0)
    }
  }

  /// `count` proposals for `text`.
  public func candidates(for text: String, count: Int, using random: inout RandomStream) -> [RoutingCandidate]
  {
    let probabilities = router.probabilities(text)
    let words = Words.all(in: text)
    return (0..<max(count, 0)).map { _ in
      random.uniform() < carelessShare
        ? careless(using: &random) : careful(words, probabilities, using: &random)
    }
  }

  private func careful(
    _ words: [String], _ probabilities: [Double], using random: inout RandomStream
  ) -> RoutingCandidate {
    let route = router.routes[random.index(weightedBy: probabilities) ?? 0]
    return RoutingCandidate(route, evidence: words.filter { isEvidence($0, for: route) })
  }

  private func careless(using random: inout RandomStream) -> RoutingCandidate {
    let route = Int(random.uniform() * Double(router.routes.count))
    let count = Int(random.uniform() * Double(mostInvented + 1))
    return RoutingCandidate(
      router.routes[route], evidence: Array(typicalWords[route].shuffled(using: &random).prefix(count)))
  }

  /// Whether the word is about e times as likely with the route as with the others.
  private func isEvidence(_ word: String, for route: Route) -> Bool {
    (router.weight(of: word, for: route) ?? 0) > 1
  }

  /// A verifier that counts the cited words which stand in the message and speak for the route.
  public func groundedScore(_ candidate: RoutingCandidate, for text: String) -> Double {
    let words = Set(Words.all(in: text))
    return Double(
      Set(candidate.evidence).count { words.contains($0) && isEvidence($0, for: candidate.route) })
  }

  /// A verifier that counts citations and looks at nothing else.
  public func citationScore(_ candidate: RoutingCandidate) -> Double { Double(candidate.evidence.count) }
}
