/// An answer that a policy wrote.
public struct WrittenAnswer: Hashable, Sendable {
  /// What was asked.
  public let question: ReturnQuestion
  /// The prompt and what was written, the tokens that end it included where it ended.
  public let answer: PromptedAnswer
  /// What was written, without the end.
  public let text: String
  /// Whether it ended of itself, not by being cut off.
  public let hasEnded: Bool
}

extension Transformer {
  /// Writes `count` answers to a question.
  ///
  /// Bytes that are not UTF-8 become replacement characters. Throws as `generate` does.
  public func write(
    _ question: ReturnQuestion, with tokenizer: AnswerTokenizer, count: Int = 1,
    sampling: SamplingSettings = SamplingSettings(), maximum: Int = 120, seed: UInt64 = 1
  ) throws -> [WrittenAnswer] {
    let prompt = tokenizer.prompt(question.prompt)
    let request = GenerationRequest(
      prompt: prompt, maximum: maximum, sampling: sampling, stops: [tokenizer.ending], seed: seed)
    return try generate(request, count: count).map { completion in
      let hasEnded = completion.reason == .stop
      // The ending belongs to what was chosen, token by token, so it belongs to what is scored.
      let tokens = completion.tokens + (hasEnded ? tokenizer.ending : [])
      return WrittenAnswer(
        question: question, answer: try PromptedAnswer(prompt: prompt, answer: tokens),
        text: try tokenizer.tokenizer.text(of: completion.tokens), hasEnded: hasEnded)
    }
  }
}
