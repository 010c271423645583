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
      "not-stratified", lives: "01.2",
      sentence:
        "You hold out a share of the whole and not of each route, so a rare route may be missing from one "
        + "side. Split each route by itself."
    ) {
      $0.bind(Routing.splitTickets) { tickets, share in
        let groups = groups(of: tickets, by: { Words.normalized($0.text) })
        return split(share, groups, tickets.map { Routing.Ticket($0.text, "all") })
      }
    },
  ]

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

  /// 01.3
  static let words: [Misconception] = [
    Misconception(
      "split-at-spaces", lives: "01.3",
      sentence:
        "Splitting at spaces keeps punctuation and digits inside words: `refund!` and `refund` become two "
        + "words. Everything but a to z separates."
    ) {
      $0.bind(Routing.words) { text in
        text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
      }
    },
    Misconception(
      "capitals-kept", lives: "01.3",
      sentence: "`Refund` and `refund` are one word: lowercase the text first."
    ) {
      $0.bind(Routing.words) { text in
        text.split { !($0.isASCII && $0.isLetter) }.map(String.init)
      }
    },
    Misconception(
      "capitals-dropped", lives: "01.3",
      sentence: "Capital letters are dropped instead of lowercased, so `Refund` becomes `efund`."
    ) {
      $0.bind(Routing.words) { text in text.split { !("a"..."z").contains($0) }.map(String.init) }
    },
    Misconception(
      "digits-kept", lives: "01.3",
      sentence:
        "Order numbers stay in your words, and each of them is a word that never comes again. Digits separate."
    ) {
      $0.bind(Routing.words) { text in
        text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
      }
    },
    Misconception(
      "every-alphabet", lives: "01.3",
      sentence: "`isLetter` also means é, ß and 漢; here a word is made of a to z only."
    ) {
      $0.bind(Routing.words) { text in text.lowercased().split { !$0.isLetter }.map(String.init) }
    },
    Misconception(
      "repetitions-dropped", lives: "01.3",
      sentence: "Repeated words were dropped. How often a word stands in a ticket is evidence too."
    ) {
      $0.bind(Routing.words) { text in
        Words.all(in: text).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      }
    },
    Misconception(
      "short-words-dropped", lives: "01.3",
      sentence: "Words of one letter are words: `can't` is `can` and `t`."
    ) {
      $0.bind(Routing.words) { text in Words.all(in: text).filter { $0.count > 1 } }
    },
  ]

  /// 01.4 and 01.5
  static let evidence: [Misconception] = [
    Misconception(
      "tickets-counted-not-words", lives: "01.4", alsoFails: ["01.13"],
      sentence:
        "You count in how many tickets a word stands; count how often it stands there: `no, no` is two."
    ) {
      $0.bind(Routing.countEvidence) { tickets in
        count(tickets) { Array(Set(Words.all(in: $0))) }
      }
    },
    Misconception(
      "one-count-for-all-routes", lives: "01.4", alsoFails: ["01.13"],
      sentence:
        "Your counts do not depend on the route. `password` speaks for account because it stands there "
        + "and not elsewhere: keep one count for each route."
    ) {
      $0.bind(Routing.countEvidence) { tickets in
        let together = count(tickets.map { Routing.Ticket($0.text, "all") }) { Words.all(in: $0) }
        let routes = Set(tickets.map(\.route)).map { ($0, together["all"] ?? [:]) }
        return Dictionary(uniqueKeysWithValues: routes)
      }
    },
    Misconception(
      "last-ticket-wins", lives: "01.4", alsoFails: ["01.13"],
      sentence: "Each ticket replaces the counts of its route; add to them."
    ) {
      $0.bind(Routing.countEvidence) { tickets in
        tickets.reduce(into: [:]) { $0[$1.route] = count([$1]) { Words.all(in: $0) }[$1.route] }
      }
    },
    Misconception(
      "wordless-route-forgotten", lives: "01.4",
      sentence: "A route whose tickets hold no words is a route all the same: give it an empty dictionary."
    ) {
      $0.bind(Routing.countEvidence) { tickets in
        count(tickets) { Words.all(in: $0) }.filter { !$0.value.isEmpty }
      }
    },
    Misconception(
      "ties-to-the-last", lives: "01.5",
      sentence:
        "On equal scores the alphabetically first route wins, not the last, nor the one that a Dictionary "
        + "happens to give first: compare the names when scores are equal."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        return evidence.keys.max { (score(words, evidence[$0]), $0) < (score(words, evidence[$1]), $1) }
          ?? "manual_review"
      }
    },
    Misconception(
      "ties-in-hash-order", lives: "01.5",
      sentence:
        "On equal scores your answer depends on the order in which a Dictionary gives its keys, and that "
        + "changes from run to run. Compare the names when scores are equal."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        // One order of the many: from the shortest name to the longest.
        return evidence.keys.max {
          (score(words, evidence[$0]), -$0.count) < (score(words, evidence[$1]), -$1.count)
        } ?? "manual_review"
      }
    },
    Misconception(
      "no-match-goes-to-review", lives: "01.5",
      sentence:
        "A ticket that shares no word with any route is a tie at 0 here, and goes to the alphabetically first "
        + "route. (Handing it to a person is wiser; the lesson does so later.)"
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        return best(evidence) { score(words, $0) > 0 ? score(words, $0) : nil }
      }
    },
    Misconception(
      "words-found-not-counted", lives: "01.5", alsoFails: ["01.13"],
      sentence: "You add 1 for each word that a route knows; add how often the route has seen it."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        return best(evidence) { counts in words.count { counts[$0] != nil } }
      }
    },
    Misconception(
      "each-word-once", lives: "01.5",
      sentence:
        "A word that stands twice in the ticket adds its count twice; a Set of the ticket's words forgets that."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Array(Set(Words.all(in: ticket)))
        return best(evidence) { score(words, $0) }
      }
    },
    Misconception(
      "scores-as-shares", lives: "01.5", alsoFails: ["01.13"],
      sentence:
        "You divide by the words of the route, which is closer to naive Bayes; the overlap score is the plain sum "
        + "of the counts."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        return best(evidence) { Double(score(words, $0)) / Double(max(1, $0.values.reduce(0, +))) }
      }
    },
  ]

  private static func count(
    _ tickets: [Routing.Ticket], words: (String) -> [String]
  ) -> Routing.Evidence {
    tickets.reduce(into: [:]) { evidence, ticket in
      evidence[ticket.route, default: [:]].merge(words(ticket.text).map { ($0, 1) }) { $0 + $1 }
    }
  }

  private static func score(_ words: [String], _ counts: [String: Int]?) -> Int {
    words.reduce(0) { $0 + (counts?[$1] ?? 0) }
  }

  /// The route with the highest score, the alphabetically first of equals; `nil` scores take no part.
  private static func best<Score: Comparable>(
    _ evidence: Routing.Evidence, _ score: ([String: Int]) -> Score?
  ) -> String {
    let scores = evidence.compactMapValues(score)
    let highest = scores.values.max()
    return scores.filter { $0.value == highest }.keys.min() ?? "manual_review"
  }
}
