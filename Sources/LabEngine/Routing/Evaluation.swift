/// What a router got right and wrong on tickets whose routes are known.
public struct Evaluation: Sendable {
  /// One ticket, the answer it should get and the answer it got.
  public struct Decision: Hashable, Sendable {
    /// The ticket with the right answer.
    public let ticket: Ticket
    /// The router's answer.
    public let routed: Route
    /// Whether the two agree.
    public var isCorrect: Bool { routed == ticket.route }
  }

  /// The decisions in the order of the tickets; never empty.
  public let decisions: [Decision]
  /// Every route that occurs as a right answer or as an answer, in alphabetical order.
  public let routes: [Route]
  /// How often the row's route was answered with the column's, both in the order of ``routes``.
  public let confusion: [[Int]]

  /// Sends each of `tickets` through `router`.
  ///
  /// - Throws: ``RoutingError/noTickets`` for an empty list.
  public init(of router: some Router, on tickets: [Ticket]) throws {
    try self.init(answers: tickets.map { router.route($0.text) }, for: tickets)
  }

  /// Compares answers that were given elsewhere.
  ///
  /// - Throws: ``RoutingError/noTickets``, or ``RoutingError/lengthsDiffer(answers:tickets:)``.
  public init(answers: [Route], for tickets: [Ticket]) throws {
    guard answers.count == tickets.count else {
      throw RoutingError.lengthsDiffer(answers: answers.count, tickets: tickets.count)
    }
    guard !tickets.isEmpty else { throw RoutingError.noTickets }
    decisions = zip(tickets, answers).map { Decision(ticket: $0, routed: $1) }
    routes = Tally(tickets.map(\.route) + answers).routes
    confusion = Self.confusion(decisions, routes)
  }

  private static func confusion(_ decisions: [Decision], _ routes: [Route]) -> [[Int]] {
    let index = Dictionary(uniqueKeysWithValues: zip(routes, routes.indices))
    var counts = [[Int]](repeating: [Int](repeating: 0, count: routes.count), count: routes.count)
    for decision in decisions {
      counts[index[decision.ticket.route, default: 0]][index[decision.routed, default: 0]] += 1
    }
    return counts
  }

  /// The number of tickets.
  public var count: Int { decisions.count }
  /// The number of right answers.
  public var correct: Int { decisions.count { $0.isCorrect } }
  /// The share of right answers.
  public var accuracy: Double { Double(correct) / Double(count) }
  /// The decisions that were wrong, in order.
  public var misses: [Decision] { decisions.filter { !$0.isCorrect } }

  /// What always answering the most frequent right answer would score: an accuracy means nothing without it.
  public var majorityBaseline: Double {
    Double(confusion.map { $0.reduce(0, +) }.max() ?? 0) / Double(count)
  }
}

extension Evaluation {
  /// Of the tickets answered with `route`, the share that belonged there; 0 when there were none.
  public func precision(of route: Route) -> Double {
    guard let column = routes.firstIndex(of: route) else { return 0 }
    return share(column, of: confusion.reduce(0) { $0 + $1[column] })
  }

  /// Of the tickets that belonged to `route`, the share that got there; 0 when there were none.
  public func recall(of route: Route) -> Double {
    guard let row = routes.firstIndex(of: route) else { return 0 }
    return share(row, of: confusion[row].reduce(0, +))
  }

  /// The harmonic mean of precision and recall; 0 when nothing was right.
  public func f1(of route: Route) -> Double {
    let (precision, recall) = (precision(of: route), recall(of: route))
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }

  /// The mean F1 over ``routes``: a rare route weighs as much as a common one.
  public var macroF1: Double {
    routes.map(f1).reduce(0, +) / Double(routes.count)
  }

  /// Where the true accuracy plausibly lies, given that only ``count`` tickets were measured.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `level` outside (0, 1).
  public func accuracyInterval(
    level: Double = 0.95, resamples: Int = 1000, seed: UInt64 = 1
  ) throws -> ClosedRange<Double> {
    try Bootstrap.interval(
      ofMean: decisions.map { $0.isCorrect ? 1 : 0 }, level: level, resamples: resamples, seed: seed)
  }

  private func share(_ index: Int, of total: Int) -> Double {
    total > 0 ? Double(confusion[index][index]) / Double(total) : 0
  }
}
