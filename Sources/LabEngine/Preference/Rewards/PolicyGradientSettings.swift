/// Everything that decides how a policy gradient goes, except the policy, the questions and the reward.
public struct PolicyGradientSettings: Hashable, Sendable, Codable {
  /// β: what a nat of distance from the reference costs, in units of the reward. 0 lets the policy go anywhere.
  public var leash: Double
  /// The number of updates.
  public var steps: Int
  /// Questions of an update.
  public var questions: Int
  /// Answers to each question, which are compared with each other; at least 2.
  public var answers: Int
  /// The most tokens of an answer.
  public var maximum: Int
  /// How the learning rate moves.
  public var schedule: LearningRateSchedule
  /// The optimiser's constants.
  public var optimizer: AdamW.Settings
  /// Gradients longer than this are shortened to it; never when `nil`.
  public var clipping: Float?
  /// Chooses the order of the questions and the answers.
  public var seed: UInt64

  /// Settings that suit the course's model unless told otherwise.
  public init(
    leash: Double, steps: Int = 40, questions: Int = 8, answers: Int = 4, maximum: Int = 120,
    schedule: LearningRateSchedule = LearningRateSchedule(peak: 1e-4, warmup: 5, shape: .constant),
    optimizer: AdamW.Settings = AdamW.Settings(weightDecay: 0), clipping: Float? = 1, seed: UInt64 = 1
  ) {
    self.leash = leash
    self.steps = steps
    self.questions = questions
    self.answers = answers
    self.maximum = maximum
    self.schedule = schedule
    self.optimizer = optimizer
    self.clipping = clipping
    self.seed = seed
  }

  /// Throws `PreferenceError.badSetting` or `TrainingError.invalid`, naming the value at fault.
  public func validate() throws {
    guard leash >= 0, leash.isFinite else {
      throw PreferenceError.badSetting(name: "β", value: leash, expected: "0 or more")
    }
    let sizes = [
      ("the number of steps", steps, 1), ("the number of questions", questions, 1),
      ("the number of answers to a question", answers, 2), ("the most tokens", maximum, 1),
    ]
    for (name, size, least) in sizes where size < least {
      throw PreferenceError.badSetting(name: name, value: Double(size), expected: "at least \(least)")
    }
    if let clipping, !(clipping > 0) {
      throw TrainingError.invalid("clipping must be positive, not \(clipping)")
    }
    try schedule.validate()
    try optimizer.validate()
  }
}

/// What one step of a policy gradient did.
public struct PolicyGradientProgress: Hashable, Sendable {
  /// The step just done, counted from 1.
  public let step: Int
  /// The mean reward of the step's answers.
  public let reward: Double
  /// The mean of log π/π_ref over them: an estimate of KL(π ‖ π_ref), in nats an answer.
  public let divergence: Double
  /// The mean length of the answers, in tokens.
  public let length: Double
  /// The share of answers that ended and that `ReturnVerdict` passes; the policy does not learn from it.
  public let winRate: Double
}
