import Foundation
import LabContracts
import LabTesting

/// 06.7, what a vote is worth.
extension Misconceptions {
  /// 06.7
  static let voteAccuracy: [Misconception] = [
    vote(
      "tie-counts-as-right",
      "Where exactly half are right, a coin decides: that counts as half right. You count it in full."
    ) {
      p, n in sum(p, n) { 2 * $0 >= n ? 1 : 0 }
    },
    vote(
      "tie-counts-as-wrong",
      "Where exactly half are right, a coin decides: that counts as half right. You leave it out."
    ) {
      p, n in sum(p, n) { 2 * $0 > n ? 1 : 0 }
    },
    vote(
      "half-a-vote-rounded-up", "Your sum begins at n / 2, rounded down: of three voters one is no majority."
    ) {
      p, n in sum(p, n) { $0 >= n / 2 ? 1 : 0 }
    },
    vote("one-more-than-a-majority", "Your sum begins one too high. Of three voters, two are a majority.") {
      p, n in
      sum(p, n) { $0 > n / 2 + 1 ? 1 : 2 * $0 == n ? 0.5 : 0 }
    },
    vote(
      "bare-majority-alone", "You count the smallest majority alone. Larger ones are right as well: sum them."
    ) {
      p, n in sum(p, n) { $0 == n / 2 + 1 ? 1 : 2 * $0 == n ? 0.5 : 0 }
    },
    vote(
      "ways-not-counted",
      "Two of three can be right in three ways. You leave out the number of ways, C(n, r)."
    ) { p, n in
      (0...n).reduce(0) {
        $0 + pow(p, Double($1)) * pow(1 - p, Double(n - $1)) * share($1, of: n)
      }
    },
    vote("wrong-voters-forgotten", "Those who err have their chance, too: (1 − p)^(n − r) is missing.") {
      p, n in
      let ways = ways(n)
      return (0...n).reduce(0) {
        $0 + ways[$1] * pow(p, Double($1)) * share($1, of: n)
      }
    },
    vote(
      "chance-that-the-vote-is-wrong",
      "You sum the votes that go wrong. Sum those in which more than half are right."
    ) {
      p, n in sum(p, n) { 2 * $0 < n ? 1 : 2 * $0 == n ? 0.5 : 0 }
    },
    vote(
      "one-right-is-enough", "1 − (1 − p)^n is the chance that anybody is right. A vote needs more than half."
    ) {
      p, n in 1 - pow(1 - p, Double(n))
    },
    vote("all-must-be-right", "p^n is the chance that all are right. A vote needs more than half.") { p, n in
      pow(p, Double(n))
    },
    vote(
      "vote-as-good-as-a-voter",
      "You return the accuracy of one voter. A majority is right more often, or less."
    ) {
      p, _ in p
    },
    vote("wrong-below-one-half", "Below one half a majority does not always err, and above not always hit.") {
      p, n in
      p > 0.5 ? 1 : p < 0.5 ? 0 : 0.5
    },
    vote(
      "bell-curve-for-the-sum",
      "The normal curve is near the sum for many voters, and off for few: add the terms."
    ) {
      p, n in
      let (mean, deviation) = (Double(n) * p, (Double(n) * p * (1 - p)).squareRoot())
      guard deviation > 0 else { return p }
      return 0.5 * erfc((Double(n) / 2 - mean) / deviation / 2.0.squareRoot())
    },
    vote(
      "powers-that-vanish",
      "C(10000, 5000) is ∞ as a `Double`, and 0.5^10000 is 0. Their product is no number: add logarithms instead."
    ) { p, n in
      let ways = ways(n)
      return (0...n).reduce(0) {
        let term = ways[$1] * pow(p, Double($1)) * pow(1 - p, Double(n - $1))
        return $0 + term * share($1, of: n)
      }
    },
    vote(
      "begun-at-a-vanished-power",
      "(1 − p)^n is 0 as a `Double` for many voters, and so is all that you multiply it with. Begin with its logarithm."
    ) { p, n in
      guard p < 1 else { return 1 }
      var (term, total) = (pow(1 - p, Double(n)), 0.0)
      for right in 0...n {
        total += term * share(right, of: n)
        term *= p / (1 - p) * Double(n - right) / Double(right + 1)
      }
      return total
    },
    vote(
      "logarithm-of-zero",
      "The logarithms of 0 and of 1 − 1 are −∞, and 0 · ∞ is no number. Answer p = 0 and p = 1 before."
    ) {
      p, n in p == 0 || p == 1 ? .nan : sum(p, n) { share($0, of: n) }
    },
    vote(
      "chance-out-of-range", "A chance lies between 0 and 1, and 60 is none: throw `outOfRange`.", .outOfRange
    ) {
      p, n in (0...1).contains(p) ? sum(p, n) { share($0, of: n) } : p
    },
    vote("vote-without-voters", "Without voters there is no vote: throw `noSamples`.", .noSamples) { p, n in
      n < 1 ? 0 : sum(p, n) { share($0, of: n) }
    },
    Misconception(
      "chance-that-is-no-number", lives: "06.7",
      sentence:
        "`if accuracy < 0 || accuracy > 1` lets NaN through: no comparison with it holds. Ask `(0...1).contains`."
    ) {
      $0.bind(Reasoning.voteAccuracy) { p, n in
        if p < 0 || p > 1 { throw InputError.outOfRange }
        if n < 1 { throw InputError.noSamples }
        return p.isNaN ? p : sum(p, n) { share($0, of: n) }
      }
    },
    Misconception(
      "certainty-refused", lives: "06.7", sentence: "0 and 1 are chances, too. You refuse them."
    ) {
      $0.bind(Reasoning.voteAccuracy) { p, n in
        if !(p > 0 && p < 1) { throw InputError.outOfRange }
        if n < 1 { throw InputError.noSamples }
        return sum(p, n) { share($0, of: n) }
      }
    },
    Misconception(
      "even-votes-refused", lives: "06.7",
      sentence: "An even vote is no mistake: a coin decides where half are right."
    ) {
      $0.bind(Reasoning.voteAccuracy) { p, n in
        if !(0...1).contains(p) { throw InputError.outOfRange }
        if n < 1 { throw InputError.noSamples }
        if n.isMultiple(of: 2) { throw InputError.evenVote }
        return sum(p, n) { 2 * $0 > n ? 1 : 0 }
      }
    },
  ]

  private static func vote(
    _ id: String, _ sentence: String, _ spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ p: Double, _ voters: Int) -> Double
  ) -> Misconception {
    Misconception(id, lives: "06.7", sentence: sentence) { $0.voteAccuracy(sparing: spared, answer) }
  }

  /// Sums the chances of each number of right votes, each counted by a share.
  private static func sum(_ p: Double, _ voters: Int, _ share: (Int) -> Double) -> Double {
    guard p > 0, p < 1 else { return share(p == 0 ? 0 : voters) }
    var (logChance, total) = (Double(voters) * log1p(-p), 0.0)
    for right in 0...voters {
      total += share(right) * exp(logChance)
      logChance += log(p) - log1p(-p) + log(Double(voters - right) / Double(right + 1))
    }
    return total
  }

  /// How much a number of right votes counts.
  private static func share(_ right: Int, of voters: Int) -> Double {
    2 * right > voters ? 1 : 2 * right == voters ? 0.5 : 0
  }

  /// C(n, r) for every r, as a `Double` each: infinite where it is too large.
  private static func ways(_ n: Int) -> [Double] {
    (0..<n).reduce(into: [1.0]) { $0.append($0[$1] * Double(n - $1) / Double($1 + 1)) }
  }
}
