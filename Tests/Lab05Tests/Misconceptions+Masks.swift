import LabContracts
import LabTesting

/// Which tokens are the answer's.
extension Misconceptions {
  /// 05.3
  static let answerMask: [Misconception] = [
    mask(
      "mask-of-tokens-instead-of-predictions",
      "Your entry t is about token t. It goes with 05.2, where entry t is about token t + 1: drop the first, not the last."
    ) { Array(Oracle.isAnswer($0, $1, $2).dropLast()) },
    mask(
      "mask-as-long-as-the-tokens",
      "Your mask has an entry for each token. Of n tokens n − 1 were predicted: the first has no entry."
    ) { Oracle.isAnswer($0, $1, $2) },
    mask(
      "mask-early-by-one",
      "Your mask begins and ends one entry early: the last token of the prompt is counted, the end token is not."
    ) { Array(Oracle.isAnswer($0, $1, $2).dropFirst(2)) + [false] },
    mask(
      "prompt-counted",
      "You count the prompt's tokens. Nobody asks the policy to write the prompt: only the answer counts."
    ) { tokens, prompt, end in
      let isAnswer = Oracle.isAnswer(tokens, prompt, end)
      return tokens.indices.dropFirst().map { $0 < prompt || isAnswer[$0] }
    },
    mask("all-tokens-counted", "You count every token. Prompt and padding are not part of the answer.") {
      tokens, _, _ in tokens.dropFirst().map { _ in true }
    },
    mask(
      "prompts-last-token-counted",
      "You count the prompt's last token. The answer begins at index `promptLength`."
    ) { tokens, prompt, end in
      let isAnswer = Oracle.isAnswer(tokens, prompt, end)
      return tokens.indices.dropFirst().map { $0 == prompt - 1 || isAnswer[$0] }
    },
    mask(
      "answers-first-token-left-out",
      "You leave out the first token of the answer. The last row of the prompt predicts it, and it counts."
    ) { tokens, prompt, end in
      let isAnswer = Oracle.isAnswer(tokens, prompt, end)
      return tokens.indices.dropFirst().map { $0 != prompt && isAnswer[$0] }
    },
    mask(
      "end-token-left-out",
      "You leave out the end token. A policy that is never told to stop does not: the first end token counts."
    ) { tokens, prompt, end in
      zip(Oracle.answerMask(tokens, prompt, end), tokens.dropFirst()).map { $0 && $1 != end }
    },
    mask(
      "end-tokens-taken-for-padding",
      "You leave out everything that equals the end token, as padding, and count what follows. The answer's own end token counts, and nothing behind it."
    ) { tokens, prompt, end in tokens.indices.dropFirst().map { $0 >= prompt && tokens[$0] != end } },
    mask("padding-counted", "You count everything behind the prompt. The answer is over with its end token.")
    {
      tokens, prompt, _ in tokens.indices.dropFirst().map { $0 >= prompt }
    },
    mask(
      "padding-of-end-tokens-counted",
      "You count every end token behind the prompt. The first ends the answer; the others are padding."
    ) { tokens, prompt, end in
      let isAnswer = Oracle.isAnswer(tokens, prompt, end)
      return tokens.indices.dropFirst().map { isAnswer[$0] || ($0 >= prompt && tokens[$0] == end) }
    },
    mask(
      "up-to-the-last-end-token",
      "You go up to the last end token. The first one behind the prompt ends the answer."
    ) { tokens, prompt, end in
      let last = tokens.lastIndex(of: end).flatMap { $0 >= prompt ? $0 : nil } ?? tokens.count - 1
      return tokens.indices.dropFirst().map { $0 >= prompt && $0 <= last }
    },
    mask(
      "end-token-of-the-prompt",
      "You look for the end token from the start. A prompt may contain some: look from index `promptLength` on."
    ) { tokens, prompt, end in
      let last = tokens.firstIndex(of: end) ?? tokens.count - 1
      return tokens.indices.dropFirst().map { $0 >= prompt && $0 <= last }
    },
    mask(
      "end-token-looked-for-too-late",
      "An answer may be an end token alone. Begin to look for it at index `promptLength`, not behind it."
    ) { tokens, prompt, end in
      let last = tokens.indices.first { $0 > prompt && tokens[$0] == end } ?? tokens.count - 1
      return tokens.indices.dropFirst().map { $0 >= prompt && $0 <= last }
    },
    mask(
      "end-token-looked-for-too-early",
      "You look for the end token from the prompt's last token on, which may be one. Begin at index `promptLength`."
    ) { tokens, prompt, end in
      let last = tokens.indices.first { $0 >= prompt - 1 && tokens[$0] == end } ?? tokens.count - 1
      return tokens.indices.dropFirst().map { $0 >= prompt && $0 <= last }
    },
    mask(
      "one-token-of-padding-counted",
      "You count one token too many behind the end token. The answer ends with it."
    ) { tokens, prompt, end in
      let isAnswer = Oracle.isAnswer(tokens, prompt, end)
      return tokens.indices.dropFirst().map { isAnswer[$0] || ($0 > prompt && isAnswer[$0 - 1]) }
    },
    mask(
      "answer-without-an-end-not-counted",
      "An answer that was cut off has no end token, and you count none of it. All tokens behind the prompt count."
    ) { tokens, prompt, end in
      let hasEnd = tokens.dropFirst(prompt).contains(end)
      return Oracle.answerMask(tokens, prompt, end).map { $0 && hasEnd }
    },
    mask(
      "last-token-of-a-cut-answer-left-out",
      "Where the answer was cut off you leave out its last token. It is no end token, but part of the answer."
    ) { tokens, prompt, end in
      let hasEnd = tokens.dropFirst(prompt).contains(end)
      let mask = Oracle.answerMask(tokens, prompt, end)
      return hasEnd ? mask : Array(mask.dropLast()) + [false]
    },
    mask("mask-upside-down", "Your mask is true for what does not count. It says what counts.") {
      Oracle.answerMask($0, $1, $2).map { !$0 }
    },
    mask("end-token-alone", "You mark the end token alone. The whole answer counts, up to it.") {
      tokens, prompt, end in
      zip(Oracle.answerMask(tokens, prompt, end), tokens.dropFirst()).map { $0 && $1 == end }
    },
    mask(
      "answer-alone-without-the-prompts-places",
      "Your mask begins at the answer. It needs an entry for each prediction, false for those of the prompt."
    ) { tokens, prompt, end in Array(Oracle.isAnswer(tokens, prompt, end).dropFirst(prompt)) },
    mask(
      "tokens-of-the-prompt-left-out-of-the-answer",
      "You leave out tokens that occur in the prompt. It is the place that tells prompt and answer apart."
    ) { tokens, prompt, end in
      let known = tokens.prefix(prompt).filter { $0 != end }
      return zip(Oracle.answerMask(tokens, prompt, end), tokens.dropFirst()).map { $0 && !known.contains($1) }
    },
    mask(
      "any-prompt-length-accepted",
      "A prompt has at least one token and at most as many as there are: throw `invalidPromptLength`.",
      sparing: .invalidPromptLength
    ) { Oracle.answerMask($0, $1, $2) },
    mask(
      "empty-answer-accepted",
      "Where nothing follows the prompt there is nothing to learn from: throw `emptyCompletion`.",
      sparing: .emptyCompletion
    ) { Oracle.answerMask($0, $1, $2) },
    refusing(
      "long-prompt-taken-for-an-empty-answer",
      "A prompt longer than the tokens is no empty answer: throw `invalidPromptLength`, and `emptyCompletion` where it ends with them."
    ) { tokens, prompt, _ in
      if prompt > tokens.count, prompt >= 1 { throw InputError.emptyCompletion }
    },
    refusing(
      "empty-answer-taken-for-a-long-prompt",
      "A prompt may be as long as the tokens; it is the answer that is empty then: throw `emptyCompletion`."
    ) { tokens, prompt, _ in
      if prompt == tokens.count { throw InputError.invalidPromptLength }
    },
    refusing(
      "end-token-alone-refused", "An end token alone is an answer, of one token. It is marked, not refused."
    ) { tokens, prompt, end in
      if prompt >= 1, prompt < tokens.count, tokens[prompt] == end { throw InputError.emptyCompletion }
    },
  ]

  private static func mask(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ tokens: [Int], _ promptLength: Int, _ endToken: Int) -> [Bool]
  ) -> Misconception {
    Misconception(id, lives: "05.3", sentence: sentence) { $0.answerMask(sparing: spared, answer) }
  }

  /// The right mask, after a refusal by another rule.
  private static func refusing(
    _ id: String, _ sentence: String,
    _ refuse: @escaping @Sendable (_ tokens: [Int], _ promptLength: Int, _ endToken: Int) throws -> Void
  ) -> Misconception {
    Misconception(id, lives: "05.3", sentence: sentence) {
      $0.bind(Preferences.answerMask) { tokens, prompt, end in
        try refuse(tokens, prompt, end)
        let refusal = Refusal(sparing: nil)
        try refusal(.invalidPromptLength, unless: prompt >= 1 && prompt <= tokens.count)
        try refusal(.emptyCompletion, unless: prompt != tokens.count)
        return Oracle.answerMask(tokens, prompt, end)
      }
    }
  }
}
