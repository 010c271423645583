import LabContracts

/// Ways to bind a wrong answer that still refuses what must be refused, so that only the answer is wrong; or to spare
/// one kind of input that should be refused, so that only this is wrong.
extension LabContracts.Binding {
  mutating func weightedVote(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ answers: [String?], _ logWeights: [Double]) -> String?
  ) {
    bind(Reasoning.weightedVote) { answers, logWeights in
      let refuse = Refusal(sparing: spared)
      try refuse(.unequalLengths, unless: answers.count == logWeights.count)
      try refuse(.invalidScore, unless: logWeights.allSatisfy { $0 < .infinity })
      return answer(answers, logWeights)
    }
  }

  mutating func bestOfN(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ answers: [String?], _ scores: [Double]) -> Int?
  ) {
    bind(Reasoning.bestOfN) { answers, scores in
      let refuse = Refusal(sparing: spared)
      try refuse(.unequalLengths, unless: answers.count == scores.count)
      try refuse(.noSamples, unless: !answers.isEmpty)
      try refuse(.invalidScore, unless: !scores.contains(where: \.isNaN))
      return answer(answers, scores)
    }
  }

  mutating func passAtK(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable (_ n: Int, _ c: Int, _ k: Int) -> Double
  ) {
    bind(Reasoning.passAtK) { n, c, k in
      let refuse = Refusal(sparing: spared)
      try refuse(.noSamples, unless: n >= 1)
      try refuse(.tooManyCorrect, unless: c <= n)
      try refuse(.tooManyDraws, unless: k <= n || n < 1)
      try refuse(.outOfRange, unless: c >= 0 && k >= 1)
      return answer(n, c, k)
    }
  }

  mutating func voteAccuracy(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable (_ p: Double, _ voters: Int) -> Double
  ) {
    bind(Reasoning.voteAccuracy) { p, voters in
      let refuse = Refusal(sparing: spared)
      try refuse(.outOfRange, unless: (0...1).contains(p))
      try refuse(.noSamples, unless: voters >= 1)
      return answer(p, voters)
    }
  }

  mutating func allocateSamples(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ accuracies: [Double], _ budget: Int, _ minimum: Int) -> [Int]
  ) {
    bind(Reasoning.allocateSamples) { accuracies, budget, minimum in
      let refuse = Refusal(sparing: spared)
      try refuse(.outOfRange, unless: accuracies.allSatisfy((0...1).contains) && minimum >= 1)
      try refuse(.evenVote, unless: !minimum.isMultiple(of: 2) || minimum < 1)
      try refuse(.budgetTooSmall, unless: budget >= 0 && budget >= minimum * accuracies.count)
      return answer(accuracies, budget, minimum)
    }
  }

  mutating func wilsonInterval(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ correct: Int, _ trials: Int, _ z: Double) -> Reasoning.Interval
  ) {
    bind(Reasoning.wilsonInterval) { correct, trials, z in
      let refuse = Refusal(sparing: spared)
      try refuse(.noSamples, unless: trials >= 1)
      try refuse(.tooManyCorrect, unless: correct <= trials)
      try refuse(.outOfRange, unless: correct >= 0 && z > 0 && z.isFinite)
      return answer(correct, trials, z)
    }
  }
}

/// Refuses input as the exercises must, but for one kind of it.
struct Refusal {
  private let spared: InputError?

  init(sparing spared: InputError?) { self.spared = spared }

  func callAsFunction(_ error: InputError, unless condition: Bool) throws {
    if !condition && error != spared { throw error }
  }
}
