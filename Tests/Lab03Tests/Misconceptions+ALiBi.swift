import Foundation
import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.10
  static let alibi: [Misconception] = [
    biased(
      "distance-raises-scores", "Your scores rise with distance. Distant keys count less: −slope · distance."
    ) {
      $1 <= $0 ? $2 * Double($0 - $1) : -.infinity
    },
    biased(
      "future-not-hidden", "You penalise the future as if it were the past; a key after the query is hidden."
    ) {
      -$2 * abs(Double($0 - $1))
    },
    biased("future-at-zero", "A key after the query gets 0, the best there is; it is hidden by −∞.") {
      -$2 * Double(max($0 - $1, 0))
    },
    biased(
      "bias-by-key-place-alone",
      "You add slope · j. The weights come out the same, as a softmax ignores what a row has in common; the numbers "
        + "asked for are −slope · (p − j), with 0 at the query's own key."
    ) { $1 <= $0 ? $2 * Double($1) : -.infinity },
    biased("own-distance-one", "You give the query's own key a distance of 1; it is 0.") {
      $1 <= $0 ? -$2 * Double($0 - $1 + 1) : -.infinity
    },
    biased("distance-squared", "You square the distance; the bias is linear, as ALiBi's name says.") {
      $1 <= $0 ? -$2 * Double(($0 - $1) * ($0 - $1)) : -.infinity
    },
    biased(
      "finite-alibi-mask",
      "You hide the future with −10,000. Scores can be lower than that; only −∞ hides always."
    ) {
      $1 <= $0 ? -$2 * Double($0 - $1) : -1e4
    },
    Misconception(
      "alibi-rows-from-zero", lives: "03.10",
      sentence:
        "You measure from the query's row. The queries are the last tokens: row i stands at keys − queries + i."
    ) {
      $0.alibi { nHeads, queries, keys in
        let slopes = Oracle.slopes(nHeads)
        return Grid([nHeads, queries, keys]) {
          $0[2] <= $0[1] ? -slopes[$0[0]] * Double($0[1] - $0[2]) : -.infinity
        }
      }
    },
    sloped(
      "slopes-halve-by-head",
      "Your slopes are 1/2, 1/4, 1/8 … for any number of heads; that is so for 8 of them."
    ) {
      count in (1...count).map { pow(2, -Double($0)) }
    },
    sloped(
      "slopes-begin-at-one", "Your first slope is 1; head 0 has 2^(−8/n), the first factor, not its power 0."
    ) {
      count in eights(count, count).map { $0 * pow(2, 8 / Double(count)) }
    },
    sloped(
      "one-formula-for-any-count",
      "You use 2^(−8h/n) for numbers that are no power of two. The authors' code takes the slopes of the power below "
        + "and fills up from those of the power above."
    ) { eights($0, $0) },
    sloped(
      "slopes-of-the-power-above",
      "You take the first slopes of the next power of two; begin with the power below."
    ) {
      eights(above($0), $0)
    },
    sloped(
      "every-second-from-the-second",
      "You fill up with the 2nd, 4th, 6th … slope of twice as many heads, which are there already. Take the 1st, 3rd, 5th."
    ) { filledUp($0) { $0.offset % 2 == 1 } },
    sloped(
      "filled-up-in-a-row",
      "You fill up with the first slopes of twice as many heads in a row; take every second one."
    ) { filledUp($0) { _ in true } },
    sloped(
      "slopes-sorted",
      "You sorted the slopes. The extra heads stand behind the others, in the order of the code."
    ) {
      Oracle.slopes($0).sorted(by: >)
    },
    sloped("slopes-in-reverse", "Your slopes begin with the flattest; head 0 has the steepest, 2^(−8/n).") {
      Oracle.slopes($0).reversed()
    },
    sloped(
      "one-slope-for-all",
      "All your heads have one slope. Each has its own, so that some look near and some far."
    ) {
      Array(repeating: Oracle.slopes($0)[0], count: $0)
    },
    sloped("eight-forgotten", "Your exponents end at −1; they end at −8: 2^(−8h/n).") { count in
      Oracle.slopes(count).map { pow($0, 1 / 8) }
    },
    Misconception(
      "no-heads-accepted", lives: "03.10",
      sentence: "Attention without a head is a mistake, not an empty answer: throw `invalidSize`."
    ) {
      $0.bind(Attention.alibi) { nHeads, queries, keys in
        try refuse(.invalidSize, unless: queries >= 0 && keys >= 0)
        guard nHeads > 0 else { return PlainTensor(shape: [0, queries, keys]) }
        return Oracle.alibi(nHeads, queries, keys).plain
      }
    },
  ]

  /// The right slopes and a wrong use of them.
  private static func biased(
    _ id: String, _ sentence: String,
    _ entry: @escaping @Sendable (_ position: Int, _ key: Int, _ slope: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "03.10", sentence: sentence) {
      $0.alibi { nHeads, queries, keys in
        let slopes = Oracle.slopes(nHeads)
        return .stack(nHeads, of: [queries, keys]) { head in
          Oracle.mask(queries, keys) { entry($0, $1, slopes[head]) }
        }
      }
    }
  }

  /// Wrong slopes, used rightly.
  private static func sloped(
    _ id: String, _ sentence: String, _ slopes: @escaping @Sendable (_ nHeads: Int) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "03.10", sentence: sentence) {
      $0.alibi { nHeads, queries, keys in
        let slopes = slopes(nHeads)
        return .stack(nHeads, of: [queries, keys]) { head in
          Oracle.mask(queries, keys) { $1 <= $0 ? -slopes[head] * Double($0 - $1) : -.infinity }
        }
      }
    }
  }

  /// The first of the slopes 2^(−8h/of), as many as `count`.
  private static func eights(_ of: Int, _ count: Int) -> [Double] {
    (1...count).map { pow(2, -8 * Double($0) / Double(of)) }
  }

  private static func above(_ count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }

  /// The slopes of the power of two below, filled up with some of twice as many.
  private static func filledUp(
    _ count: Int, with isTaken: ((offset: Int, element: Double)) -> Bool
  ) -> [Double] {
    let below = above(count) == count ? count : above(count) / 2
    let others = eights(2 * below, 2 * below).enumerated().filter(isTaken).map(\.element)
    return eights(below, below) + others.prefix(count - below)
  }
}
