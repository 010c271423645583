import Foundation
import LabContracts
import LabTesting

/// Tokens that are right, and answers that are.
extension Misconceptions {
  /// 04.15
  static let exactMatch: [Misconception] = [
    match("chances-added", "You take p · k. Chances that must all come true multiply: p^k.") { p, k in p * k
    },
    match(
      "answer-as-good-as-a-token", "You return p, the share of right tokens. The whole answer must be right."
    ) { p, _ in p },
    match(
      "any-token-right", "You return the chance that some token is right, 1 − (1 − p)^k. All of them must be."
    ) { p, k in
      1 - pow(1 - p, k)
    },
    match("some-token-wrong", "You return the chance that some token is wrong, 1 − p^k.") { p, k in
      1 - pow(p, k)
    },
    match("mistakes-added", "1 − k · (1 − p) is near for a few good tokens, and below 0 for many: p^k.") {
      p, k in 1 - k * (1 - p)
    },
    match("root-for-a-power", "You take the k-th root. That is the way back, 04.16.") { p, k in pow(p, 1 / k)
    },
    match("one-factor-too-few", "You multiply k − 1 times. The first token must be right as well.") { p, k in
      pow(p, k - 1)
    },
    match("one-factor-too-many", "You multiply one time too often: k factors.") { p, k in pow(p, k + 1) },
    match("accuracy-shared-out", "You take p / k. Longer answers are harder, but not in proportion: p^k.") {
      p, k in p / k
    },
    match("exponential-of-the-mistakes", "e^(−k · (1 − p)) is near p^k only where p is near 1.") { p, k in
      exp(-k * (1 - p))
    },
    match("power-of-the-length", "You take k^p. It is p that is multiplied with itself.") { p, k in pow(k, p)
    },
    match(
      "accuracies-beyond-one", "An accuracy lies in 0…1. 95 % is 0.95: throw `outOfRange`.",
      sparing: .outOfRange
    ) { p, k in
      pow(p, k)
    },
    match(
      "answers-of-no-tokens", "An answer has at least one token: throw `tooFewPoints`.",
      sparing: .tooFewPoints
    ) { p, k in pow(p, k) },
    Misconception(
      "ends-of-the-range-refused", lives: "04.15",
      sentence: "0 and 1 are accuracies, too: refuse what is below 0 or above 1."
    ) {
      $0.bind(Scaling.exactMatch) { p, k in
        try Refusal(sparing: nil)(.outOfRange, unless: p > 0 && p < 1)
        try Refusal(sparing: nil).share(p, k)
        return pow(p, Double(k))
      }
    },
  ]

  private static func match(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ accuracy: Double, _ length: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.15", sentence: sentence) { $0.exactMatch(sparing: spared, answer) }
  }

  /// 04.16
  static let tokenAccuracy: [Misconception] = [
    accuracy("whole-number-division", "`1 / length` of whole numbers is 0, and q^0 is 1: divide Doubles.") {
      q, k in
      pow(q, k > 1 ? 0 : 1)
    },
    accuracy("chance-shared-out", "You take q / k. What undoes p^k is the k-th root.") { q, k in q / k },
    accuracy("power-again", "You take q^k, the way of 04.15. The way back is the k-th root.") { q, k in
      pow(q, k)
    },
    accuracy("square-root-for-every-length", "You take the square root, which is right for two tokens alone.")
    { q, _ in q.squareRoot() },
    accuracy("chance-as-it-is", "You return q. Each token must be right more often than the whole answer.") {
      q, _ in q
    },
    accuracy("some-token-right-undone", "You undo 1 − (1 − p)^k, the chance that some token is right.") {
      q, k in 1 - pow(1 - q, 1 / k)
    },
    accuracy("mistakes-shared-out", "1 − (1 − q) / k is near only where q is near 1: q^(1/k).") { q, k in
      1 - (1 - q) / k
    },
    accuracy("root-of-one-less", "You take the (k − 1)-th root. There are k factors.") { q, k in
      k > 1 ? pow(q, 1 / (k - 1)) : q
    },
    accuracy("root-of-one-more", "You take the (k + 1)-th root. There are k factors.") { q, k in
      pow(q, 1 / (k + 1))
    },
    accuracy("logarithm-over-the-length", "You return ln q / k, which is ln p. Raise e to it.") { q, k in
      log(q) / k
    },
    accuracy(
      "chances-beyond-one", "A chance lies in 0…1. 95 % is 0.95: throw `outOfRange`.", sparing: .outOfRange
    ) { q, k in
      pow(q, 1 / k)
    },
    accuracy(
      "roots-of-no-tokens", "An answer has at least one token: throw `tooFewPoints`.", sparing: .tooFewPoints
    ) { q, k in
      pow(q, 1 / k)
    },
    Misconception(
      "no-chance-has-no-logarithm", lives: "04.16",
      sentence:
        "Where q is 0, so is p. ln 0 is −∞, and −∞ / k is still none: you refuse 0, or return no number."
    ) {
      $0.bind(Scaling.tokenAccuracy) { q, k in
        try Refusal(sparing: nil)(.outOfRange, unless: q > 0 && q <= 1)
        try Refusal(sparing: nil).share(q, k)
        return pow(q, 1 / Double(k))
      }
    },
  ]

  private static func accuracy(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ chance: Double, _ length: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.16", sentence: sentence) { $0.tokenAccuracy(sparing: spared, answer) }
  }
}
