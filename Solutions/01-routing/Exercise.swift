// Lab 01: rules, learning, search. The answers.

import Foundation
import LabContracts

func route(_ ticket: String, _ rules: [Routing.Rule], _ otherwise: String) -> String {
  let message = ticket.lowercased()
  return rules.first { message.contains($0.keyword.lowercased()) }?.route ?? otherwise
}

func splitTickets(_ tickets: [Routing.Ticket], _ share: Double) -> Routing.Split {
  let copies = Dictionary(grouping: tickets.indices) { words(tickets[$0].text) }.values
  let groupsByRoute = Dictionary(grouping: copies.sorted { $0[0] < $1[0] }) { tickets[$0[0]].route }
  var split = Routing.Split(training: [], heldOut: [])
  for groups in groupsByRoute.values {
    var missing = share * Double(groups.joined().count)
    for group in groups {
      guard missing >= 0.5 else {
        split.training += group
        continue
      }
      split.heldOut += group
      missing -= Double(group.count)
    }
  }
  return split
}

func words(_ text: String) -> [String] {
  text.lowercased().unicodeScalars.split { !("a"..."z").contains($0) }.map(String.init)
}

func countEvidence(_ tickets: [Routing.Ticket]) -> Routing.Evidence {
  var evidence = Routing.Evidence()
  for ticket in tickets {
    var counts = evidence[ticket.route] ?? [:]
    for word in words(ticket.text) { counts[word, default: 0] += 1 }
    evidence[ticket.route] = counts
  }
  return evidence
}

func overlapRoute(_ ticket: String, _ evidence: Routing.Evidence) -> String {
  let words = words(ticket)
  func score(_ route: String) -> Int { words.reduce(0) { $0 + (evidence[route]?[$1] ?? 0) } }
  // Of equal scores the name that comes first counts as greater.
  return evidence.keys.max { (score($0), $1) < (score($1), $0) } ?? "manual_review"
}

func logScores(_ ticket: String, _ training: [Routing.Ticket], _ smoothing: Double) -> [String: Double] {
  let evidence = countEvidence(training)
  let vocabulary = Set(evidence.values.flatMap(\.keys))
  let known = words(ticket).filter(vocabulary.contains)
  let ticketsByRoute = Dictionary(grouping: training, by: \.route)
  return ticketsByRoute.mapValues { tickets in
    let counts = evidence[tickets[0].route] ?? [:]
    let total = Double(counts.values.reduce(0, +)) + smoothing * Double(vocabulary.count)
    let prior = log(Double(tickets.count) / Double(training.count))
    return known.reduce(prior) { $0 + log((Double(counts[$1] ?? 0) + smoothing) / total) }
  }
}

func logisticStep(
  _ weights: [[Double]], _ features: [Double], _ target: Int, _ learningRate: Double
) -> [[Double]] {
  let scores = weights.map { row in zip(row, features).reduce(0) { $0 + $1.0 * $1.1 } }
  // Softmax does not change when all scores move together; with the largest at 0 nothing overflows.
  let largest = scores.max() ?? 0
  let exponentials = scores.map { exp($0 - largest) }
  let total = exponentials.reduce(0, +)
  return weights.indices.map { route in
    let error = exponentials[route] / total - (route == target ? 1 : 0)
    return zip(weights[route], features).map { $0 - learningRate * error * $1 }
  }
}

func evaluate(_ answers: [String], _ expected: [String]) throws -> Routing.Report {
  guard answers.count == expected.count else { throw Routing.EvaluationError.lengthsDiffer }
  guard !expected.isEmpty else { throw Routing.EvaluationError.noTickets }
  let pairs = Array(zip(answers, expected))
  let right = pairs.count { $0 == $1 }
  let largestRoute = Dictionary(grouping: expected) { $0 }.values.map(\.count).max() ?? 0
  let routes = Set(answers + expected)
  let f1 = routes.map { route in
    let truePositives = Double(pairs.count { $0 == route && $1 == route })
    let mistakes = Double(pairs.count { ($0 == route) != ($1 == route) })
    return 2 * truePositives / (2 * truePositives + mistakes)
  }
  return Routing.Report(
    accuracy: Double(right) / Double(pairs.count),
    majorityBaseline: Double(largestRoute) / Double(pairs.count),
    macroF1: f1.reduce(0, +) / Double(routes.count))
}

func bestCandidate(_ candidates: [Routing.Candidate], _ route: String, _ budget: Int) -> Int? {
  func score(_ index: Int) -> Int { candidates[index].route == route ? candidates[index].evidence.count : -1 }
  let affordable = candidates.indices.prefix(max(budget, 0))
  // Of equal scores the earlier index counts as greater.
  return affordable.max { (score($0), $1) < (score($1), $0) }
}

func gate(_ route: String, _ amount: Double, _ evidence: [String]) -> String {
  guard route == "refund" else { return route }
  if amount > 100 { return "human_review_high_value" }
  return evidence.contains("damaged_item") ? route : "request_evidence"
}

func trainingFLOPs(_ parameters: Double, _ tokens: Double) -> Double {
  6 * parameters * tokens
}

func affordableTokens(_ parameters: Double, _ flops: Double) -> Double {
  flops / (6 * parameters)
}
