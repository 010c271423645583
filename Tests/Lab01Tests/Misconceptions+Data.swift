import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
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
      "punctuation-dropped", lives: "01.3",
      sentence:
        "Punctuation and digits vanish from your words, so `can't` becomes `cant` and `log-in` becomes `login`. "
        + "They separate: `can`, `t`, `log`, `in`."
    ) {
      $0.bind(Routing.words) { text in
        text.lowercased().filter { $0.isWhitespace || ($0.isASCII && $0.isLetter) }
          .split(whereSeparator: \.isWhitespace).map(String.init)
      }
    },
    Misconception(
      "apostrophes-dropped", lives: "01.3",
      sentence:
        "You take apostrophes out, so `can't` becomes `cant`. An apostrophe separates like all the rest."
    ) {
      $0.bind(Routing.words) { text in Words.all(in: text.filter { $0 != "'" }) }
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
      "words-ticked-not-counted", lives: "01.4", alsoFails: ["01.13"],
      sentence: "You set a word's count to 1 each time it comes; add 1 to what is there."
    ) {
      $0.bind(Routing.countEvidence) { tickets in
        count(tickets) { Words.all(in: $0) }.mapValues { $0.mapValues { _ in 1 } }
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
    Misconception(
      "no-match-goes-to-account", lives: "01.5",
      sentence:
        "Without a shared word you answer `account`, which is the alphabetically first route only where it was "
        + "trained on. Take the first of the routes in `evidence`."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        guard !evidence.isEmpty else { return "manual_review" }
        guard evidence.values.contains(where: { score(words, $0) > 0 }) else { return "account" }
        return best(evidence) { score(words, $0) }
      }
    },
    Misconception(
      "four-routes-scored", lives: "01.5",
      sentence:
        "You score the four routes you know by name; take the routes from `evidence`, there may be others."
    ) {
      $0.bind(Routing.overlapRoute) { ticket, evidence in
        let words = Words.all(in: ticket)
        let known = Set(Route.shopFlow.map(\.rawValue))
        return best(evidence.filter { known.contains($0.key) }) { score(words, $0) }
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
