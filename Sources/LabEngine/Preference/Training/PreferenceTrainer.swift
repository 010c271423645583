/// Trains a policy on preferred and rejected answers, one update after another.
///
///     var trainer = try PreferenceTrainer(policy, on: pairs, PreferenceSettings(loss: .dpo(beta: 0.1)))
///     try trainer.run { print($0.step, $0.loss, $0.margin, $0.accuracy) }
///     trainer.policy                                // what became of it
///     trainer.reference                             // the model it began as
///     try trainer.evaluate(heldOutPairs).accuracy   // on pairs that it never saw
///
/// The reference is the policy as it was at the start. It never changes, so its log-probabilities of all answers
/// are computed once, at the beginning. A run is a function of (policy, pairs, settings).
public struct PreferenceTrainer {
  /// How it is trained.
  public let settings: PreferenceSettings
  /// The frozen model that the policy is compared with.
  public let reference: Transformer
  /// What is learned from.
  public let pairs: [TokenizedPreference]
  /// What each step did.
  public private(set) var progress: [PreferenceProgress] = []
  private var optimizer: ModelOptimizer
  private let referenceScores: [ReferenceScores]
  private var order: [Int] = []
  private var random: RandomStream

  /// A run that has not begun.
  ///
  /// Throws `PreferenceError.noPairs` or `.badSetting`, `TrainingError.invalid`, or `TransformerError` for answers
  /// that the model cannot read.
  public init(
    _ policy: Transformer, on pairs: [TokenizedPreference],
    _ settings: PreferenceSettings = PreferenceSettings()
  ) throws {
    try settings.validate()
    guard !pairs.isEmpty else { throw PreferenceError.noPairs }
    self.settings = settings
    self.pairs = pairs
    reference = policy
    optimizer = try ModelOptimizer(policy, settings.optimizer)
    referenceScores = try Self.scores(of: pairs, under: policy)
    random = RandomStream(seed: settings.seed)
  }

  /// The model as it is now.
  public var policy: Transformer { optimizer.model }

  /// Whether all steps are done.
  public var isFinished: Bool { progress.count >= settings.steps }

  /// Makes the remaining steps, calling `onStep` after each. Throws as `advance()` does, and what `onStep` throws.
  public mutating func run(onStep: (PreferenceProgress) throws -> Void = { _ in }) throws {
    while !isFinished { try onStep(advance()) }
  }

  /// Makes one step on the next pairs; each is visited once before any is visited again.
  ///
  /// Throws `TrainingError.diverged` when a gradient is no longer a number, and as the loss does.
  public mutating func advance() throws -> PreferenceProgress {
    let batch = nextBatch()
    let answers = try AnswerBatch(batch.map { pairs[$0].chosen } + batch.map { pairs[$0].rejected })
    var (loss, scored) = (0.0, [PairLogProbabilities]())
    _ = try optimizer.accumulate { model in
      let recorded = try model.answers(answers)
      let scores = try recorded.scores
      scored = try batch.indices.map {
        try referenceScores[batch[$0]].pair(chosen: scores[$0], rejected: scores[$0 + batch.count])
      }
      let result = try settings.loss.evaluate(scored)
      loss = result.value
      return try recorded.weighted(
        by: result.gradients.map(\.policyChosen) + result.gradients.map(\.policyRejected))
    }
    let norm = optimizer.gradientNorm
    let rate = settings.schedule.rate(at: progress.count, of: settings.steps)
    try optimizer.update(learningRate: rate, clipping: settings.clipping, norm: norm)
    let step = PreferenceProgress(step: progress.count + 1, loss: loss, scored, gradientNorm: norm)
    progress.append(step)
    return step
  }

  /// The log-probabilities of other pairs under the policy as it is now and under the reference.
  ///
  /// Throws as `Transformer.scores` does.
  public func evaluate(_ pairs: [TokenizedPreference]) throws -> [PairLogProbabilities] {
    try Self.evaluate(pairs, policy: policy, reference: reference)
  }

  /// The log-probabilities of pairs under two models. Throws as `Transformer.scores` does.
  public static func evaluate(
    _ pairs: [TokenizedPreference], policy: Transformer, reference: Transformer
  ) throws -> [PairLogProbabilities] {
    let frozen = try scores(of: pairs, under: reference)
    let chosen = try policy.scores(of: pairs.map(\.chosen))
    let rejected = try policy.scores(of: pairs.map(\.rejected))
    return try pairs.indices.map { try frozen[$0].pair(chosen: chosen[$0], rejected: rejected[$0]) }
  }

  private mutating func nextBatch() -> [Int] {
    var batch: [Int] = []
    while batch.count < settings.batchSize {
      if order.isEmpty { order = pairs.indices.shuffled(using: &random) }
      batch.append(order.removeLast())
    }
    return batch
  }

  private static func scores(
    of pairs: [TokenizedPreference], under model: Transformer
  ) throws -> [ReferenceScores] {
    let chosen = try model.scores(of: pairs.map(\.chosen))
    let rejected = try model.scores(of: pairs.map(\.rejected))
    return zip(chosen, rejected).map {
      ReferenceScores(chosen: $0.logProbability, rejected: $1.logProbability)
    }
  }
}

/// What the reference thinks of a pair.
private struct ReferenceScores {
  let chosen: Double
  let rejected: Double

  func pair(chosen policyChosen: AnswerScore, rejected policyRejected: AnswerScore) throws
    -> PairLogProbabilities
  {
    try PairLogProbabilities(
      policyChosen: policyChosen.logProbability, policyRejected: policyRejected.logProbability,
      referenceChosen: chosen, referenceRejected: rejected,
      chosenTokens: policyChosen.tokenLogProbabilities.count,
      rejectedTokens: policyRejected.tokenLogProbabilities.count)
  }
}

extension PreferenceProgress {
  fileprivate init(step: Int, loss: Double, _ pairs: [PairLogProbabilities], gradientNorm: Double) {
    let count = Double(pairs.count)
    self.init(
      step: step, loss: loss, margin: pairs.meanMargin ?? 0, accuracy: pairs.accuracy ?? 0,
      chosenLogRatio: pairs.reduce(0) { $0 + $1.chosenLogRatio } / count,
      rejectedLogRatio: pairs.reduce(0) { $0 + $1.rejectedLogRatio } / count, gradientNorm: gradientNorm)
  }
}
