import Foundation
import LabContracts
import LabTesting

/// Which row predicts which token.
extension Misconceptions {
  /// 05.2
  static let tokenLogProbabilities: [Misconception] = [
    tokens(
      "row-scores-its-own-token",
      "Row t has read token t already; you ask it for that token. It predicts token t + 1."
    ) { Array(Oracle.tokenLogProbabilities($0, $1, ahead: 0).dropLast()) },
    tokens(
      "rows-and-tokens-both-shifted",
      "You leave out the first row and the first token, so that row t scores token t again. Shift one of the two."
    ) { Array(Oracle.tokenLogProbabilities($0, $1, ahead: 0).dropFirst()) },
    tokens(
      "token-for-every-row",
      "Your answer has an entry for every token, each from its own row. The first token was predicted by nothing."
    ) { Oracle.tokenLogProbabilities($0, $1, ahead: 0) },
    tokens(
      "shifted-the-other-way",
      "You look row t + 1 up for token t, which it has read already. It is row t that predicts token t + 1."
    ) { Oracle.tokenLogProbabilities($0, $1, ahead: -1) },
    tokens("shifted-twice", "You look up token t + 2 in row t. The next token is t + 1.") {
      Oracle.tokenLogProbabilities($0, $1, ahead: 2)
    },
    tokens(
      "zero-for-the-first-token",
      "You put a 0 in front for the first token. Of n tokens the answer has n − 1 entries: nothing predicted the first."
    ) { $1.isEmpty ? [] : [0] + Oracle.tokenLogProbabilities($0, $1) },
    tokens(
      "zero-behind-the-last-token", "You fill up to n entries with a 0. Of n tokens n − 1 were predicted."
    ) {
      $1.isEmpty ? [] : Oracle.tokenLogProbabilities($0, $1) + [0]
    },
    tokens(
      "last-token-left-out",
      "You stop one token early: the last token was predicted too, by the row before it."
    ) {
      Array(Oracle.tokenLogProbabilities($0, $1).dropLast())
    },
    tokens("first-prediction-left-out", "You leave out row 0, which predicts token 1. Begin there.") {
      Array(Oracle.tokenLogProbabilities($0, $1).dropFirst())
    },
    tokens(
      "logits-taken-as-they-are",
      "You look up the logit. It becomes a log-probability by the log-softmax of its row (05.1)."
    ) { logits, tokens in zip(logits, tokens.dropFirst()).map { entry($0, $1) } },
    tokens("probabilities-of-tokens", "These are probabilities. Asked for are their logarithms.") {
      Oracle.tokenLogProbabilities($0, $1).map { exp($0) }
    },
    tokens(
      "cross-entropy-of-tokens", "You changed the sign, as a loss does. A log-probability is never above 0."
    ) { Oracle.tokenLogProbabilities($0, $1).map { -$0 } },
    tokens(
      "most-probable-token",
      "You take each row's largest log-probability. What counts is the token that came, however improbable it was."
    ) { logits, _ in logits.dropLast().map { Oracle.logSoftmax($0).max() ?? 0 } },
    tokens(
      "softmax-over-all-rows",
      "You take the softmax over all rows together. Each row is a prediction of its own."
    ) { logits, tokens in
      let sum = Oracle.logSumExp(logits.flatMap { $0 })
      return zip(logits, tokens.dropFirst()).map { entry($0, $1) - sum }
    },
    tokens(
      "softmax-down-the-columns",
      "You take the softmax over positions. A row's probabilities add up to 1 over the vocabulary."
    ) { logits, tokens in
      zip(logits, tokens.dropFirst()).map { row, token in
        entry(row, token) - Oracle.logSumExp(logits.map { entry($0, token) })
      }
    },
    tokens(
      "sums-so-far", "You add up as you go. Here each token has its own log-probability; the sum is 05.4's."
    ) { logits, tokens in
      var sum = 0.0
      return Oracle.tokenLogProbabilities(logits, tokens).map {
        sum += $0
        return sum
      }
    },
    tokens("rows-backwards", "Your answer runs from the last token to the first.") {
      Oracle.tokenLogProbabilities($0, $1).reversed()
    },
    tokens(
      "first-row-for-all", "You look every token up in row 0. Each is predicted by the row before it."
    ) { logits, tokens in
      let row = Oracle.logSoftmax(logits.first ?? [])
      return tokens.dropFirst().map { entry(row, $0) }
    },
    tokens(
      "overflow-in-a-row",
      "A logit of 1000 makes your sum infinite. Use 05.1, which subtracts the largest logit first."
    ) { logits, tokens in
      zip(logits, tokens.dropFirst()).map { row, token in
        entry(row, token) - log(row.reduce(0) { $0 + exp($1) })
      }
    },
    tokens(
      "sizes-not-compared",
      "There must be a row for each token, and all rows must be of one length: throw `shapeMismatch` otherwise.",
      sparing: .shapeMismatch
    ) { Oracle.tokenLogProbabilities($0, $1) },
    tokens(
      "unknown-token-scored", "A token that has no logit cannot be scored: throw `tokenOutOfRange`.",
      sparing: .tokenOutOfRange
    ) { Oracle.tokenLogProbabilities($0, $1) },
    tokens(
      "nan-in-a-row", "A row with NaN or infinity predicts nothing: throw `notFinite`, as 05.1 does.",
      sparing: .notFinite
    ) { Oracle.tokenLogProbabilities($0, $1) },
    Misconception(
      "one-token-refused", lives: "05.2",
      sentence: "A single token has no prediction, and nothing is wrong with it: answer an empty list."
    ) {
      $0.bind(Preferences.tokenLogProbabilities) { logits, tokens in
        try Refusal(sparing: nil)(.empty, unless: tokens.count >= 2)
        return Oracle.tokenLogProbabilities(logits, tokens)
      }
    },
    Misconception(
      "negative-token-counted-from-the-end", lives: "05.2",
      sentence:
        "A token of −1 is not the last of the vocabulary: throw `tokenOutOfRange` for negative ones too."
    ) {
      $0.tokenLogProbabilities(sparing: .tokenOutOfRange) { logits, tokens in
        let vocabulary = logits.first?.count ?? 0
        return Oracle.tokenLogProbabilities(logits, tokens.map { $0 < 0 ? $0 + vocabulary : $0 })
      }
    },
    Misconception(
      "row-for-each-prediction", lives: "05.2",
      sentence:
        "You ask for a row less than there are tokens. The last row predicts what has not come, and is there all the same."
    ) {
      $0.bind(Preferences.tokenLogProbabilities) { logits, tokens in
        let refuse = Refusal(sparing: nil)
        let length = logits.first?.count ?? 0
        try refuse(
          .shapeMismatch,
          unless: logits.count == tokens.count - 1 && logits.allSatisfy { $0.count == length })
        try refuse(
          .tokenOutOfRange, unless: zip(logits, tokens.dropFirst()).allSatisfy { $0.indices.contains($1) })
        return Oracle.tokenLogProbabilities(logits, tokens)
      }
    },
    Misconception(
      "row-for-each-prediction-accepted", lives: "05.2",
      sentence:
        "You accept a row less than there are tokens. There is a row for each token, or something is wrong: throw `shapeMismatch`."
    ) {
      $0.bind(Preferences.tokenLogProbabilities) { logits, tokens in
        let refuse = Refusal(sparing: nil)
        let length = logits.first?.count ?? 0
        try refuse(
          .shapeMismatch,
          unless: [tokens.count, tokens.count - 1].contains(logits.count)
            && logits.allSatisfy { $0.count == length })
        try refuse(
          .tokenOutOfRange, unless: zip(logits, tokens.dropFirst()).allSatisfy { $0.indices.contains($1) })
        return Oracle.tokenLogProbabilities(logits, tokens)
      }
    },
    Misconception(
      "row-lengths-not-compared", lives: "05.2",
      sentence: "You compare the numbers of rows and tokens. The rows must be of one length as well."
    ) {
      $0.bind(Preferences.tokenLogProbabilities) { logits, tokens in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: logits.count == tokens.count)
        return Oracle.tokenLogProbabilities(logits, tokens)
      }
    },
  ]

  private static func tokens(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ logits: [[Double]], _ tokens: [Int]) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "05.2", sentence: sentence) {
      $0.tokenLogProbabilities(sparing: spared, answer)
    }
  }

  private static func entry(_ row: [Double], _ token: Int) -> Double {
    row.indices.contains(token) ? row[token] : 0
  }
}
