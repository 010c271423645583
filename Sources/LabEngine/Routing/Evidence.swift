/// Which words stood in the tickets of each route, and how often.
public struct Evidence: Hashable, Sendable {
  /// Occurrences by route and word; a word that never stood with a route has no entry.
  public private(set) var counts: [Route: [String: Int]]

  /// Counts the words of `tickets`.
  ///
  /// - Complexity: O(characters).
  public init(_ tickets: [Ticket]) {
    counts = [:]
    for ticket in tickets { learn(ticket) }
  }

  /// Counts that somebody else made.
  public init(counts: [Route: [String: Int]]) { self.counts = counts }

  /// Adds the words of one more ticket, which is all that a correction by a person takes.
  public mutating func learn(_ ticket: Ticket) {
    var words = counts.removeValue(forKey: ticket.route) ?? [:]
    Words.forEach(in: ticket.text) { words[$0, default: 0] += 1 }
    counts[ticket.route] = words
  }

  /// The routes seen so far in alphabetical order.
  public var routes: [Route] { counts.keys.sorted() }

  /// The words seen with `route` in alphabetical order.
  public func words(for route: Route) -> [String] {
    (counts[route] ?? [:]).keys.sorted()
  }

  /// How often `word` stood in tickets of `route`.
  public func count(of word: String, for route: Route) -> Int {
    counts[route]?[word] ?? 0
  }
}

/// Routes a message to the label whose training words it shares most.
///
/// A label scores the sum of its counts over the message's words, repetitions included. Equal scores
/// go to the alphabetically first label. It knows neither how common a label is nor how much a word
/// distinguishes; ``NaiveBayes`` knows both.
public struct OverlapClassifier: Router {
  /// What it has counted; add to it to correct the classifier.
  public var evidence: Evidence

  /// A classifier that has seen `tickets`.
  public init(training tickets: [Ticket]) { evidence = Evidence(tickets) }

  /// A classifier that goes by `evidence`.
  public init(_ evidence: Evidence) { self.evidence = evidence }

  /// Each known route with its score, routes in alphabetical order.
  public func scores(_ text: String) -> [(route: Route, score: Int)] {
    let words = Words.all(in: text)
    return evidence.routes.map { route in
      (route, words.reduce(0) { $0 + evidence.count(of: $1, for: route) })
    }
  }

  /// The best-scoring route; `manual_review` when nothing was ever learned.
  public func route(_ text: String) -> Route {
    // Strictly greater, so that of equals the first in the alphabet stays.
    var best: (route: Route, score: Int)?
    for candidate in scores(text) where best.map({ candidate.score > $0.score }) ?? true {
      best = candidate
    }
    return best?.route ?? .manualReview
  }
}
