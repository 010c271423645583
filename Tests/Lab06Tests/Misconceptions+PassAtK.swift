import Foundation
import LabContracts
import LabTesting

/// 06.6, one of k.
extension Misconceptions {
  /// 06.6
  static let passAtK: [Misconception] = [
    pass(
      "naive-formula",
      "1 − (1 − c/n)^k puts each sample back before the next is drawn, and comes out too low. Draw without putting back."
    ) { n, c, k in 1 - pow(1 - c / n, k) },
    pass(
      "share-of-right-samples",
      "You return c/n, which is pass@1. With more draws one right one gets likelier."
    ) {
      n, c, _ in c / n
    },
    pass(
      "share-times-k", "k · c/n counts choices with two right samples twice. Count those with none instead."
    ) {
      n, c, k in min(1, k * c / n)
    },
    pass("all-k-right", "You count choices whose k samples are all right. One right sample is enough.") {
      n, c, k in
      k > c ? 0 : product(k) { (c - $0) / (n - $0) }
    },
    pass("all-k-right-put-back", "(c/n)^k is the chance that all k are right. One right sample is enough.") {
      n, c, k in pow(c / n, k)
    },
    pass(
      "chance-of-failing",
      "C(n − c, k) / C(n, k) is the chance that none is right. pass@k is what is left to 1."
    ) {
      n, c, k in k > n - c ? 0 : product(k) { (n - c - $0) / (n - $0) }
    },
    pass(
      "right-and-wrong-swapped",
      "You draw from the wrong samples. C(n − c, k) counts choices without a right one."
    ) {
      n, c, k in k > c ? 1 : 1 - product(k) { (c - $0) / (n - $0) }
    },
    pass("one-draw-short", "You draw k − 1 samples. The product has k factors.") { n, c, k in
      k > n - c ? 1 : 1 - product(k - 1) { (n - c - $0) / (n - $0) }
    },
    pass("one-draw-too-many", "You draw k + 1 samples. The product has k factors.") { n, c, k in
      k + 1 > n - c ? 1 : 1 - product(k + 1) { (n - c - $0) / (n - $0) }
    },
    pass(
      "wrong-ones-put-back",
      "The wrong samples grow fewer with each that is drawn, too: (n − c − i) / (n − i), above and below."
    ) { n, c, k in 1 - product(k) { min(1, (n - c) / (n - $0)) } },
    pass(
      "coefficients-as-doubles",
      "C(10000, 5000) has 3,000 digits: as a `Double` it is ∞, and ∞ / ∞ is no number. Multiply factors near 1."
    ) { n, c, k in
      k > n - c ? 1 : 1 - choices(n - c, k) / choices(n, k)
    },
    pass("factorials-as-doubles", "171! is no `Double` any more. Multiply factors near 1 instead.") {
      n, c, k in
      let factorial = { (x: Double) in product(x) { $0 + 1 } }
      guard k <= n - c else { return 1 }
      return 1 - factorial(n - c) * factorial(n - k) / (factorial(n - c - k) * factorial(n))
    },
    pass("rounded-to-percent", "You round to whole percents.") { n, c, k in
      (100 * right(n, c, k)).rounded() / 100
    },
    pass(
      "no-samples-pass-nothing", "Of no samples nothing can be said, not even 0: throw `noSamples`.",
      .noSamples
    ) {
      n, c, k in n < 1 ? 0 : right(n, c, k)
    },
    pass(
      "more-right-than-there-are", "6 of 5 samples cannot be right: throw `tooManyCorrect`.", .tooManyCorrect
    ) {
      n, c, k in c > n ? 1 : right(n, c, k)
    },
    pass(
      "more-drawn-than-there-are", "6 samples cannot be drawn from 5: throw `tooManyDraws`.", .tooManyDraws
    ) {
      n, c, k in k > n ? (c > 0 ? 1 : 0) : right(n, c, k)
    },
    pass(
      "counts-below-their-range", "−1 right samples, or 0 draws, are a mistake: throw `outOfRange`.",
      .outOfRange
    ) {
      n, c, k in c < 0 || k < 1 ? 0 : right(n, c, k)
    },
  ]

  private static func pass(
    _ id: String, _ sentence: String, _ spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ n: Double, _ c: Double, _ k: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "06.6", sentence: sentence) {
      $0.passAtK(sparing: spared) { answer(Double($0), Double($1), Double($2)) }
    }
  }

  private static func right(_ n: Double, _ c: Double, _ k: Double) -> Double {
    k > n - c ? 1 : 1 - product(k) { (n - c - $0) / (n - $0) }
  }

  private static func product(_ count: Double, _ factor: (Double) -> Double) -> Double {
    stride(from: 0, to: count, by: 1).reduce(1.0) { $0 * factor($1) }
  }

  private static func choices(_ n: Double, _ k: Double) -> Double {
    product(k) { n - $0 } / product(k) { $0 + 1 }
  }
}
