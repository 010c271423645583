import LabKernels

/// The same pairs learned several times, with another β, another loss or another rate: as many runs at a time as
/// there are cores.
///
///     let study = PreferenceStudy(of: sft, on: pairs, heldOut: heldOutPairs, questions: questions, with: tokenizer)
///     let schedule = LearningRateSchedule(peak: 2e-4, warmup: 5)
///     let outcomes = try study.run(
///       [0.05, 0.2, 1, 5].map { PreferenceSettings(loss: .dpo(beta: $0), schedule: schedule) })
///     outcomes[0].margin; outcomes[0].report.divergence; outcomes[0].report.winRate
///
/// A β shows where a run goes far enough to feel it: at the default rate, forty steps end before most of them differ.
public struct PreferenceStudy: Sendable {
  /// What every run begins as, and is compared with.
  public let reference: Transformer
  /// What is learned from.
  public let pairs: [TokenizedPreference]
  /// Pairs that no run learns from.
  public let heldOut: [TokenizedPreference]
  /// What every policy answers in the end.
  public let questions: [ReturnQuestion]
  /// What turns text into tokens.
  public let tokenizer: AnswerTokenizer
  /// Answers to each question.
  public var answers = 1

  /// A study that starts from `reference`.
  public init(
    of reference: Transformer, on pairs: [TokenizedPreference], heldOut: [TokenizedPreference],
    questions: [ReturnQuestion], with tokenizer: AnswerTokenizer
  ) {
    self.reference = reference
    self.pairs = pairs
    self.heldOut = heldOut
    self.questions = questions
    self.tokenizer = tokenizer
  }

  /// What became of one run.
  public struct Outcome: Sendable {
    /// How it was trained.
    public let settings: PreferenceSettings
    /// The model after the last step.
    public let policy: Transformer
    /// What each step did.
    public let progress: [PreferenceProgress]
    /// The held-out pairs under the policy and the reference.
    public let heldOut: [PairLogProbabilities]
    /// What the policy writes, how far that is from the reference, and how often it passes.
    public let report: PolicyReport

    /// The mean margin of the held-out pairs, in nats.
    public var margin: Double { heldOut.meanMargin ?? 0 }
    /// The share of held-out pairs with a positive margin.
    public var accuracy: Double { heldOut.accuracy ?? 0 }
  }

  /// Trains and measures a policy for each of `settings`; outcomes stand in their order.
  ///
  /// Throws as `PreferenceTrainer` and `PolicyReport` do.
  public func run(_ settings: [PreferenceSettings]) throws -> [Outcome] {
    let results = Parallelism.allCores.map(settings.count) { index in
      Result { try outcome(settings[index]) }
    }
    return try results.map { try $0.get() }
  }

  private func outcome(_ settings: PreferenceSettings) throws -> Outcome {
    var trainer = try PreferenceTrainer(reference, on: pairs, settings)
    try trainer.run()
    return Outcome(
      settings: settings, policy: trainer.policy, progress: trainer.progress,
      heldOut: try trainer.evaluate(heldOut),
      report: try PolicyReport(
        of: trainer.policy, reference: reference, on: questions, with: tokenizer, count: answers))
  }
}
