/// Wrong labels, made on purpose to see what they do to whoever learns from them.
public enum LabelNoise {
  /// `tickets` with about `share` of the routes replaced by another of `routes`, drawn evenly.
  ///
  /// Noise of this kind has no pattern: for each message the right route stays the likeliest one as
  /// long as `share` is small. A `share` is held within 0…1; fewer than two routes leave all as it is.
  public static func random(
    _ tickets: [Ticket], share: Double, among routes: [Route] = Route.shopFlow, seed: UInt64 = 1
  ) -> [Ticket] {
    var random = RandomStream(seed: seed)
    return tickets.map { ticket in
      // Two draws a ticket whatever happens, so that more noise only adds to the same noise.
      let (isWrong, choice) = (random.uniform() < share, random.uniform())
      let others = routes.filter { $0 != ticket.route }
      guard isWrong, !others.isEmpty else { return ticket }
      return Ticket(ticket.text, others[Int(choice * Double(others.count))])
    }
  }

  /// `tickets` with about `share` of the routes equal to `route` replaced by `wrong`.
  ///
  /// Noise of this kind is a habit, such as one desk filing another's tickets as its own, and it is
  /// learned like anything else.
  public static func systematic(
    _ tickets: [Ticket], share: Double, from route: Route, to wrong: Route, seed: UInt64 = 1
  ) -> [Ticket] {
    var random = RandomStream(seed: seed)
    return tickets.map { ticket in
      random.uniform() < share && ticket.route == route ? Ticket(ticket.text, wrong) : ticket
    }
  }
}
