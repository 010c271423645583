/// Tickets parted into those to learn from and those to be measured on.
public struct TicketSplit: Sendable {
  /// The tickets to learn from.
  public let training: [Ticket]
  /// The tickets nobody may look at before measuring.
  public let heldOut: [Ticket]

  /// A split somebody made elsewhere; ask it for ``leaks``.
  public init(training: [Ticket], heldOut: [Ticket]) {
    self.training = training
    self.heldOut = heldOut
  }

  /// The normalised messages that stand on both sides, in alphabetical order.
  ///
  /// Each is a ticket whose answer can be remembered instead of worked out.
  public var leaks: [String] {
    let seen = Set(training.map { Words.normalized($0.text) })
    return Set(heldOut.map { Words.normalized($0.text) }).intersection(seen).sorted()
  }

  /// Deals whole groups of equal messages, route by route, so that nothing leaks.
  ///
  /// Messages are equal when their words are (``Words/normalized(_:)``). A group belongs to the route of
  /// its first ticket. Each route's held-out share comes as close to `share` as its groups allow, and
  /// both sides keep the order of `tickets`.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `share` outside (0, 1).
  public static func stratified(
    _ tickets: [Ticket], heldOut share: Double, seed: UInt64 = 1
  ) throws -> TicketSplit {
    guard share > 0, share < 1 else { throw RoutingError.shareOutOfRange(share) }
    let groups = groupsOfEqualMessages(tickets)
    var random = RandomStream(seed: seed)
    var isHeldOut = [Bool](repeating: false, count: tickets.count)
    for (_, ofRoute) in Dictionary(grouping: groups, by: { tickets[$0[0]].route }).sorted(by: {
      $0.key < $1.key
    }) {
      var remaining = share * Double(ofRoute.reduce(0) { $0 + $1.count })
      // A group that would overshoot by more than half of itself stays; a smaller one may still fit.
      for group in ofRoute.shuffled(using: &random) where Double(group.count) / 2 <= remaining {
        for ticket in group { isHeldOut[ticket] = true }
        remaining -= Double(group.count)
      }
    }
    return TicketSplit(tickets, isHeldOut)
  }

  /// Deals tickets one by one, as is often done: copies of one message may land on both sides.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `share` outside (0, 1).
  public static func byRow(
    _ tickets: [Ticket], heldOut share: Double, seed: UInt64 = 1
  ) throws -> TicketSplit {
    guard share > 0, share < 1 else { throw RoutingError.shareOutOfRange(share) }
    var random = RandomStream(seed: seed)
    let chosen = tickets.indices.shuffled(using: &random).prefix(
      Int((share * Double(tickets.count)).rounded()))
    var isHeldOut = [Bool](repeating: false, count: tickets.count)
    for index in chosen { isHeldOut[index] = true }
    return TicketSplit(tickets, isHeldOut)
  }

  private init(_ tickets: [Ticket], _ isHeldOut: [Bool]) {
    training = zip(tickets, isHeldOut).filter { !$0.1 }.map(\.0)
    heldOut = zip(tickets, isHeldOut).filter { $0.1 }.map(\.0)
  }

  private static func groupsOfEqualMessages(_ tickets: [Ticket]) -> [[Int]] {
    let keys = tickets.map { Words.normalized($0.text) }
    // Sorted, because a dictionary's own order changes from run to run.
    return Dictionary(grouping: tickets.indices, by: { keys[$0] }).values.sorted { $0[0] < $1[0] }
  }
}
