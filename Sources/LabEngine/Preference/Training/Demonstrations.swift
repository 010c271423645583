/// Answers to imitate, as one long text in which only the answers are to be learned.
///
///     let text = try Demonstrations(desk.demonstrations(2000), with: AnswerTokenizer(tokenizer))
///     var trainer = try text.trainer(for: model)
///     try trainer.run { _, _ in .goOn }
public struct Demonstrations: Sendable {
  /// Prompts and answers, one after the other.
  public private(set) var tokens: [Int] = []
  /// For each token, whether it belongs to an answer.
  public private(set) var isAnswer: [Bool] = []

  /// The text of some prompts with their answers.
  public init(_ answers: [PromptedAnswer]) {
    for answer in answers {
      tokens += answer.prompt + answer.answer
      isAnswer += answer.prompt.map { _ in false } + answer.answer.map { _ in true }
    }
  }

  /// The text of what a desk's agents wrote. Throws `PreferenceError`.
  public init(
    _ demonstrations: [ReturnDesk.Demonstration], with tokenizer: AnswerTokenizer
  ) throws(PreferenceError) {
    var answers: [PromptedAnswer] = []
    for demonstration in demonstrations {
      answers.append(try tokenizer.pair(demonstration.question.prompt, demonstration.answer.text))
    }
    self.init(answers)
  }

  /// A run that teaches `model` the answers (supervised fine-tuning): `Trainer` with the loss on them only.
  ///
  /// Throws as `Trainer.init` does.
  public func trainer(
    for model: Transformer, _ settings: TrainingSettings = Self.settings
  ) throws -> Trainer {
    try Trainer(model, on: tokens, counted: isAnswer, settings)
  }

  /// Settings that suit the course's model: about nine seconds of one core.
  public static let settings = TrainingSettings(
    steps: 150, batchSize: 8, context: 256,
    schedule: LearningRateSchedule(peak: 1e-3, warmup: 10), spikeGuard: nil)
}
