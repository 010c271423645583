import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the twelve exercises of lab 01 must do, smallest examples first.
///
/// Inputs with a random part begin at `seed`; their expected answers come from the engine.
final class Lab01Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 01.1

  func test01_theFirstListedRuleWins() throws {
    let rules = [Routing.Rule("tracking", "shipping"), Routing.Rule("refund", "refund")]
    try check(Routing.route, "refund please", rules, "manual_review", returns: "refund")
    try check(Routing.route, "hello", rules, "manual_review", returns: "manual_review")
    try check(Routing.route, "refund please", [], "shipping", returns: "shipping")

    // Both rules apply: the order of the list decides, not the order in the ticket.
    try check(Routing.route, "refund, says tracking", rules, "manual_review", returns: "shipping")
    try check(Routing.route, "refund, says tracking", rules.reversed(), "manual_review", returns: "refund")
    let threeApply = [
      Routing.Rule("tent", "account"), Routing.Rule("missing", "refund"), Routing.Rule("box", "shipping"),
    ]
    try check(
      Routing.route, "missing from the box: one tent", threeApply, "manual_review", returns: "account")

    // Capitals are ignored on both sides, and a keyword may stand inside a word or span several.
    try check(Routing.route, "REFUND!", rules, "manual_review", returns: "refund")
    let moneyBack = [Routing.Rule("Money Back", "refund"), Routing.Rule("log in", "account")]
    try check(Routing.route, "my money back, now", moneyBack, "manual_review", returns: "refund")
    try check(Routing.route, "was it refunded?", rules, "manual_review", returns: "refund")
    try check(Routing.route, "can't log in", moneyBack, "manual_review", returns: "account")

    var random = RandomStream(seed: seed, stream: 1)
    for _ in 0..<20 {
      let rules = (0..<5).map { _ in
        Routing.Rule(Samples.text(1...1, &random), Samples.route(&random))
      }
      let ticket = Samples.text(1...6, &random)
      let oracle = RuleRouter(rules.map { ($0.keyword, Route($0.route)) }, otherwise: Route("nobody"))
      try check(Routing.route, ticket, rules, "nobody", returns: oracle.route(ticket).rawValue)
    }
  }

  // MARK: 01.2

  func test02_theSplitLeaksNothingAndIsStratified() throws {
    let two = [Routing.Ticket("late parcel", "shipping"), Routing.Ticket("lost parcel", "shipping")]
    try checkSplit(two, 0.5)

    // Copies go together: equal words are enough, and so they are under different routes.
    try checkSplit([Routing.Ticket("refund", "refund"), Routing.Ticket("refund", "refund")], 0.5)
    try checkSplit(
      [Routing.Ticket("Refund order A123!", "refund"), Routing.Ticket("refund order a 9", "refund")], 0.5)
    try checkSplit([Routing.Ticket("refund", "refund"), Routing.Ticket("refund", "account")], 0.5)
    let filedTwice =
      (1...10).map { Routing.Ticket(Samples.numeral($0), "account") }
      + (1...10).reversed().map { Routing.Ticket(Samples.numeral($0), "shipping") }
    try checkSplit(filedTwice, 0.5)

    // Ten tickets of one route and then ten of another: half of each is held out, not half of the whole.
    let sorted = (0..<20).map { index in
      Routing.Ticket(Samples.numeral(index), index < 10 ? "account" : "shipping")
    }
    try checkSplit(sorted, 0.5)
    try checkSplit(sorted, 0.2)
    try checkSplit(sorted, 0.8)
    try checkSplit(sorted.map { Routing.Ticket($0.text, $0.route + "_desk") }, 0.5)

    // Neither the same words in another order nor the same letters in other words make a copy.
    let reordered = ["a b c", "a c b", "b a c", "b c a", "c a b", "c b a"]
    try checkSplit(reordered.map { Routing.Ticket($0, "account") }, 0.5)
    let parted = ["abcd", "a bcd", "ab cd", "abc d", "a b cd", "a bc d"]
    try checkSplit(parted.map { Routing.Ticket($0, "account") }, 0.5)

    // Copies count for the route of the first: not of the last, of most of them, or first in the alphabet.
    for block in [12, 1] {
      try checkSplit(Samples.filed(inBlocksOf: block) { [$0, $0, "shipping"] }, 0.5)
      try checkSplit(Samples.filed(inBlocksOf: block) { [$0, "shipping", "shipping", "shipping", $0] }, 0.5)
      try checkSplit(Samples.filed(inBlocksOf: block) { [$0, "account", $0] }, 0.5)
    }

    let tickets = Samples.tickets(200, seed: seed)
    try checkSplit(tickets, 0.2)
    try checkSplit(Samples.mislabelled(tickets, seed: seed), 0.3)
  }

  // MARK: 01.3

  func test03_wordsAreLowercaseRunsOfLetters() throws {
    try check(Routing.words, "refund", returns: ["refund"])
    try check(Routing.words, "", returns: [])
    try check(Routing.words, "Where is IT", returns: ["where", "is", "it"])
    try check(Routing.words, "can't log-in", returns: ["can", "t", "log", "in"])
    try check(Routing.words, "order A10234!", returns: ["order", "a"])
    try check(Routing.words, "no no  NO", returns: ["no", "no", "no"])
    try check(Routing.words, "café ☕️", returns: ["caf"])
    try check(Routing.words, "[@`{}~]", returns: [])

    var random = RandomStream(seed: seed, stream: 3)
    for _ in 0..<20 {
      let text = String((0..<30).map { _ in Samples.character(&random) })
      try check(Routing.words, text, returns: Words.all(in: text))
    }
  }

  // MARK: 01.4

  func test04_evidenceIsCountedByRoute() throws {
    try check(
      Routing.countEvidence, [Routing.Ticket("late parcel", "shipping")],
      returns: ["shipping": ["late": 1, "parcel": 1]])
    try check(Routing.countEvidence, [], returns: [:])

    // Every occurrence counts, in one ticket or in several.
    try check(
      Routing.countEvidence, [Routing.Ticket("No, no!", "refund"), Routing.Ticket("no refund", "refund")],
      returns: ["refund": ["no": 3, "refund": 1]])

    try check(
      Routing.countEvidence, [Routing.Ticket("late box", "shipping"), Routing.Ticket("lost", "shipping")],
      returns: ["shipping": ["late": 1, "box": 1, "lost": 1]])

    // A word has one count for each route, and none where it never stood.
    try check(
      Routing.countEvidence,
      [Routing.Ticket("my order", "shipping"), Routing.Ticket("my password", "account")],
      returns: ["shipping": ["my": 1, "order": 1], "account": ["my": 1, "password": 1]])
    try check(Routing.countEvidence, [Routing.Ticket("123", "refund")], returns: ["refund": [:]])

    var random = RandomStream(seed: seed, stream: 4)
    for tickets in [Samples.labelled(30, &random), Samples.tickets(50, seed: seed)] {
      try check(Routing.countEvidence, tickets, returns: Samples.evidence(tickets))
    }
  }

  // MARK: 01.5

  func test05_theSharedWordsDecideAndTiesGoToTheFirstInTheAlphabet() throws {
    let evidence = Samples.evidence([
      Routing.Ticket("tracking parcel", "shipping"), Routing.Ticket("refund damaged", "refund"),
      Routing.Ticket("password reset", "account"),
    ])
    try check(Routing.overlapRoute, "my refund", evidence, returns: "refund")
    try check(Routing.overlapRoute, "Tracking?", evidence, returns: "shipping")

    // Equal scores, 1 each and then 0 each: the alphabetically first route.
    try check(Routing.overlapRoute, "refund parcel", evidence, returns: "refund")
    try check(Routing.overlapRoute, "exchange cracked mug", evidence, returns: "account")
    let withoutAccount: Routing.Evidence = ["shipping": ["parcel": 1], "refund": ["damaged": 1]]
    try check(Routing.overlapRoute, "mug", withoutAccount, returns: "refund")
    try check(Routing.overlapRoute, "refund", [:], returns: "manual_review")

    // Counts add up, and a repeated word adds its count each time.
    let counted: Routing.Evidence = ["refund": ["back": 4], "shipping": ["late": 1, "box": 1, "my": 1]]
    try check(Routing.overlapRoute, "my late box, back", counted, returns: "refund")
    try check(Routing.overlapRoute, "back, late late late late late", counted, returns: "shipping")
    // Any name makes a route.
    let withBilling: Routing.Evidence = ["refund": ["late": 1], "billing": ["late": 2, "fee": 1]]
    try check(Routing.overlapRoute, "late fee", withBilling, returns: "billing")

    var random = RandomStream(seed: seed, stream: 5)
    for _ in 0..<20 {
      let training = Samples.labelled(6, &random)
      let ticket = Samples.text(1...5, &random)
      let oracle = OverlapClassifier(training: training.map { Ticket($0.text, Route($0.route)) })
      try check(
        Routing.overlapRoute, ticket, Samples.evidence(training), returns: oracle.route(ticket).rawValue)
    }
  }

  // MARK: 01.6

  func test06_naiveBayesAddsSmoothedLogProbabilities() throws {
    // Three words are known: refund, please, late. Two refund tickets hold 3 words, one shipping ticket 1.
    let training = [
      Routing.Ticket("refund please", "refund"), Routing.Ticket("refund", "refund"),
      Routing.Ticket("late", "shipping"),
    ]
    try checkScores("", training, 1, ["refund": log(2.0 / 3), "shipping": log(1.0 / 3)])
    try checkScores(
      "refund", training, 1, ["refund": log(2.0 / 3 * 3 / 6), "shipping": log(1.0 / 3 * 1 / 4)])
    try checkScores(
      "Refund, refund!", training, 1,
      ["refund": log(2.0 / 3 * 3 / 6 * 3 / 6), "shipping": log(1.0 / 3 * 1 / 4 * 1 / 4)])
    try checkScores(
      "late", training, 0.5, ["refund": log(2.0 / 3 * 0.5 / 4.5), "shipping": log(1.0 / 3 * 1.5 / 2.5)])
    // A word that no training ticket holds changes nothing.
    try checkScores(
      "late unheard", training, 1, ["refund": log(2.0 / 3 * 1 / 6), "shipping": log(1.0 / 3 * 2 / 4)])
    // A route whose tickets hold no words has a prior all the same, and smoothing gives it both words.
    let wordless = [Routing.Ticket("refund please", "refund"), Routing.Ticket("123", "account")]
    try checkScores("refund", wordless, 1, ["refund": log(1.0 / 2 * 2 / 4), "account": log(1.0 / 2 * 1 / 2)])
    try checkScores("late", [], 1, [:])

    // The product of a thousand probabilities is 0 to a Double; the sum of their logarithms is not.
    try checkScores(
      String(repeating: "late ", count: 1000), training, 1,
      ["refund": log(2.0 / 3) + 1000 * log(1.0 / 6), "shipping": log(1.0 / 3) + 1000 * log(2.0 / 4)])

    var random = RandomStream(seed: seed, stream: 6)
    for smoothing in [0.1, 1, 2] {
      let training = Samples.labelled(12, &random)
      let ticket = Samples.text(3...6, &random)
      let model = try NaiveBayes(
        training: training.map { Ticket($0.text, Route($0.route)) }, smoothing: smoothing)
      let scores = zip(model.routes.map(\.rawValue), model.logScores(ticket))
      try checkScores(ticket, training, smoothing, Dictionary(uniqueKeysWithValues: scores))
    }
  }

  // MARK: 01.7

  func test07_oneStepDownTheGradient() throws {
    // Equal scores: p is 1/2 for both routes, so the slopes are ∓1/2 times the feature.
    try check(Routing.logisticStep, [[0], [0]], [1], 0, 1, near: [[0.5], [-0.5]])
    try check(Routing.logisticStep, [[1, 0], [1, 0]], [2, 4], 1, 0.1, near: [[0.9, -0.2], [1.1, 0.2]])
    try check(Routing.logisticStep, [[0.3, -2], [1, 5]], [1, 1], 0, 0, near: [[0.3, -2], [1, 5]])
    // Three routes: every row moves, the target's up and the others down.
    let third = 1.0 / 3
    try check(
      Routing.logisticStep, [[0], [0], [0]], [3], 2, 1, near: [[-3 * third], [-3 * third], [6 * third]])
    // A feature that is 0 leaves its weights alone.
    try check(Routing.logisticStep, [[7, 1], [7, 1]], [0, 2], 0, 1, near: [[7, 2], [7, 0]])
    // exp(2000) is infinite; the softmax of 2000 and 1990 is not.
    let rest = 1 / (1 + exp(10.0))
    try check(
      Routing.logisticStep, [[2000], [1990]], [1], 0, 1, near: [[2000 + rest], [1990 - rest]], within: 1e-9)
    // Nor may every exponential become 0, or a large score stand beside a small one, in either order.
    try check(
      Routing.logisticStep, [[-1990], [-2000]], [1], 0, 1, near: [[-1990 + rest], [-2000 - rest]],
      within: 1e-9)
    try check(Routing.logisticStep, [[0], [2000]], [1], 0, 1, near: [[1], [1999]])
    try check(Routing.logisticStep, [[2000], [0]], [1], 1, 1, near: [[1999], [1]])

    var random = RandomStream(seed: seed, stream: 7)
    for _ in 0..<5 {
      let weights = (0..<4).map { _ in (0..<3).map { _ in random.normal() } }
      let features = (0..<3).map { _ in random.normal() }
      let target = Int(random.uniform() * 4)
      try check(
        Routing.logisticStep, weights, features, target, 0.3,
        near: LogisticRegression.step(weights, features: features, target: target, learningRate: 0.3),
        within: 1e-9)
    }
  }

  // MARK: 01.8

  func test08_accuracyStandsBesideTheMajorityBaseline() throws {
    try checkReport(["refund"], ["refund"], accuracy: 1, majorityBaseline: 1, macroF1: 1)
    try checkReport(["refund"], ["account"], accuracy: 0, majorityBaseline: 1, macroF1: 0)
    // Always "shipping" where three of four are shipping: high accuracy, no better than the baseline, poor F1.
    try checkReport(
      ["shipping", "shipping", "shipping", "shipping"], ["shipping", "shipping", "shipping", "refund"],
      accuracy: 0.75, majorityBaseline: 0.75, macroF1: (6.0 / 7 + 0) / 2)
    // The baseline asks what was right most often, not what was answered most often.
    try checkReport(
      ["refund", "refund", "refund", "account"], ["refund", "account", "shipping", "account"],
      accuracy: 0.5, majorityBaseline: 0.5, macroF1: (0.5 + 2.0 / 3 + 0) / 3)
    // A route that was answered and never right counts in the mean.
    try checkReport(
      ["refund", "manual_review"], ["refund", "refund"], accuracy: 0.5, majorityBaseline: 1,
      macroF1: (2.0 / 3 + 0) / 2)

    try check(Routing.evaluate, [], [], throws: Routing.EvaluationError.noTickets)
    try check(
      Routing.evaluate, ["refund", "refund"], ["refund"], throws: Routing.EvaluationError.lengthsDiffer)
    try check(Routing.evaluate, [], ["refund"], throws: Routing.EvaluationError.lengthsDiffer)
    try check(Routing.evaluate, ["refund"], [], throws: Routing.EvaluationError.lengthsDiffer)

    var random = RandomStream(seed: seed, stream: 8)
    for count in [5, 12, 40] {
      let expected = (0..<count).map { _ in Samples.route(&random) }
      let answers = expected.map { random.uniform() < 0.6 ? $0 : Samples.route(&random) }
      let oracle = try Evaluation(
        answers: answers.map { Route($0) }, for: expected.map { Ticket("", Route($0)) })
      try checkReport(
        answers, expected, accuracy: oracle.accuracy, majorityBaseline: oracle.majorityBaseline,
        macroF1: oracle.macroF1)
    }
  }

  // MARK: 01.9

  func test09_theBestOfABudgetUnderAVerifier() throws {
    let candidates = [
      Routing.Candidate("shipping"), Routing.Candidate("refund"),
      Routing.Candidate("shipping", evidence: ["the carrier"]),
      Routing.Candidate("shipping", evidence: ["the carrier", "the 48-hour rule"]),
    ]
    try check(Routing.bestCandidate, candidates, "shipping", 1, returns: 0)
    try check(Routing.bestCandidate, candidates, "shipping", 2, returns: 0)
    try check(Routing.bestCandidate, candidates, "shipping", 3, returns: 2)
    try check(Routing.bestCandidate, candidates, "shipping", 4, returns: 3)
    try check(Routing.bestCandidate, candidates, "shipping", 99, returns: 3)
    try check(Routing.bestCandidate, candidates, "shipping", 0, returns: nil)
    try check(Routing.bestCandidate, candidates, "shipping", -1, returns: nil)
    try check(Routing.bestCandidate, [], "shipping", 4, returns: nil)

    // Off the route is worse than no evidence, however much is cited; of equals the earliest stays.
    let padded = [
      Routing.Candidate("refund", evidence: ["a", "b", "c"]), Routing.Candidate("shipping"),
      Routing.Candidate("shipping"),
    ]
    try check(Routing.bestCandidate, padded, "shipping", 3, returns: 1)
    try check(Routing.bestCandidate, padded, "account", 3, returns: 0)
    let billed = [Routing.Candidate("refund"), Routing.Candidate("billing")]
    try check(Routing.bestCandidate, billed, "billing", 2, returns: 1)
    let cited = [Routing.Candidate("shipping"), Routing.Candidate("refund", evidence: ["a"])]
    try check(Routing.bestCandidate, cited, "shipping", 2, returns: 0)

    var random = RandomStream(seed: seed, stream: 9)
    for round in 0..<30 {
      let candidates = (0..<8).map { _ in
        Routing.Candidate(
          Samples.route(&random), evidence: Array(repeating: "x", count: Int(random.uniform() * 4)))
      }
      let (route, budget) = (Samples.route(&random), round % 10 + 1)
      let best = VerifierSearch.best(of: candidates.indices, budget: budget) { index in
        candidates[index].route == route ? Double(candidates[index].evidence.count) : -1
      }
      try check(Routing.bestCandidate, candidates, route, budget, returns: best)
    }
  }

  // MARK: 01.10

  func test10_policyHasTheLastWord() throws {
    try check(Routing.gate, "refund", 24, ["damaged_item"], returns: "refund")
    try check(Routing.gate, "refund", 240, ["damaged_item"], returns: "human_review_high_value")
    try check(Routing.gate, "refund", 24, [], returns: "request_evidence")
    try check(Routing.gate, "shipping", 24, [], returns: "shipping")

    // 100 is not over 100; the amount comes before the evidence; the evidence must be the right one.
    try check(Routing.gate, "refund", 100, ["damaged_item"], returns: "refund")
    try check(Routing.gate, "refund", 100.01, ["damaged_item"], returns: "human_review_high_value")
    try check(Routing.gate, "refund", 240, [], returns: "human_review_high_value")
    try check(Routing.gate, "refund", 24, ["photo", "damaged_item"], returns: "refund")
    try check(Routing.gate, "refund", 24, ["damaged_box"], returns: "request_evidence")
    try check(Routing.gate, "refund", 24, ["not_damaged_item"], returns: "request_evidence")
    try check(Routing.gate, "refund", 24, ["DAMAGED_ITEM"], returns: "request_evidence")
    try check(Routing.gate, "account", 5000, [], returns: "account")
  }

  // MARK: 01.11

  func test11_trainingTakesSixOperationsAParameterAndToken() throws {
    try check(Routing.trainingFLOPs, 1, 1, near: 6)
    try check(Routing.trainingFLOPs, 1e9, 20e9, near: 1.2e20)
    try check(Routing.trainingFLOPs, 7e9, 140e9, near: 5.88e21)
    try check(Routing.trainingFLOPs, 1e9, 0, near: 0)
    // Both are Doubles, and nothing is rounded.
    try check(Routing.trainingFLOPs, 1.5, 2, near: 18)
    try check(Routing.trainingFLOPs, 2, 1.5, near: 18)

    var random = RandomStream(seed: seed, stream: 11)
    for _ in 0..<10 {
      let (parameters, tokens) = (pow(10, 12 * random.uniform()), pow(10, 12 * random.uniform()))
      try check(Routing.trainingFLOPs, parameters, tokens, near: 6 * parameters * tokens)
    }
  }

  // MARK: 01.12

  func test12_aBudgetBuysTokens() throws {
    try check(Routing.affordableTokens, 1, 6, near: 1)
    try check(Routing.affordableTokens, 4, 100, near: 25.0 / 6)
    try check(Routing.affordableTokens, 1e9, 5.88e21, near: 980e9)
    try check(Routing.affordableTokens, 7e9, 5.88e21, near: 140e9)
    try check(Routing.affordableTokens, 14e9, 5.88e21, near: 70e9)
  }

  // MARK: 01.2, 01.4, 01.5 and 01.8 together

  func test13_fromTicketsToAReport() throws {
    // Fixed, so that a wrong function always shows here or never does.
    let tickets = Samples.tickets(120, seed: 13)
    guard let split = try checkSplit(tickets, 0.25) else { return }
    let (training, heldOut) = (split.training.map { tickets[$0] }, split.heldOut.map { tickets[$0] })
    try check(Routing.countEvidence, training, returns: Samples.evidence(training))
    let oracle = OverlapClassifier(training: training.map { Ticket($0.text, Route($0.route)) })
    for ticket in heldOut {
      try check(
        Routing.overlapRoute, ticket.text, Samples.evidence(training),
        returns: oracle.route(ticket.text).rawValue)
    }
    let evaluation = try Evaluation(
      of: oracle, on: heldOut.map { Ticket($0.text, Route($0.route)) })
    try checkReport(
      evaluation.decisions.map(\.routed.rawValue), heldOut.map(\.route), accuracy: evaluation.accuracy,
      majorityBaseline: evaluation.majorityBaseline, macroF1: evaluation.macroF1)
  }
}
