/// All that a trained model comes from: equal plans give equal models.
public struct TrainingPlan: Hashable, Sendable, Codable {
  /// What is learned.
  public var text: TextSource
  /// What is trained; its vocabulary is the most tokens that the tokenizer may have.
  public var configuration: TransformerConfiguration
  /// Chooses the first parameters.
  public var modelSeed: UInt64
  /// How it is trained.
  public var training: TrainingSettings

  /// A plan.
  public init(
    text: TextSource, configuration: TransformerConfiguration, modelSeed: UInt64 = 1,
    training: TrainingSettings
  ) {
    self.text = text
    self.configuration = configuration
    self.modelSeed = modelSeed
    self.training = training
  }

  /// Reads the text and cuts it into tokens.
  ///
  /// - Parameter tokenizer: trained on the first million bytes of the training text unless given.
  ///
  /// Throws `FormatError` for a text that cannot be read, `TrainingError` for one that is too short.
  public func prepare(tokenizer: BytePairTokenizer? = nil) throws -> PreparedText {
    let (training, heldOut) = try text.read()
    let tokenizer =
      tokenizer
      ?? BytePairTokenizer.trained(
        on: Array(training.prefix(Self.tokenizerBytes)), vocabulary: configuration.vocabulary)
    let tokens = tokenizer.encode(training)
    guard tokens.count > self.training.context else {
      throw TrainingError.tooFewTokens(tokens: tokens.count, needed: self.training.context + 1)
    }
    let held = tokenizer.encode(heldOut)
    guard held.count > 1 else {
      throw TrainingError.invalid(
        "the text is too short to measure anything: its held out part has \(held.count) tokens")
    }
    return PreparedText(
      tokenizer: tokenizer, training: tokens, heldOut: held, heldOutBytes: heldOut.count)
  }

  /// The model before its first step. Throws `TransformerError`.
  ///
  /// A short text may give the tokenizer fewer tokens than the plan allows it.
  public func freshModel(for tokenizer: BytePairTokenizer) throws -> Transformer {
    var configuration = configuration
    configuration.vocabulary = tokenizer.vocabulary
    return try Transformer(configuration, seed: modelSeed)
  }

  private static let tokenizerBytes = 1_000_000
}

/// A text as tokens.
public struct PreparedText: Sendable {
  /// What cut it.
  public let tokenizer: BytePairTokenizer
  /// To learn from.
  public let training: [Int]
  /// To be measured on.
  public let heldOut: [Int]
  /// The bytes that the held-out tokens stand for.
  public let heldOutBytes: Int
}

extension TrainingPlan {
  /// The plan of the model that the course ships.
  ///
  /// Llama's arrangement with four query heads that share two key and value heads. 490,368 parameters
  /// are 1.96 MB in float32; they see 12.3 million tokens, 25 for each parameter.
  public static let course = TrainingPlan(
    text: .course(CourseCorpus(seed: 1), trainingBytes: 16_000_000, heldOutBytes: 250_000),
    configuration: .llama(
      vocabulary: 512, context: 256, dModel: 128, nLayers: 3, nHeads: 4, nKVHeads: 2, hidden: 240),
    modelSeed: 1,
    training: TrainingSettings(
      steps: 3000, batchSize: 16, context: 256,
      schedule: LearningRateSchedule(
        peak: 4e-3, warmup: 100, shape: .warmupStableDecay(decay: 600, floor: 0.02)), seed: 1))
}
