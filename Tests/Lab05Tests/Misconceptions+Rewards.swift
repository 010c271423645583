import Foundation
import LabContracts
import LabTesting

/// The loss of a reward model.
extension Misconceptions {
  /// 05.10
  static let rewardLoss: [Misconception] = [
    pairwise(
      "sum-instead-of-the-mean", "You add up. The loss is the mean over pairs, whatever the batch's size."
    ) {
      Oracle.rewardLoss($0, $1) * Double($0.count)
    },
    pairwise(
      "rewards-swapped",
      "You reward the rejected answer: the loss must fall when the chosen one's reward grows."
    ) {
      Oracle.rewardLoss($1, $0)
    },
    each("overflow-of-a-difference", "At a difference of −1000 your loss is infinite; it is 1000. Use 05.5.")
    {
      -log(Oracle.sigmoid($0 - $1))
    },
    each(
      "overflow-of-a-reward",
      "exp(1001) / (exp(1001) + exp(1000)) is NaN. Only the difference counts, so take it first: σ(1)."
    ) { -log(exp($0) / (exp($0) + exp($1))) },
    each(
      "overflow-of-a-sum",
      "exp(1001) is infinite before its logarithm is taken. Only the difference counts: −log σ of it."
    ) { log(exp($0) + exp($1)) - $0 },
    each(
      "probability-of-winning", "You answer the probability that the chosen one wins. The loss is −log of it."
    ) {
      Oracle.sigmoid($0 - $1)
    },
    each(
      "probability-of-losing",
      "You answer the probability that the rejected one wins. The loss is −log of the chosen one's."
    ) {
      Oracle.sigmoid($1 - $0)
    },
    each("minus-left-out", "A loss is to fall: it is −log σ, which is above 0. You left out the minus.") {
      Oracle.logSigmoid($0 - $1)
    },
    each(
      "chosen-reward-alone",
      "You score the chosen reward alone. Rewards have no zero: only the difference says anything."
    ) { chosen, _ in
      -Oracle.logSigmoid(chosen)
    },
    each(
      "each-reward-for-itself",
      "You score each reward against 0. Rewards have no zero: only their difference says anything."
    ) {
      -Oracle.logSigmoid($0) - Oracle.logSigmoid(-$1)
    },
    each("rewards-added", "You add the two rewards. It is their difference that counts.") {
      -Oracle.logSigmoid($0 + $1)
    },
    each(
      "rewards-divided",
      "chosen / (chosen + rejected) is Bradley and Terry's formula before the exponential. These rewards are logarithms."
    ) {
      -log($0 / ($0 + $1))
    },
    each("size-of-the-gap", "You take the difference without its sign, so that wrong pairs cost nothing.") {
      -Oracle.logSigmoid(abs($0 - $1))
    },
    each(
      "hinge-of-rewards",
      "This is the hinge max(0, 1 − difference). Bradley and Terry's is −log σ(difference)."
    ) {
      max(0, 1 - ($0 - $1))
    },
    each("square-of-the-gap", "You square the difference. The loss is −log σ of it.") {
      ($0 - $1) * ($0 - $1)
    },
    each(
      "square-from-certainty",
      "You square 1 − σ. The loss is −log σ, which a pair that is quite wrong cannot hide from."
    ) {
      (1 - Oracle.sigmoid($0 - $1)) * (1 - Oracle.sigmoid($0 - $1))
    },
    each(
      "linear-in-the-gap",
      "You answer rejected − chosen, without the σ: right pairs would pay for wrong ones without end."
    ) {
      $1 - $0
    },
    each("loss-in-base-two", "You took the logarithm to base 2. In this lab log is the natural one.") {
      -Oracle.logSigmoid($0 - $1) / log(2)
    },
    pairwise(
      "rewards-sorted",
      "You sort the rewards. Pair i is `chosen[i]` and `rejected[i]`, and must stay together."
    ) {
      Oracle.rewardLoss($0.sorted(), $1.sorted())
    },
    pairwise("rewards-standardised", "You divide by the rewards' spread. The difference counts as it is.") {
      let rewards = $0 + $1
      let mean = Oracle.mean(rewards)
      let spread = max(1e-9, Oracle.mean(rewards.map { ($0 - mean) * ($0 - mean) }).squareRoot())
      return Oracle.rewardLoss($0.map { $0 / spread }, $1.map { $0 / spread })
    },
    pairwise(
      "difference-of-the-means",
      "You compare the mean rewards. Each answer meets its own rival: −log σ first, the mean after."
    ) { -Oracle.logSigmoid(Oracle.mean($0) - Oracle.mean($1)) },
    pairwise(
      "every-answer-against-every-other",
      "You compare every chosen with every rejected one. Pair i is `chosen[i]` and `rejected[i]`."
    ) {
      chosen, rejected in
      Oracle.mean(chosen.flatMap { one in rejected.map { -Oracle.logSigmoid(one - $0) } })
    },
    pairwise(
      "wrong-pairs-alone", "You leave out pairs that are right already. They count too, with a small loss."
    ) {
      let pairs = zip($0, $1).map { $0 > $1 ? 0 : -Oracle.logSigmoid($0 - $1) }
      return Oracle.mean(pairs)
    },
    pairwise(
      "log-of-the-mean-probability",
      "You take the logarithm of a mean probability. The mean is that of the logarithms."
    ) {
      -log(Oracle.mean(zip($0, $1).map { Oracle.sigmoid($0 - $1) }))
    },
    pairwise("first-rewards-alone", "You look at the first pair alone. The loss is the mean over all.") {
      Oracle.rewardLoss(Array($0.prefix(1)), Array($1.prefix(1)))
    },
    pairwise(
      "divided-by-all-rewards",
      "You divide by the number of rewards. It is the mean over pairs, of which there are half as many."
    ) {
      Oracle.rewardLoss($0, $1) / 2
    },
    pairwise(
      "rewards-cut-to-one-length", "`zip` stops at the shorter list without a word: throw `shapeMismatch`.",
      sparing: .shapeMismatch
    ) {
      Oracle.rewardLoss($0, $1)
    },
    pairwise("no-rewards-accepted", "The mean of no pairs is 0 / 0: throw `empty`.", sparing: .empty) {
      Oracle.rewardLoss($0, $1)
    },
    pairwise(
      "no-rewards-cost-nothing", "You answer 0 for no pairs, the loss of a perfect model: throw `empty`.",
      sparing: .empty
    ) {
      $0.isEmpty ? 0 : Oracle.rewardLoss($0, $1)
    },
    pairwise(
      "rewards-of-nan", "A reward that is NaN or infinite spoils the mean: throw `notFinite`.",
      sparing: .notFinite
    ) {
      Oracle.rewardLoss($0, $1)
    },
    Misconception(
      "chosen-rewards-looked-at-alone", lives: "05.10",
      sentence: "You look whether the chosen rewards are finite. The rejected ones may be NaN as well."
    ) {
      $0.bind(Preferences.rewardLoss) { chosen, rejected in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: chosen.count == rejected.count)
        try refuse(.empty, unless: !chosen.isEmpty)
        try refuse.notFinite(chosen)
        return Oracle.rewardLoss(chosen, rejected)
      }
    },
    Misconception(
      "rewards-of-infinity", lives: "05.10",
      sentence: "You refuse NaN and let infinity through: ask `isFinite` of all rewards, which knows both."
    ) {
      $0.bind(Preferences.rewardLoss) { chosen, rejected in
        let refuse = Refusal(sparing: nil)
        try refuse(.shapeMismatch, unless: chosen.count == rejected.count)
        try refuse(.empty, unless: !chosen.isEmpty)
        try refuse(.notFinite, unless: !(chosen + rejected).contains(where: \.isNaN))
        return Oracle.rewardLoss(chosen, rejected)
      }
    },
  ]

  private static func pairwise(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ chosen: [Double], _ rejected: [Double]) -> Double
  ) -> Misconception {
    Misconception(id, lives: "05.10", sentence: sentence) { $0.rewardLoss(sparing: spared, answer) }
  }

  /// The mean over pairs of another loss.
  private static func each(
    _ id: String, _ sentence: String,
    _ loss: @escaping @Sendable (_ chosen: Double, _ rejected: Double) -> Double
  ) -> Misconception {
    pairwise(id, sentence) { Oracle.mean(zip($0, $1).map(loss)) }
  }
}
