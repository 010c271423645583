import LabContracts

/// Names the functions of `Exercise.swift` to the course.
let labBinding = Binding {
  $0.bind(Reasoning.extractAnswer, to: extractAnswer)
  $0.bind(Reasoning.normalizedAnswer, to: normalizedAnswer)
  $0.bind(Reasoning.majorityVote, to: majorityVote)
  $0.bind(Reasoning.weightedVote, to: weightedVote)
  $0.bind(Reasoning.bestOfN, to: bestOfN)
  $0.bind(Reasoning.passAtK, to: passAtK)
  $0.bind(Reasoning.voteAccuracy, to: voteAccuracy)
  $0.bind(Reasoning.earlyStop, to: earlyStop)
  $0.bind(Reasoning.allocateSamples, to: allocateSamples)
  $0.bind(Reasoning.wilsonInterval, to: wilsonInterval)
}
