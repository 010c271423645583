/// Turns prompts and answers into tokens and back, in the way of the course's corpus: an empty line before a
/// prompt, and one that ends an answer.
///
/// Prompt and answer are encoded apart, so that no token reaches from one into the other.
public struct AnswerTokenizer: Sendable {
  /// What cuts text into tokens.
  public let tokenizer: BytePairTokenizer
  /// The tokens of the empty line: what ends an answer.
  public let ending: [Int]

  /// The way of the course's corpus.
  public init(_ tokenizer: BytePairTokenizer) {
    self.tokenizer = tokenizer
    ending = tokenizer.encode(CourseCorpus.separator)
  }

  /// The tokens of a prompt.
  public func prompt(_ text: String) -> [Int] { ending + tokenizer.encode(text) }

  /// The tokens of an answer, those that end it included.
  public func answer(_ text: String) -> [Int] { tokenizer.encode(text) + ending }

  /// A prompt with an answer. Throws `PreferenceError.emptyCompletion` for an answer without text.
  public func pair(_ prompt: String, _ answer: String) throws(PreferenceError) -> PromptedAnswer {
    guard !answer.isEmpty else { throw .emptyCompletion(name: "the answer") }
    return try PromptedAnswer(prompt: self.prompt(prompt), answer: self.answer(answer))
  }

  /// The chosen and the rejected answer of a row.
  public func pair(_ row: PreferenceRow) throws(PreferenceError) -> TokenizedPreference {
    TokenizedPreference(
      chosen: try pair(row.prompt, row.chosen), rejected: try pair(row.prompt, row.rejected))
  }

  /// The chosen and the rejected answers of rows. Throws `PreferenceError.emptyCompletion`.
  public func pairs(_ rows: [PreferenceRow]) throws(PreferenceError) -> [TokenizedPreference] {
    var pairs: [TokenizedPreference] = []
    for row in rows { pairs.append(try pair(row)) }
    return pairs
  }
}

/// Two answers to one prompt, as tokens.
public struct TokenizedPreference: Hashable, Sendable {
  /// The better answer.
  public let chosen: PromptedAnswer
  /// The worse one.
  public let rejected: PromptedAnswer
}
