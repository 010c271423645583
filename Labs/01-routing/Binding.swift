import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Routing.route, to: route)
  $0.bind(Routing.splitTickets, to: splitTickets)
  $0.bind(Routing.words, to: words)
  $0.bind(Routing.countEvidence, to: countEvidence)
  $0.bind(Routing.overlapRoute, to: overlapRoute)
  $0.bind(Routing.logScores, to: logScores)
  $0.bind(Routing.logisticStep, to: logisticStep)
  $0.bind(Routing.evaluate, to: evaluate)
  $0.bind(Routing.bestCandidate, to: bestCandidate)
  $0.bind(Routing.gate, to: gate)
  $0.bind(Routing.trainingFLOPs, to: trainingFLOPs)
  $0.bind(Routing.affordableTokens, to: affordableTokens)
}
