import LabContracts
import LabTesting

/// 06.10, how far an accuracy can be trusted.
extension Misconceptions {
  /// 06.10
  static let wilsonInterval: [Misconception] = [
    interval(
      "deviation-of-the-share",
      "p̂ ± z·√(p̂(1 − p̂)/n) takes the deviation of the measured share: for 0 of 10 it says 0 ± 0. Solve for p instead."
    ) { share, n, z in (share, z * (share * (1 - share) / n).squareRoot()) },
    interval(
      "ends-cut-to-chances",
      "You compute p̂ ± z·√(p̂(1 − p̂)/n) and cut it to 0…1. Wilson's interval never leaves it by itself."
    ) { share, n, z in
      let reach = z * (share * (1 - share) / n).squareRoot()
      let (low, high) = (max(0, share - reach), min(1, share + reach))
      return ((low + high) / 2, (high - low) / 2)
    },
    interval(
      "two-seen-and-two-not",
      "You add z²/2 right ones and as many wrong ones and then take p̃ ± z·√(p̃(1 − p̃)/ñ): close, and not Wilson's."
    ) {
      share, n, z in
      let all = n + z * z
      let centre = (share * n + z * z / 2) / all
      return (centre, z * (centre * (1 - centre) / all).squareRoot())
    },
    wilson("centre-not-moved", "The centre is drawn towards one half: p̂ + z²/2n.") { share, n, z in
      (share, reach(share, n, z), 1 + z * z / n)
    },
    wilson("centre-moved-twice-as-far", "The centre moves by z²/2n. You add z²/n.") { share, n, z in
      (share + z * z / n, reach(share, n, z), 1 + z * z / n)
    },
    wilson("not-divided", "Both the centre and the reach are divided by 1 + z²/n.") { share, n, z in
      (share + z * z / (2 * n), reach(share, n, z), 1)
    },
    interval("reach-not-divided", "You divide the centre by 1 + z²/n. The reach is divided as well.") {
      share, n, z in
      ((share + z * z / (2 * n)) / (1 + z * z / n), reach(share, n, z))
    },
    interval("centre-not-divided", "You divide the reach by 1 + z²/n. The centre is divided as well.") {
      share, n, z in (share + z * z / (2 * n), reach(share, n, z) / (1 + z * z / n))
    },
    wilson("n-not-squared", "Under the root stands z²/4n², with n squared.") { share, n, z in
      (share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n)).squareRoot(), 1 + z * z / n)
    },
    wilson("second-term-forgotten", "Under the root z²/4n² is missing, without which 0 of n has no width.") {
      share, n, z in
      (share + z * z / (2 * n), z * (share * (1 - share) / n).squareRoot(), 1 + z * z / n)
    },
    wilson("root-forgotten", "The reach is z times the root. You leave the root out.") { share, n, z in
      (share + z * z / (2 * n), z * (share * (1 - share) / n + z * z / (4 * n * n)), 1 + z * z / n)
    },
    wilson("reach-without-z", "The root is multiplied by z.") { share, n, z in
      (share + z * z / (2 * n), reach(share, n, z) / z, 1 + z * z / n)
    },
    wilson("z-not-squared", "In the formula stands z², except before the root.") { share, n, z in
      (
        share + z / (2 * n), z * (share * (1 - share) / n + z / (4 * n * n)).squareRoot(), 1 + z / n
      )
    },
    wilson("always-two-deviations", "z is handed in. You take 1.96, whatever it is.") { share, n, _ in
      (share + 1.96 * 1.96 / (2 * n), reach(share, n, 1.96), 1 + 1.96 * 1.96 / n)
    },
    interval("ends-swapped", "You have put the two ends in each other's place.") { share, n, z in
      let ends = right(share, n, z)
      return ((ends.low + ends.high) / 2, (ends.low - ends.high) / 2)
    },
    interval("counts-for-shares", "You return how many would be right. The ends are shares, between 0 and 1.")
    {
      share, n, z in
      let ends = right(share, n, z)
      return (n * (ends.low + ends.high) / 2, n * (ends.high - ends.low) / 2)
    },
    interval(
      "nothing-seen-taken-for-certain",
      "0 of 10 right, or 10 of 10, is not certain: the interval has a width there, too."
    ) {
      share, n, z in
      let ends = right(share, n, z)
      return share == 0 || share == 1 ? (share, 0) : ((ends.low + ends.high) / 2, (ends.high - ends.low) / 2)
    },
    interval(
      "no-trials-say-anything", "Of no trials nothing is known: throw `noSamples`, rather than 0…1.",
      .noSamples
    ) {
      share, n, z in
      let ends = right(share, n, z)
      return n < 1 ? (0.5, 0.5) : ((ends.low + ends.high) / 2, (ends.high - ends.low) / 2)
    },
    interval("more-right-than-trials", "11 of 10 cannot be right: throw `tooManyCorrect`.", .tooManyCorrect) {
      share, n, z in
      let ends = right(min(1, share), n, z)
      return ((ends.low + ends.high) / 2, (ends.high - ends.low) / 2)
    },
    interval(
      "deviations-below-zero",
      "z says how many deviations are allowed for: not above 0, or ∞, is `outOfRange`.", .outOfRange
    ) {
      share, n, z in
      let ends = right(max(0, share), n, z > 0 ? z : 1)
      return ((ends.low + ends.high) / 2, (ends.high - ends.low) / 2)
    },
    Misconception(
      "endless-deviations", lives: "06.10",
      sentence: "z must be finite as well: with ∞ the formula divides ∞ by ∞. Throw `outOfRange`."
    ) {
      $0.bind(Reasoning.wilsonInterval) { correct, trials, z in
        if trials < 1 { throw InputError.noSamples }
        if correct > trials { throw InputError.tooManyCorrect }
        if correct < 0 || !(z > 0) { throw InputError.outOfRange }
        return right(Double(correct) / Double(trials), Double(trials), z)
      }
    },
  ]

  /// By the centre and what lies on both sides of it.
  private static func interval(
    _ id: String, _ sentence: String, _ spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ share: Double, _ n: Double, _ z: Double) -> (Double, Double)
  ) -> Misconception {
    Misconception(id, lives: "06.10", sentence: sentence) {
      $0.wilsonInterval(sparing: spared) { correct, trials, z in
        let (centre, reach) = answer(Double(correct) / Double(trials), Double(trials), z)
        return Reasoning.Interval(low: centre - reach, high: centre + reach)
      }
    }
  }

  /// By the same two before they are divided.
  private static func wilson(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (_ share: Double, _ n: Double, _ z: Double) -> (Double, Double, Double)
  ) -> Misconception {
    interval(id, sentence) { share, n, z in
      let (centre, reach, scale) = answer(share, n, z)
      return (centre / scale, reach / scale)
    }
  }

  private static func reach(_ share: Double, _ n: Double, _ z: Double) -> Double {
    z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  }

  private static func right(_ share: Double, _ n: Double, _ z: Double) -> Reasoning.Interval {
    let (centre, reach, scale) = (share + z * z / (2 * n), reach(share, n, z), 1 + z * z / n)
    return Reasoning.Interval(low: (centre - reach) / scale, high: (centre + reach) / scale)
  }
}
