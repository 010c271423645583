import LabContracts
import LabEngine
import LabTesting

extension Misconceptions {
  /// 01.8
  static let evaluation: [Misconception] = [
    Misconception(
      "baseline-from-the-answers", lives: "01.8", alsoFails: ["01.13"],
      sentence:
        "Your baseline counts the most frequent answer. It asks how well one would do without looking: count "
        + "the most frequent right answer."
    ) {
      bindReport(&$0) { report, answers, _ in report.majorityBaseline = share(ofMostFrequent: answers) }
    },
    Misconception(
      "baseline-by-chance", lives: "01.8", alsoFails: ["01.13"],
      sentence:
        "1 by the number of routes is what guessing scores when all routes are equally common; they are not. "
        + "Always answering the most frequent one scores more."
    ) {
      bindReport(&$0) { report, _, expected in report.majorityBaseline = 1 / Double(Set(expected).count) }
    },
    Misconception(
      "accuracy-alone", lives: "01.8", alsoFails: ["01.13"],
      sentence:
        "Your macro F1 is the accuracy again. Accuracy hides a route that is never found; average F1 over "
        + "the routes."
    ) { bindReport(&$0) { report, _, _ in report.macroF1 = report.accuracy } },
    Misconception(
      "f1-weighted", lives: "01.8", alsoFails: ["01.13"],
      sentence:
        "You weigh each route's F1 by its number of tickets, so the common route decides again; macro means each "
        + "route counts the same."
    ) {
      bindReport(&$0) { report, answers, expected in
        let f1 = Set(expected).map { route in
          evaluation(answers, expected).f1(of: Route(route)) * Double(expected.count { $0 == route })
        }
        report.macroF1 = f1.reduce(0, +) / Double(expected.count)
      }
    },
    Misconception(
      "f1-of-expected-routes-only", lives: "01.8",
      sentence:
        "A route that was answered and never right has F1 0 and counts in the mean; go over the routes of both "
        + "lists."
    ) {
      bindReport(&$0) { report, answers, expected in
        let f1 = Set(expected).sorted().map { evaluation(answers, expected).f1(of: Route($0)) }
        report.macroF1 = f1.reduce(0, +) / Double(f1.count)
      }
    },
    Misconception(
      "recall-for-f1", lives: "01.8", alsoFails: ["01.13"],
      sentence:
        "You average recall: tickets wrongly sent to a route (FP) are missing. F1 is 2·TP / (2·TP + FP + FN)."
    ) {
      bindReport(&$0) { report, answers, expected in
        let evaluation = evaluation(answers, expected)
        report.macroF1 =
          evaluation.routes.map(evaluation.recall).reduce(0, +) / Double(evaluation.routes.count)
      }
    },
    Misconception(
      "nothing-measured-is-zero", lives: "01.8",
      sentence: "With nothing to measure there is no accuracy, not an accuracy of 0: throw `noTickets`."
    ) {
      $0.bind(Routing.evaluate) { answers, expected in
        guard answers.count == expected.count else { throw Routing.EvaluationError.lengthsDiffer }
        guard !expected.isEmpty else { return .blank }
        return report(answers, expected)
      }
    },
    Misconception(
      "lengths-not-compared", lives: "01.8",
      sentence:
        "`zip` silently drops what has no partner, so missing answers are not noticed: throw `lengthsDiffer`."
    ) {
      $0.bind(Routing.evaluate) { answers, expected in
        let count = min(answers.count, expected.count)
        guard count > 0 else { throw Routing.EvaluationError.noTickets }
        return report(Array(answers.prefix(count)), Array(expected.prefix(count)))
      }
    },
    Misconception(
      "empty-before-lengths", lives: "01.8",
      sentence:
        "No answers to one ticket are too few answers: `lengthsDiffer`. Compare the lengths first; `noTickets` is "
        + "for two empty lists."
    ) {
      $0.bind(Routing.evaluate) { answers, expected in
        guard !answers.isEmpty, !expected.isEmpty else { throw Routing.EvaluationError.noTickets }
        guard answers.count == expected.count else { throw Routing.EvaluationError.lengthsDiffer }
        return report(answers, expected)
      }
    },
  ]

  private static func evaluation(_ answers: [String], _ expected: [String]) -> Evaluation {
    do {
      return try Evaluation(answers: answers.map { Route($0) }, for: expected.map { Ticket("", Route($0)) })
    } catch {
      fatalError("checked before: \(error)")
    }
  }

  private static func report(_ answers: [String], _ expected: [String]) -> Routing.Report {
    let evaluation = evaluation(answers, expected)
    return Routing.Report(
      accuracy: evaluation.accuracy, majorityBaseline: evaluation.majorityBaseline,
      macroF1: evaluation.macroF1)
  }

  private static func share(ofMostFrequent routes: [String]) -> Double {
    Double(Dictionary(grouping: routes) { $0 }.values.map(\.count).max() ?? 0) / Double(routes.count)
  }

  /// Binds the right report with something spoiled in it.
  private static func bindReport(
    _ binding: inout LabContracts.Binding,
    _ spoil: @escaping @Sendable (inout Routing.Report, _ answers: [String], _ expected: [String]) -> Void
  ) {
    binding.bind(Routing.evaluate) { answers, expected in
      guard answers.count == expected.count else { throw Routing.EvaluationError.lengthsDiffer }
      guard !expected.isEmpty else { throw Routing.EvaluationError.noTickets }
      var report = report(answers, expected)
      spoil(&report, answers, expected)
      return report
    }
  }

  /// 01.9
  static let search: [Misconception] = [
    Misconception(
      "last-of-equals", lives: "01.9",
      sentence: "Of equal scores you keep the last; replace the best only when a score is strictly greater."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        best(candidates.prefix(max(budget, 0))) { (score($0, route), $1) }
      }
    },
    Misconception(
      "verifier-ignores-the-route", lives: "01.9",
      sentence:
        "Your verifier counts evidence and does not look at the route: a well padded wrong answer wins. Off the "
        + "route scores −1."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, _, budget in
        best(candidates.prefix(max(budget, 0))) { ($0.evidence.count, -$1) }
      }
    },
    Misconception(
      "off-route-scores-zero", lives: "01.9",
      sentence:
        "Off the route scores −1, below a right answer without evidence; with 0 the two are equal and the earlier "
        + "one wins."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        best(candidates.prefix(max(budget, 0))) { (max(0, score($0, route)), -$1) }
      }
    },
    Misconception(
      "off-route-loses-one", lives: "01.9",
      sentence:
        "You take 1 off the count when the route is wrong, so much citing outweighs it. Off the route the score is "
        + "−1, however much is cited."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        best(candidates.prefix(max(budget, 0))) { ($0.evidence.count - ($0.route == route ? 0 : 1), -$1) }
      }
    },
    Misconception(
      "first-right-route", lives: "01.9",
      sentence:
        "You stop at the first candidate with the right route; go on, a later one may have more evidence."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        candidates.prefix(max(budget, 0)).firstIndex { $0.route == route }
      }
    },
    Misconception(
      "budget-ignored", lives: "01.9",
      sentence: "You look at all candidates; the budget allows only the first few."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, _ in
        best(candidates.prefix(candidates.count)) { (score($0, route), -$1) }
      }
    },
    Misconception(
      "one-candidate-too-many", lives: "01.9",
      sentence: "A budget of n is n candidates, indices 0 to n − 1; `0...budget` is one too many."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        best(candidates.prefix(max(budget + 1, 0))) { (score($0, route), -$1) }
      }
    },
    Misconception(
      "wrong-routes-filtered-out", lives: "01.9",
      sentence:
        "You drop candidates off the route, so with no other there is no answer. The verifier scores them −1 "
        + "and one of them may still be the best."
    ) {
      $0.bind(Routing.bestCandidate) { candidates, route, budget in
        let index = best(candidates.prefix(max(budget, 0))) { (score($0, route), -$1) }
        return index.flatMap { candidates[$0].route == route ? $0 : nil }
      }
    },
  ]

  private static func score(_ candidate: Routing.Candidate, _ route: String) -> Int {
    candidate.route == route ? candidate.evidence.count : -1
  }

  private static func best(
    _ candidates: ArraySlice<Routing.Candidate>, _ key: (Routing.Candidate, Int) -> (Int, Int)
  ) -> Int? {
    candidates.indices.max { key(candidates[$0], $0) < key(candidates[$1], $1) }
  }

  /// 01.13
  static let together: [Misconception] = [
    Misconception(
      "constants", lives: "01.13", alsoFails: ["01.2", "01.4", "01.5", "01.8"],
      sentence:
        "Your functions answer the same whatever they are asked, so nothing is learned and nothing measured."
    ) {
      $0.bind(Routing.splitTickets) { _, _ in Routing.Split(training: [], heldOut: [0]) }
      $0.bind(Routing.countEvidence) { _ in [:] }
      $0.bind(Routing.overlapRoute) { _, _ in "manual_review" }
      $0.bind(Routing.evaluate) { _, _ in Routing.Report(accuracy: 0, majorityBaseline: 1, macroF1: 0) }
    }
  ]
}
