// What the lesson calls unless it is run with --mine: the exercises, answered by the engine.

import LabContracts
import LabEngine

func route(_ ticket: String, _ rules: [Routing.Rule], _ otherwise: String) -> String {
  RuleRouter(rules.map { ($0.keyword, Route($0.route)) }, otherwise: Route(otherwise)).route(ticket).rawValue
}

func splitTickets(_ tickets: [Routing.Ticket], _ share: Double) -> Routing.Split {
  let heldOut = Set((try? TicketSplit.heldOutIndices(of: tickets.map(engineTicket), share: share)) ?? [])
  return Routing.Split(
    training: tickets.indices.filter { !heldOut.contains($0) }, heldOut: heldOut.sorted())
}

func words(_ text: String) -> [String] { Words.all(in: text) }

func countEvidence(_ tickets: [Routing.Ticket]) -> Routing.Evidence {
  let counts = Evidence(tickets.map(engineTicket)).counts
  return Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, $0.value) })
}

func overlapRoute(_ ticket: String, _ evidence: Routing.Evidence) -> String {
  let counts = evidence.map { (Route($0.key), $0.value) }
  return OverlapClassifier(Evidence(counts: Dictionary(uniqueKeysWithValues: counts))).route(ticket).rawValue
}

func logScores(_ ticket: String, _ training: [Routing.Ticket], _ smoothing: Double) -> [String: Double] {
  guard let model = try? NaiveBayes(training: training.map(engineTicket), smoothing: smoothing) else {
    return [:]
  }
  return Dictionary(uniqueKeysWithValues: zip(model.routes.map(\.rawValue), model.logScores(ticket)))
}

func logisticStep(
  _ weights: [[Double]], _ features: [Double], _ target: Int, _ learningRate: Double
) -> [[Double]] {
  LogisticRegression.step(weights, features: features, target: target, learningRate: learningRate)
}

func evaluate(_ answers: [String], _ expected: [String]) throws -> Routing.Report {
  guard answers.count == expected.count else { throw Routing.EvaluationError.lengthsDiffer }
  guard !expected.isEmpty else { throw Routing.EvaluationError.noTickets }
  let evaluation = try Evaluation(
    answers: answers.map { Route($0) }, for: expected.map { Ticket("", Route($0)) })
  return Routing.Report(
    accuracy: evaluation.accuracy, majorityBaseline: evaluation.majorityBaseline,
    macroF1: evaluation.macroF1)
}

func bestCandidate(_ candidates: [Routing.Candidate], _ route: String, _ budget: Int) -> Int? {
  VerifierSearch.best(of: candidates.indices, budget: budget) { index in
    RoutingCandidate(Route(candidates[index].route), evidence: candidates[index].evidence)
      .score(knowing: Route(route))
  }
}

func gate(_ route: String, _ amount: Double, _ evidence: [String]) -> String {
  PolicyGate().decide(Route(route), amount: amount, evidence: Set(evidence)).rawValue
}

func trainingFLOPs(_ parameters: Double, _ tokens: Double) -> Double {
  ComputeBudget.trainingFLOPs(parameters: parameters, tokens: tokens)
}

func affordableTokens(_ parameters: Double, _ flops: Double) -> Double {
  ComputeBudget.affordableTokens(parameters: parameters, flops: flops)
}

private func engineTicket(_ ticket: Routing.Ticket) -> Ticket { Ticket(ticket.text, Route(ticket.route)) }
