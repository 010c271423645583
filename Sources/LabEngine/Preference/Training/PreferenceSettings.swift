/// Everything that decides how a run of preference training goes, except the model and the pairs.
public struct PreferenceSettings: Hashable, Sendable, Codable {
  /// What is minimised.
  public var loss: PreferenceLoss
  /// The number of updates.
  public var steps: Int
  /// Pairs of an update.
  public var batchSize: Int
  /// How the learning rate moves.
  public var schedule: LearningRateSchedule
  /// The optimiser's constants.
  public var optimizer: AdamW.Settings
  /// Gradients longer than this are shortened to it; never when `nil`.
  public var clipping: Float?
  /// Chooses the order of the pairs.
  public var seed: UInt64

  /// Settings that suit the course's model unless told otherwise. Weights do not decay: the reference, not
  /// zero, is what the policy should stay near.
  public init(
    loss: PreferenceLoss = .dpo(beta: 0.1), steps: Int = 40, batchSize: Int = 16,
    schedule: LearningRateSchedule = LearningRateSchedule(peak: 5e-5, warmup: 5),
    optimizer: AdamW.Settings = AdamW.Settings(weightDecay: 0), clipping: Float? = 1, seed: UInt64 = 1
  ) {
    self.loss = loss
    self.steps = steps
    self.batchSize = batchSize
    self.schedule = schedule
    self.optimizer = optimizer
    self.clipping = clipping
    self.seed = seed
  }

  /// Throws `PreferenceError.badSetting` or `TrainingError.invalid`, naming the value at fault.
  public func validate() throws {
    for (name, value) in [("the number of steps", steps), ("the batch size", batchSize)] where value < 1 {
      throw PreferenceError.badSetting(name: name, value: Double(value), expected: "positive")
    }
    if let clipping, !(clipping > 0) {
      throw TrainingError.invalid("clipping must be positive, not \(clipping)")
    }
    try loss.validate()
    try schedule.validate()
    try optimizer.validate()
  }
}

/// What one step of preference training did.
public struct PreferenceProgress: Hashable, Sendable {
  /// The step just done, counted from 1.
  public let step: Int
  /// The batch's mean loss before the update.
  public let loss: Double
  /// The mean of h over the batch, in nats: how much more the policy prefers the chosen answers than the reference.
  public let margin: Double
  /// The share of the batch's pairs with a positive margin; a tie counts half.
  public let accuracy: Double
  /// The mean log-ratio of the chosen answers: below 0 when they too have become less likely.
  public let chosenLogRatio: Double
  /// The mean log-ratio of the rejected answers.
  public let rejectedLogRatio: Double
  /// The length of the gradient before clipping.
  public let gradientNorm: Double
}
