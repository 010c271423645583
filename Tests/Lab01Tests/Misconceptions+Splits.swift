import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
  /// 01.2
  static let splits: [Misconception] = [
    Misconception(
      "training-rows-in-the-test-set", lives: "01.2", alsoFails: ["01.13"],
      sentence:
        "You train on every row and measure on some of them. A ticket that was learned says nothing about "
        + "tickets to come: each index belongs to one list."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let fair = split(share, groups(of: tickets, by: { Words.normalized($0.text) }), tickets)
        return Routing.Split(training: Array(tickets.indices), heldOut: fair.heldOut)
      }
    },
    Misconception(
      "copies-on-both-sides", lives: "01.2",
      sentence:
        "You deal tickets one by one, so copies of one message land on both sides and are remembered instead "
        + "of understood. Deal groups of equal messages."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        split(share, tickets.indices.map { [$0] }, tickets)
      }
    },
    Misconception(
      "copies-by-exact-text", lives: "01.2",
      sentence:
        "You take only identical text for a copy; `Refund order A123!` and `refund order a 9` hold the same "
        + "words. Compare the words."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        split(share, groups(of: tickets, by: \.text), tickets)
      }
    },
    Misconception(
      "copies-within-a-route-only", lives: "01.2",
      sentence:
        "You look for copies route by route, so a message that two people labelled differently leaks. Group "
        + "by words first, by route second."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        split(share, groups(of: tickets, by: { $0.route + "|" + Words.normalized($0.text) }), tickets)
      }
    },
    Misconception(
      "not-stratified", lives: "01.2", alsoFails: ["01.13"],
      sentence:
        "You hold out a share of the whole and not of each route, so a rare route may be missing from one "
        + "side. Split each route by itself."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let groups = groups(of: tickets, by: { Words.normalized($0.text) })
        return split(share, groups, tickets.map { Routing.Ticket($0.text, "all") })
      }
    },
    Misconception(
      "half-at-most", lives: "01.2",
      sentence: "You never hold out more than half; `share` is the caller's to choose, and 0.8 means 0.8."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        split(min(share, 0.5), groups(of: tickets, by: { Words.normalized($0.text) }), tickets)
      }
    },
    Misconception(
      "known-routes-only", lives: "01.2",
      sentence:
        "You split the four routes you know by name, and a fifth is never held out. Take the routes from the "
        + "tickets."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let known = Set(Route.shopFlow.map(\.rawValue))
        let groups = groups(of: tickets, by: { Words.normalized($0.text) })
        let unknown = groups.filter { !known.contains(tickets[$0[0]].route) }
        var fair = split(share, groups.filter { known.contains(tickets[$0[0]].route) }, tickets)
        fair.training += unknown.joined()
        return fair
      }
    },
    Misconception(
      "copies-in-any-order", lives: "01.2",
      sentence:
        "A Set of words, or a sorted list, forgets their order: `a b` and `b a` are different messages. Compare "
        + "the array of words itself."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let groups = groups(of: tickets) { Set(Words.all(in: $0.text)).sorted().joined(separator: " ") }
        return split(share, groups, tickets)
      }
    },
    Misconception(
      "words-run-together", lives: "01.2",
      sentence:
        "Joined without a space, `ab c` and `a bc` are the same; compare the array of words, or join with a space."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        split(share, groups(of: tickets, by: { Words.all(in: $0.text).joined() }), tickets)
      }
    },
    countingFor("last-copy-decides", "the last") { $0.last },
    countingFor("most-copies-decide", "most of them") { routes in
      let counts = Dictionary(routes.map { ($0, 1) }, uniquingKeysWith: +)
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    },
    countingFor("alphabet-decides", "the one that is first in the alphabet") { $0.min() },
  ]

  /// Copies counted for the route that `decide` picks from theirs.
  private static func countingFor(
    _ id: String, _ whose: String, _ decide: @escaping @Sendable ([String]) -> String?
  ) -> Misconception {
    Misconception(
      id, lives: "01.2",
      sentence: "You count copies for the route of \(whose); here they all count for the route of the first."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let groups = groups(of: tickets, by: { Words.normalized($0.text) })
        var counted = tickets
        for group in groups {
          counted[group[0]].route = decide(group.map { tickets[$0].route }) ?? tickets[group[0]].route
        }
        return split(share, groups, counted)
      }
    }
  }

  private static func groups(of tickets: [Routing.Ticket], by key: (Routing.Ticket) -> String) -> [[Int]] {
    Dictionary(grouping: tickets.indices) { key(tickets[$0]) }.values.sorted { $0[0] < $1[0] }
  }

  /// Holds out the first groups of each route until the share is reached.
  private static func split(
    _ share: Double, _ groups: [[Int]], _ tickets: [Routing.Ticket]
  ) -> Routing.Split {
    var missing: [String: Double] = [:]
    for group in groups { missing[tickets[group[0]].route, default: 0] += share * Double(group.count) }
    var split = Routing.Split(training: [], heldOut: [])
    for group in groups {
      let route = tickets[group[0]].route
      if missing[route, default: 0] >= 0.5 {
        split.heldOut += group
        missing[route, default: 0] -= Double(group.count)
      } else {
        split.training += group
      }
    }
    return split
  }
}
