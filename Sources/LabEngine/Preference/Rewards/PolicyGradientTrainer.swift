/// Trains a policy to write what a reward likes, one update after another.
///
///     let judge = try RewardModel(reading: sft, preferring: pairs)
///     var trainer = try PolicyGradientTrainer(
///       sft, on: desk.questions(.training, 400), with: tokenizer, PolicyGradientSettings(leash: 1)
///     ) { try judge.rewards(of: $0.map(\.answer)) }
///     try trainer.run { print($0.step, $0.reward, $0.divergence, $0.winRate) }
///
/// Each step writes some answers to some questions and makes those likelier that did better than the other answers
/// to the same question: REINFORCE (Williams 1992) with the mean reward of the others as the baseline (Ahmadian et al.,
/// "Back to Basics", 2024, equation 8). From an answer's reward goes β · log π/π_ref, so that what is maximised in
/// the mean is reward − β · KL(π ‖ π_ref) (Ouyang et al. 2022, equation 2). Each batch serves one update, so that nothing
/// needs to be clipped as in PPO.
public struct PolicyGradientTrainer {
  /// What judges answers: one number for each.
  public typealias Reward = (_ answers: [WrittenAnswer]) throws -> [Double]

  /// How it is trained.
  public let settings: PolicyGradientSettings
  /// The frozen model that the policy is compared with: the policy as it was at the start.
  public let reference: Transformer
  /// What each step did.
  public private(set) var progress: [PolicyGradientProgress] = []
  private let questions: [ReturnQuestion]
  private let tokenizer: AnswerTokenizer
  private let reward: Reward
  private var optimizer: ModelOptimizer
  private var random: RandomStream
  private var order: [ReturnQuestion] = []

  /// A run that has not begun.
  ///
  /// Throws `PreferenceError.noPairs` without questions or `.badSetting`, `TrainingError.invalid` or `TransformerError`.
  public init(
    _ policy: Transformer, on questions: [ReturnQuestion], with tokenizer: AnswerTokenizer,
    _ settings: PolicyGradientSettings, reward: @escaping Reward
  ) throws {
    try settings.validate()
    guard !questions.isEmpty else { throw PreferenceError.noPairs }
    self.settings = settings
    self.questions = questions
    self.tokenizer = tokenizer
    self.reward = reward
    reference = policy
    optimizer = try ModelOptimizer(policy, settings.optimizer)
    random = RandomStream(seed: settings.seed)
  }

  /// The model as it is now.
  public var policy: Transformer { optimizer.model }

  /// Makes the remaining steps, calling `onStep` after each. Throws as `advance()` does, and what `onStep` throws.
  public mutating func run(onStep: (PolicyGradientProgress) throws -> Void = { _ in }) throws {
    while progress.count < settings.steps { try onStep(advance()) }
  }

  /// Makes one step.
  ///
  /// Throws what the reward throws, `PreferenceError.unequalLengths` or `.notFinite` for rewards that cannot be used,
  /// `TrainingError.diverged`, and as `generate` does.
  public mutating func advance() throws -> PolicyGradientProgress {
    let written = try writeAnswers()
    let rewards = try reward(written)
    try Self.requireUsable(rewards, count: written.count)
    let frozen = try reference.scores(of: written.map(\.answer)).map(\.logProbability)
    let batch = try AnswerBatch(written.map(\.answer))
    var ratios: [Double] = []
    _ = try optimizer.accumulate { model in
      let recorded = try model.answers(batch)
      ratios = zip(try recorded.scores, frozen).map { $0.logProbability - $1 }
      let leashed = zip(rewards, ratios).map { $0 - settings.leash * $1 }
      let count = Double(written.count)
      return try recorded.weighted(by: Self.advantages(leashed, group: settings.answers).map { -$0 / count })
    }
    let rate = settings.schedule.rate(at: progress.count, of: settings.steps)
    try optimizer.update(learningRate: rate, clipping: settings.clipping)
    let step = PolicyGradientProgress(step: progress.count + 1, written, rewards: rewards, ratios: ratios)
    progress.append(step)
    return step
  }

  /// Each reward minus the mean of the others in its group, group after group of `group` rewards: a baseline that
  /// does not depend on the answer that it is subtracted from leaves the gradient's mean as it is.
  public static func advantages(_ rewards: [Double], group: Int) -> [Double] {
    guard group > 1 else { return rewards }
    return stride(from: 0, to: rewards.count, by: group).flatMap { start in
      let members = rewards[start..<min(start + group, rewards.count)]
      let total = members.reduce(0, +)
      return members.map { members.count > 1 ? $0 - (total - $0) / Double(members.count - 1) : $0 }
    }
  }

  private mutating func writeAnswers() throws -> [WrittenAnswer] {
    var written: [WrittenAnswer] = []
    for _ in 0..<settings.questions {
      if order.isEmpty { order = questions.shuffled(using: &random) }
      written += try policy.write(
        order.removeLast(), with: tokenizer, count: settings.answers, maximum: settings.maximum,
        seed: random.next())
    }
    return written
  }

  private static func requireUsable(_ rewards: [Double], count: Int) throws(PreferenceError) {
    guard rewards.count == count else {
      throw .unequalLengths(name: "the list of rewards", count: rewards.count, expected: count)
    }
    if let reward = rewards.first(where: { !$0.isFinite }) {
      throw .notFinite(name: "a reward", value: reward)
    }
  }
}

extension PolicyGradientProgress {
  fileprivate init(step: Int, _ written: [WrittenAnswer], rewards: [Double], ratios: [Double]) {
    let count = Double(written.count)
    self.init(
      step: step, reward: rewards.reduce(0, +) / count, divergence: ratios.reduce(0, +) / count,
      length: written.reduce(0) { $0 + Double($1.answer.answer.count) } / count,
      winRate: Double(written.count { $0.hasEnded && ReturnVerdict(on: $0.text, to: $0.question).passes })
        / count)
  }
}
