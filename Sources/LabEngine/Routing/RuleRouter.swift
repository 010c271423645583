/// Routes by a list of keywords that a person wrote.
///
/// A rule applies when its keyword is a substring of the message, both lowercased; the first listed
/// rule that applies decides. Nothing is learned, so nothing changes until somebody edits the list.
public struct RuleRouter: Router {
  /// A keyword and the route it stands for.
  public struct Rule: Hashable, Sendable {
    /// The text to look for; the empty keyword is in every message.
    public let keyword: String
    /// The answer when it is found.
    public let route: Route
    let pattern: [UInt8]

    /// The rule that sends messages containing `keyword` to `route`.
    public init(_ keyword: String, _ route: Route) {
      self.keyword = keyword
      self.route = route
      pattern = Array(keyword.lowercased().utf8)
    }
  }

  /// The rules in the order in which they are tried.
  public let rules: [Rule]
  /// The answer when no rule applies.
  public let otherwise: Route

  /// A router that tries `rules` in order and answers `otherwise` when none applies.
  public init(_ rules: [(keyword: String, route: Route)], otherwise: Route = .manualReview) {
    self.rules = rules.map { Rule($0.keyword, $0.route) }
    self.otherwise = otherwise
  }

  /// The first listed rule whose keyword the message contains.
  ///
  /// - Complexity: O(message × keywords); a handful of rules takes well under a microsecond.
  public func firstRule(for text: String) -> Rule? {
    let message = Array(text.lowercased().utf8)
    return rules.first { contains($0.pattern, in: message) }
  }

  /// The route of the first listed rule that applies, or `otherwise`.
  public func route(_ text: String) -> Route {
    firstRule(for: text)?.route ?? otherwise
  }

  // Bytes are enough: a substring of valid UTF-8 starts and ends between scalars.
  private func contains(_ pattern: [UInt8], in message: [UInt8]) -> Bool {
    guard pattern.count <= message.count else { return false }
    return (0...(message.count - pattern.count)).contains { start in
      pattern.indices.allSatisfy { message[start + $0] == pattern[$0] }
    }
  }
}

/// Answers every message with one route: the baseline that any other router has to beat.
public struct ConstantRouter: Router {
  /// The one answer.
  public let answer: Route

  /// A router that always answers `answer`.
  public init(_ answer: Route) { self.answer = answer }

  /// The most frequent route among `tickets`; ties go to the alphabetically first.
  ///
  /// - Throws: ``RoutingError/noTickets`` for an empty list.
  public init(majorityOf tickets: [Ticket]) throws {
    guard let majority = Tally(tickets.map(\.route)).mostFrequent else { throw RoutingError.noTickets }
    answer = majority
  }

  /// The one answer.
  public func route(_ text: String) -> Route { answer }
}

/// How often each route occurs.
struct Tally {
  let counts: [Route: Int]

  init(_ routes: [Route]) {
    counts = routes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  var routes: [Route] { counts.keys.sorted() }

  var mostFrequent: Route? {
    counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
