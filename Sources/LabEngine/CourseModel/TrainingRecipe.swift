/// How a model was made, and how good it became.
public struct TrainingRecipe: Hashable, Sendable, Codable {
  /// What it comes from.
  public let plan: TrainingPlan
  /// What came out; `nil` while it is being trained.
  public var result: Result?

  /// A recipe.
  public init(plan: TrainingPlan, result: Result? = nil) {
    self.plan = plan
    self.result = result
  }

  /// What training came to. Losses are means of the cross-entropy in nats.
  public struct Result: Hashable, Sendable, Codable {
    /// Numbers that were trained.
    public let parameters: Int
    /// Tokens of the training text, each seen `tokensSeen / trainingTokens` times.
    public let trainingTokens: Int
    /// Tokens of all batches.
    public let tokensSeen: Int
    /// Of the held-out text, a token, read in windows of the model's context.
    public let heldOutLoss: Double
    /// The same, a byte: what compares between tokenizers.
    public let heldOutLossPerByte: Double
    /// Of the bigram model with the smoothing that suits it best, on the same tokens.
    public let bigramLoss: Double
    /// The same, a byte.
    public let bigramLossPerByte: Double
    /// Of the first training steps, one by one, to be compared with a repetition.
    public let firstLosses: [Float]
    /// Training losses averaged over some steps each.
    public let lossCurve: [CurvePoint]
  }

  /// A point of a loss curve.
  public struct CurvePoint: Hashable, Sendable, Codable {
    /// The last step of those averaged, counted from 1.
    public let step: Int
    /// Their mean.
    public let loss: Float
  }
}

extension TrainingRecipe.Result {
  /// Measures a trained model on the held-out text.
  ///
  /// Throws as `Transformer.meanLoss` and `BigramModel` do.
  public init(_ model: Transformer, _ text: PreparedText, losses: [Float], tokensSeen: Int) throws {
    parameters = model.configuration.parameterCount
    trainingTokens = text.training.count
    self.tokensSeen = tokensSeen
    heldOutLoss = try model.meanLoss(on: text.heldOut)
    bigramLoss = try Self.bigramLoss(text)
    let tokensPerByte = Double(text.heldOut.count) / Double(text.heldOutBytes)
    heldOutLossPerByte = heldOutLoss * tokensPerByte
    bigramLossPerByte = bigramLoss * tokensPerByte
    firstLosses = Array(losses.prefix(5))
    lossCurve = TrainingRecipe.curve(losses)
  }

  /// The smoothing is chosen on the held-out text itself: an advantage that a baseline may have.
  private static func bigramLoss(_ text: PreparedText) throws -> Double {
    let losses = try [1, 0.3, 0.1, 0.03, 0.01, 0.003].map { smoothing in
      try BigramModel(text.training, vocabulary: text.tokenizer.vocabulary, smoothing: smoothing)
        .meanLoss(on: text.heldOut)
    }
    return losses.min() ?? .infinity
  }
}

extension TrainingRecipe {
  /// At most sixty averages of a run's losses.
  public static func curve(_ losses: [Float]) -> [CurvePoint] {
    let width = max(1, (losses.count + 59) / 60)
    return stride(from: 0, to: losses.count, by: width).map { start in
      let part = losses[start..<min(start + width, losses.count)]
      return CurvePoint(step: part.endIndex, loss: part.reduce(0, +) / Float(part.count))
    }
  }
}
