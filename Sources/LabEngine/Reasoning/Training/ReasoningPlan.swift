/// All that a reasoning model and its step scorer come from: equal plans give equal files.
public struct ReasoningPlan: Hashable, Sendable, Codable {
  /// What is learned.
  public var corpus: ReasoningCorpus
  /// How many tokens of it, at least.
  public var trainingTokens: Int
  /// What is trained.
  public var configuration: TransformerConfiguration
  /// Chooses the first parameters.
  public var modelSeed: UInt64
  /// How it is trained.
  public var training: TrainingSettings
  /// How its scorer is trained, on chains that the finished model writes.
  public var scorer: StepScorer.Settings
  /// How it is measured.
  public var measuring: Measuring

  /// How a trained model is measured, on held-out problems.
  public struct Measuring: Hashable, Sendable, Codable {
    /// Problems of each level.
    public var problemsPerLevel: Int
    /// Chains of each problem.
    public var samples: Int
    /// The temperature they are sampled at.
    public var temperature: Float
    /// Chooses problems and chains.
    public var seed: UInt64
  }

  /// The plan of the model that the course ships.
  ///
  /// The arrangement of `TrainingPlan.course` with the smaller vocabulary of the problems: 432,768 parameters, 1.73 MB
  /// in float32.
  public static let course = ReasoningPlan(
    corpus: ReasoningCorpus(seed: 1), trainingTokens: 11_100_000,
    configuration: .llama(
      vocabulary: ReasoningTokenizer().vocabulary.count, context: 192, dModel: 128, nLayers: 3, nHeads: 4,
      nKVHeads: 2, hidden: 240),
    modelSeed: 1,
    training: TrainingSettings(
      steps: 3600, batchSize: 16, context: 192,
      schedule: LearningRateSchedule(
        peak: 4e-3, warmup: 50, shape: .warmupStableDecay(decay: 720, floor: 0.02)), seed: 1),
    scorer: StepScorer.Settings(),
    measuring: Measuring(problemsPerLevel: 200, samples: 16, temperature: 0.7, seed: 7))

  /// A trainer that has made no step. Throws `ReasoningError`, `TrainingError` or `TransformerError`.
  public func makeTrainer() throws -> Trainer {
    let text = try corpus.text(.training, tokens: trainingTokens)
    return try Trainer(
      Transformer(configuration, seed: modelSeed), on: text.tokens, counted: text.counted, training)
  }

  /// A scorer that has learned from chains of `model` on training problems. Throws as `ReasoningModel.sample` does.
  public func trainScorer(for model: ReasoningModel) throws -> StepScorer {
    let table = try model.sample(
      corpus.problems(scorer.problems, .training),
      SamplingPlan(samples: scorer.samples, temperature: scorer.temperature, seed: scorer.seed))
    return try StepScorer(trainedOn: model.stepExamples(of: table), scorer)
  }

  /// Held-out problems, as many of each level.
  public func heldOutProblems() -> [ReasoningProblem] {
    let corpus = ReasoningCorpus(seed: measuring.seed)
    return ReasoningProblem.levels.flatMap {
      corpus.problems(measuring.problemsPerLevel, .heldOut, level: $0)
    }
  }
}
