import LabContracts

/// Ways to bind a wrong answer that still refuses what must be refused, so that only the answer is wrong; or to spare
/// one kind of input that should be refused, so that only this is wrong.
extension LabContracts.Binding {
  mutating func logSoftmax(
    sparing spared: InputError? = nil, _ answer: @escaping @Sendable ([Double]) -> [Double]
  ) {
    bind(Preferences.logSoftmax) { logits in
      let refuse = Refusal(sparing: spared)
      try refuse(.empty, unless: !logits.isEmpty)
      try refuse.notFinite(logits)
      return answer(logits)
    }
  }

  mutating func tokenLogProbabilities(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ logits: [[Double]], _ tokens: [Int]) -> [Double]
  ) {
    bind(Preferences.tokenLogProbabilities) { logits, tokens in
      let refuse = Refusal(sparing: spared)
      let vocabulary = logits.first?.count ?? 0
      try refuse(
        .shapeMismatch, unless: logits.count == tokens.count && logits.allSatisfy { $0.count == vocabulary })
      try refuse(
        .tokenOutOfRange,
        unless: zip(logits, tokens.dropFirst()).allSatisfy { $0.indices.contains($1) })
      try refuse.notFinite(zip(logits, tokens.dropFirst()).flatMap(\.0))
      return answer(logits, tokens)
    }
  }

  mutating func answerMask(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ tokens: [Int], _ promptLength: Int, _ endToken: Int) -> [Bool]
  ) {
    bind(Preferences.answerMask) { tokens, promptLength, endToken in
      let refuse = Refusal(sparing: spared)
      try refuse(.invalidPromptLength, unless: promptLength >= 1 && promptLength <= tokens.count)
      try refuse(.emptyCompletion, unless: promptLength != tokens.count)
      return answer(tokens, promptLength, endToken)
    }
  }

  mutating func sequenceLogProbability(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ logProbabilities: [Double], _ mask: [Bool]) -> Double
  ) {
    bind(Preferences.sequenceLogProbability) { logProbabilities, mask in
      let refuse = Refusal(sparing: spared)
      try refuse(.shapeMismatch, unless: logProbabilities.count == mask.count)
      try refuse(.emptyCompletion, unless: mask.contains(true))
      try refuse.notFinite(Oracle.counted(logProbabilities, mask))
      return answer(logProbabilities, mask)
    }
  }

  /// A function of a pair and β: 05.6, 05.7 and 05.9.
  mutating func pair<Answer: Wire>(
    _ endpoint: Endpoint<LogProbabilities, Double, Answer>, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (LogProbabilities, _ beta: Double) -> Answer
  ) {
    bind(endpoint) { pair, beta in
      let refuse = Refusal(sparing: spared)
      try refuse.beta(beta)
      try refuse.notFinite(pair.values)
      return answer(pair, beta)
    }
  }

  mutating func preferenceFigures(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([LogProbabilities], _ beta: Double) -> Figures
  ) {
    bind(Preferences.preferenceFigures) { pairs, beta in
      let refuse = Refusal(sparing: spared)
      try refuse(.empty, unless: !pairs.isEmpty)
      try refuse.beta(beta)
      try refuse.notFinite(pairs.flatMap(\.values))
      return answer(pairs, beta)
    }
  }

  mutating func rewardLoss(
    sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ chosen: [Double], _ rejected: [Double]) -> Double
  ) {
    bind(Preferences.rewardLoss) { chosen, rejected in
      let refuse = Refusal(sparing: spared)
      try refuse(.shapeMismatch, unless: chosen.count == rejected.count)
      try refuse(.empty, unless: !(chosen.isEmpty && rejected.isEmpty))
      try refuse.notFinite(chosen + rejected)
      return answer(chosen, rejected)
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

  func beta(_ beta: Double) throws { try self(.invalidBeta, unless: beta > 0 && beta.isFinite) }

  func notFinite(_ values: [Double]) throws { try self(.notFinite, unless: values.allSatisfy(\.isFinite)) }
}
