/// A prompt and an answer to it, as tokens.
public struct PromptedAnswer: Hashable, Sendable {
  /// What the model reads.
  public let prompt: [Int]
  /// What is scored, the token that ends it included.
  public let answer: [Int]

  /// A prompt and an answer.
  ///
  /// Throws `PreferenceError.emptyPrompt` or `.emptyCompletion`.
  public init(prompt: [Int], answer: [Int]) throws(PreferenceError) {
    guard !prompt.isEmpty else { throw .emptyPrompt }
    guard !answer.isEmpty else { throw .emptyCompletion(name: "the answer") }
    self.prompt = prompt
    self.answer = answer
  }
}

/// How likely a model finds an answer.
public struct AnswerScore: Hashable, Sendable {
  /// log π(token | prompt and the answer's tokens before it), in nats, one for each token of the answer.
  public let tokenLogProbabilities: [Double]

  /// log π(answer | prompt): the sum over its tokens.
  public var logProbability: Double { tokenLogProbabilities.reduce(0, +) }

  /// The mean over its tokens.
  public var meanLogProbability: Double { logProbability / Double(tokenLogProbabilities.count) }
}
