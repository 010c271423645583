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
  /// Both sides keep the order of `tickets`; see ``heldOutIndices(of:share:seed:)``.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `share` outside (0, 1).
  public static func stratified(
    _ tickets: [Ticket], heldOut share: Double, seed: UInt64 = 1
  ) throws -> TicketSplit {
    TicketSplit(tickets, heldOut: try heldOutIndices(of: tickets, share: share, seed: seed))
  }

  /// Which of `tickets` a stratified split holds out, as indices.
  ///
  /// Messages are equal when their words are (``Words/normalized(_:)``). A group of equal messages belongs to
  /// the route of its first ticket and is never parted. Each route's held-out number differs from its share by
  /// at most its largest group.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `share` outside (0, 1).
  public static func heldOutIndices(of tickets: [Ticket], share: Double, seed: UInt64 = 1) throws -> [Int] {
    guard share > 0, share < 1 else { throw RoutingError.shareOutOfRange(share) }
    let groups = Dictionary(grouping: groupsOfEqualMessages(tickets)) { tickets[$0[0]].route }
    var random = RandomStream(seed: seed)
    var heldOut: [Int] = []
    for (_, groupsOfRoute) in groups.sorted(by: { $0.key < $1.key }) {
      var missing = share * Double(groupsOfRoute.joined().count)
      // A group that would overshoot by more than half of itself stays; a smaller one may still fit.
      for group in groupsOfRoute.shuffled(using: &random) where Double(group.count) / 2 <= missing {
        heldOut += group
        missing -= Double(group.count)
      }
    }
    return heldOut
  }

  /// Deals tickets one by one, as is often done: copies of one message may land on both sides.
  ///
  /// - Throws: ``RoutingError/shareOutOfRange(_:)`` for a `share` outside (0, 1).
  public static func byRow(
    _ tickets: [Ticket], heldOut share: Double, seed: UInt64 = 1
  ) throws -> TicketSplit {
    guard share > 0, share < 1 else { throw RoutingError.shareOutOfRange(share) }
    var random = RandomStream(seed: seed)
    let count = Int((share * Double(tickets.count)).rounded())
    return TicketSplit(tickets, heldOut: Array(tickets.indices.shuffled(using: &random).prefix(count)))
  }

  private init(_ tickets: [Ticket], heldOut indices: [Int]) {
    var isHeldOut = [Bool](repeating: false, count: tickets.count)
    for index in indices { isHeldOut[index] = true }
    training = zip(tickets, isHeldOut).filter { !$1 }.map(\.0)
    heldOut = zip(tickets, isHeldOut).filter { $1 }.map(\.0)
  }

  private static func groupsOfEqualMessages(_ tickets: [Ticket]) -> [[Int]] {
    let keys = tickets.map { Words.normalized($0.text) }
    // Sorted, because a dictionary's own order changes from run to run.
    return Dictionary(grouping: tickets.indices, by: { keys[$0] }).values.sorted { $0[0] < $1[0] }
  }
}
