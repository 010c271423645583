import Foundation
import LabContracts
import LabTesting

/// From tokens to whole answers.
extension Misconceptions {
  /// 05.4
  static let sequenceLogProbability: [Misconception] = [
    counted(
      "mean-instead-of-sum",
      "You divide by the number of tokens. The probability of an answer is a product: the logarithms are added, not averaged."
    ) { Oracle.mean($0) },
    sum(
      "sum-over-all-tokens-divided",
      "You divide by the number of all entries. It is a sum, and no mean of any kind."
    ) { values, mask in Oracle.sequenceLogProbability(values, mask) / Double(values.count) },
    sum(
      "mask-ignored",
      "You add up all entries. Those whose mask is false belong to the prompt or to the padding."
    ) {
      values, _ in values.reduce(0, +)
    },
    sum("masked-entries-counted", "You add up the entries whose mask is false. True marks those that count.")
    {
      values, mask in Oracle.sequenceLogProbability(values, mask.map { !$0 })
    },
    sum(
      "multiplied-with-the-mask",
      "You multiply with 0 or 1. 0 · NaN and 0 · ∞ are NaN, and padding may hold both: pick the entries that count."
    ) { values, mask in zip(values, mask).reduce(0) { $0 + $1.0 * ($1.1 ? 1 : 0) } },
    counted(
      "product-of-logarithms", "You multiply the logarithms. Probabilities multiply; their logarithms add up."
    ) {
      $0.reduce(1, *)
    },
    counted("sum-of-probabilities", "You add up probabilities. They multiply, so their logarithms add up.") {
      $0.reduce(0) { $0 + exp($1) }
    },
    counted(
      "logarithm-of-a-sum",
      "You take the logarithm of a sum of probabilities. Tokens follow one another: probabilities multiply."
    ) { Oracle.logSumExp($0) },
    counted(
      "probability-of-the-answer",
      "This is a probability, and of a long answer it is 0. Stay with logarithms."
    ) {
      exp($0.reduce(0, +))
    },
    counted(
      "logarithm-of-the-product",
      "You multiply probabilities and take the logarithm at the end. The product becomes 0, and its logarithm −∞."
    ) { log($0.reduce(1) { $0 * exp($1) }) },
    counted(
      "sign-changed", "You changed the sign. A log-probability is never above 0; a loss is its negative."
    ) {
      -$0.reduce(0, +)
    },
    counted("root-of-the-length", "You divide by √n. It is a plain sum.") {
      $0.reduce(0, +) / Double($0.count).squareRoot()
    },
    counted("last-token-not-added", "Your loop ends before the last token that counts.") {
      $0.dropLast().reduce(0, +)
    },
    counted("first-token-not-added", "Your loop begins behind the first token that counts.") {
      $0.dropFirst().reduce(0, +)
    },
    counted("least-probable-token", "You keep the least probable token. All that count are added up.") {
      $0.min() ?? 0
    },
    sum("as-many-from-the-start", "You add up the first entries, as many as count. The mask says which ones.")
    {
      values, mask in values.prefix(mask.count(where: \.self)).reduce(0, +)
    },
    sum("as-many-from-the-end", "You add up the last entries, as many as count. The mask says which ones.") {
      values, mask in values.suffix(mask.count(where: \.self)).reduce(0, +)
    },
    sum(
      "from-the-first-to-the-end",
      "You add up everything from the first true on. Padding follows the answer, and does not count."
    ) { values, mask in values.dropFirst(mask.firstIndex(of: true) ?? 0).reduce(0, +) },
    sum(
      "stopped-at-the-first-gap", "You stop where the mask turns false. What comes true again counts as well."
    ) { values, mask in
      let first = mask.firstIndex(of: true) ?? 0
      return zip(values, mask).dropFirst(first).prefix { $0.1 }.reduce(0) { $0 + $1.0 }
    },
    sum(
      "mask-off-by-one",
      "You look one entry ahead in the mask. Entry t of the one goes with entry t of the other."
    ) {
      values, mask in Oracle.sequenceLogProbability(values, Array(mask.dropFirst()) + [false])
    },
    sum(
      "mask-late", "You look one entry back in the mask. Entry t of the one goes with entry t of the other."
    ) {
      values, mask in Oracle.sequenceLogProbability(values, [false] + mask.dropLast())
    },
    sum(
      "lengths-not-compared",
      "`zip` stops at the shorter list without a word: throw `shapeMismatch` when counts differ.",
      sparing: .shapeMismatch
    ) { Oracle.sequenceLogProbability($0, $1) },
    sum(
      "nothing-counted-is-zero",
      "Where the mask is true nowhere you answer 0, a certain answer. There is no answer: throw `emptyCompletion`.",
      sparing: .emptyCompletion
    ) { Oracle.sequenceLogProbability($0, $1) },
    sum(
      "nan-added-up",
      "A log-probability that counts must be a number: throw `notFinite`, before NaN reaches the weights.",
      sparing: .notFinite
    ) { Oracle.sequenceLogProbability($0, $1) },
    sum(
      "nan-left-out-of-the-sum",
      "You step over entries that count and are no numbers. A sum without them is wrong, and nobody learns of it: throw `notFinite`.",
      sparing: .notFinite
    ) { values, mask in Oracle.counted(values, mask).filter(\.isFinite).reduce(0, +) },
    Misconception(
      "certain-answer-taken-for-none", lives: "05.4",
      sentence:
        "You take a sum of 0 for a sum of nothing. It is that of a certain answer: ask the mask whether anything counts."
    ) {
      $0.bind(Preferences.sequenceLogProbability) { values, mask in
        let (refuse, sum) = (Refusal(sparing: nil), Oracle.sequenceLogProbability(values, mask))
        try refuse(.shapeMismatch, unless: values.count == mask.count)
        try refuse.notFinite(Oracle.counted(values, mask))
        try refuse(.emptyCompletion, unless: sum != 0)
        return sum
      }
    },
    Misconception(
      "impossible-answer-accepted", lives: "05.4",
      sentence: "You refuse NaN and let −∞ through. It makes the loss infinite: throw `notFinite`."
    ) {
      $0.bind(Preferences.sequenceLogProbability) { values, mask in
        let (refuse, counted) = (Refusal(sparing: nil), Oracle.counted(values, mask))
        try refuse(.shapeMismatch, unless: values.count == mask.count)
        try refuse(.emptyCompletion, unless: !counted.isEmpty)
        try refuse(.notFinite, unless: !counted.contains(where: \.isNaN))
        return counted.reduce(0, +)
      }
    },
    Misconception(
      "padding-refused", lives: "05.4",
      sentence: "You refuse NaN where the mask is false. What does not count may be anything."
    ) {
      $0.bind(Preferences.sequenceLogProbability) { values, mask in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: values.count == mask.count)
        try refuse(.emptyCompletion, unless: mask.contains(true))
        try refuse.notFinite(values)
        return Oracle.sequenceLogProbability(values, mask)
      }
    },
  ]

  private static func sum(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ values: [Double], _ mask: [Bool]) -> Double
  ) -> Misconception {
    Misconception(id, lives: "05.4", sentence: sentence) {
      $0.sequenceLogProbability(sparing: spared, answer)
    }
  }

  /// The right entries, put together by another rule.
  private static func counted(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable ([Double]) -> Double
  ) -> Misconception {
    sum(id, sentence) { answer(Oracle.counted($0, $1)) }
  }
}
