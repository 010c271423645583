/// The support desk of a shop that does not exist: as many labelled tickets as you like.
///
/// Tickets are written by a small grammar, so nobody's mail is in the course and every run sees the same ones.
/// They are easier than real mail: spelling is right, each has one topic, and every label is
/// true. What carries over to a real desk is the method, not the figures.
public enum ShopFlow {
  /// Two sets of sentences with the same meanings. No sentence frame is in both.
  public enum Wording: Hashable, Sendable, CaseIterable {
    /// The wordings of the tickets that were labelled.
    case familiar
    /// The wordings of customers who come later.
    case new
  }

  /// How the tickets are spread over the routes; nearly one in two is about shipping.
  public static let shares: [(route: Route, share: Double)] = [
    (.shipping, 0.46), (.refund, 0.30), (.account, 0.16), (.manualReview, 0.08),
  ]

  /// `count` tickets in one of the two wordings.
  ///
  /// The first n tickets are the same whatever `count` is, and each is drawn by itself. A negative count
  /// gives none.
  ///
  /// - Complexity: O(`count`), a few microseconds a ticket.
  public static func tickets(_ count: Int, wording: Wording, seed: UInt64 = 1) -> [Ticket] {
    let grammar = wording == .familiar ? familiarGrammar : newGrammar
    var random = RandomStream(seed: seed, stream: wording == .familiar ? 0 : 1)
    let weights = shares.map(\.share)
    return (0..<max(count, 0)).map { _ in
      let route = shares[random.index(weightedBy: weights) ?? 0].route
      return Ticket(grammar.sentence(route.rawValue, using: &random), route)
    }
  }

  static let familiarGrammar = PhraseGrammar(commonPhrases.merging(familiarPhrases) { $1 })
  static let newGrammar = PhraseGrammar(commonPhrases.merging(newPhrases) { $1 })
}
