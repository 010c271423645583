import Foundation
import LabContracts
import LabTesting

/// Rewards, margin and accuracy of a batch.
extension Misconceptions {
  /// 05.8
  static let preferenceFigures: [Misconception] = [
    counting(
      "ties-counted-as-right",
      "You count equal rewards as right. They count half: a policy that has not moved has an accuracy of 0.5."
    ) {
      $0 >= $1 ? 1 : 0
    },
    counting(
      "ties-counted-as-wrong",
      "You count equal rewards as wrong. They count half: a policy that has not moved has an accuracy of 0.5."
    ) {
      $0 > $1 ? 1 : 0
    },
    counting("wrong-pairs-counted", "You count the pairs whose rejected answer has the larger reward.") {
      $0 < $1 ? 1 : $0 == $1 ? 0.5 : 0
    },
    counting(
      "accuracy-of-the-chosen-alone",
      "You count chosen answers whose reward is above 0. Compare it with the rejected one's."
    ) {
      chosen, _ in chosen > 0 ? 1 : 0
    },
    counting(
      "accuracy-of-both-signs",
      "You ask for a reward above 0 and one below it. The chosen one's need only be the larger."
    ) {
      $0 > 0 && $1 < 0 ? 1 : 0
    },
    counting(
      "mean-probability-of-being-right", "You average σ(margin). Accuracy counts pairs, right or wrong."
    ) {
      Oracle.sigmoid($0 - $1)
    },
    figures("accuracy-in-percent", "Your accuracy is in percent. It is a share, 0…1.") { pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.accuracy *= 100
      return figures
    },
    figures("right-pairs-not-divided", "Your accuracy is a number of pairs. Divide it by how many there are.")
    {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.accuracy *= Double(pairs.count)
      return figures
    },
    figures(
      "accuracy-rounded-down", "You divide whole numbers, and 2 / 3 is 0. Make a Double of the count first."
    ) {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.accuracy = figures.accuracy < 1 ? 0 : 1
      return figures
    },
    figures(
      "accuracy-of-the-means", "You compare the mean rewards. Accuracy compares pair by pair."
    ) { pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.accuracy = figures.margin > 0 ? 1 : 0
      return figures
    },
    figures(
      "accuracy-of-the-policy-alone",
      "Your accuracy asks which answer the policy finds more probable. It asks which reward is larger, and rewards know the reference."
    ) { pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.accuracy = Oracle.mean(pairs.map { $0.policyChosen > $0.policyRejected ? 1 : 0 })
      return figures
    },
    rewards(
      "rewards-without-the-reference",
      "Your reward is β · log π. It is β · (log π − log π_ref): what has been gained."
    ) { ($1 * $0.policyChosen, $1 * $0.policyRejected) },
    rewards("rewards-without-beta", "Your reward is a log-ratio. Multiply it with β.") { pair, _ in
      (pair.chosenLogRatio, pair.rejectedLogRatio)
    },
    rewards("rewards-divided-by-beta", "You divide by β. The reward is β · (log π − log π_ref).") {
      ($0.chosenLogRatio / $1, $0.rejectedLogRatio / $1)
    },
    rewards(
      "rewards-with-the-sign-changed",
      "You subtract the policy from the reference. It is the other way round."
    ) {
      (-$1 * $0.chosenLogRatio, -$1 * $0.rejectedLogRatio)
    },
    rewards("rewards-of-swapped-answers", "You exchanged chosen and rejected.") {
      ($1 * $0.rejectedLogRatio, $1 * $0.chosenLogRatio)
    },
    rewards(
      "rewards-as-probabilities",
      "You take exp of the log-ratio. The implicit reward is the log-ratio itself, times β."
    ) {
      ($1 * exp($0.chosenLogRatio), $1 * exp($0.rejectedLogRatio))
    },
    rewards(
      "rewards-as-quotients",
      "You divide log-probabilities. A ratio of probabilities is a difference of logarithms."
    ) {
      ($1 * $0.policyChosen / $0.referenceChosen, $1 * $0.policyRejected / $0.referenceRejected)
    },
    rewards(
      "policy-against-policy",
      "Your chosen reward compares the policy's two answers, the rejected one the reference's. Each answer is compared with itself."
    ) {
      ($1 * ($0.policyChosen - $0.policyRejected), $1 * ($0.referenceChosen - $0.referenceRejected))
    },
    rewards("reference-added-to-the-reward", "You add the reference's log-probability. It is subtracted.") {
      ($1 * ($0.policyChosen + $0.referenceChosen), $1 * ($0.policyRejected + $0.referenceRejected))
    },
    figures("sums-instead-of-means", "Your rewards and margin are sums. They are means over the pairs.") {
      pairs, beta in
      let means = Oracle.preferenceFigures(pairs, beta)
      let count = Double(pairs.count)
      return Figures(
        chosenReward: count * means.chosenReward, rejectedReward: count * means.rejectedReward,
        margin: count * means.margin, accuracy: means.accuracy)
    },
    figures(
      "margin-without-a-sign",
      "Your margin is the mean of distances. It is negative where the rejected answer leads."
    ) {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.margin = Oracle.mean(Oracle.rewards(pairs, beta).map { abs($0.chosen - $0.rejected) })
      return figures
    },
    figures(
      "margin-of-the-right-pairs", "Your margin leaves out the pairs that are wrong. It is the mean over all."
    ) {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.margin = Oracle.mean(Oracle.rewards(pairs, beta).map { max(0, $0.chosen - $0.rejected) })
      return figures
    },
    figures("margin-the-other-way-round", "Your margin is rejected − chosen. It is chosen − rejected.") {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.margin.negate()
      return figures
    },
    figures(
      "margin-without-beta",
      "Your margin is that of log-ratios. Rewards have a β, and so has their difference."
    ) {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.margin /= beta
      return figures
    },
    figures(
      "margin-with-beta-twice", "You multiply the margin with β once more. The rewards have it already."
    ) {
      pairs, beta in
      var figures = Oracle.preferenceFigures(pairs, beta)
      figures.margin *= beta
      return figures
    },
    figures("first-pair-alone", "You look at the first pair alone. The figures are means over all of them.") {
      Oracle.preferenceFigures(Array($0.prefix(1)), $1)
    },
    figures("last-pair-alone", "Your loop keeps the last pair's figures. Add up, and divide at the end.") {
      Oracle.preferenceFigures(Array($0.suffix(1)), $1)
    },
    figures("no-pairs-accepted", "The mean of no pairs is 0 / 0: throw `empty`.", sparing: .empty) {
      Oracle.preferenceFigures($0, $1)
    },
    figures(
      "figures-at-any-beta", "β must be a finite number above 0: throw `invalidBeta`.", sparing: .invalidBeta
    ) {
      Oracle.preferenceFigures($0, $1)
    },
    figures(
      "figures-of-nan", "One NaN makes every mean NaN, and its pair wrong without a word: throw `notFinite`.",
      sparing: .notFinite
    ) { Oracle.preferenceFigures($0, $1) },
    figures(
      "spoiled-pairs-left-out",
      "You leave out pairs with NaN. Figures of the rest hide that something is broken: throw `notFinite`.",
      sparing: .notFinite
    ) { pairs, beta in Oracle.preferenceFigures(pairs.filter { $0.values.allSatisfy(\.isFinite) }, beta) },
    Misconception(
      "figures-at-beta-zero", lives: "05.8",
      sentence: "A β of 0 makes every reward 0: throw `invalidBeta` for it as well."
    ) {
      $0.bind(Preferences.preferenceFigures) { pairs, beta in
        let refuse = Refusal(sparing: nil)
        try refuse(.empty, unless: !pairs.isEmpty)
        try refuse(.invalidBeta, unless: beta >= 0 && beta.isFinite)
        try refuse.notFinite(pairs.flatMap(\.values))
        return Oracle.preferenceFigures(pairs, beta)
      }
    },
  ]

  private static func figures(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([LogProbabilities], _ beta: Double) -> Figures
  ) -> Misconception {
    Misconception(id, lives: "05.8", sentence: sentence) { $0.preferenceFigures(sparing: spared, answer) }
  }

  /// Figures of other rewards.
  private static func rewards(
    _ id: String, _ sentence: String,
    _ rewards: @escaping @Sendable (LogProbabilities, _ beta: Double) -> (Double, Double)
  ) -> Misconception {
    figures(id, sentence) { pairs, beta in
      Oracle.figures(
        pairs.map { pair in
          let (chosen, rejected) = rewards(pair, beta)
          return (chosen: chosen, rejected: rejected)
        })
    }
  }

  /// The right rewards, with another rule for what is right.
  private static func counting(
    _ id: String, _ sentence: String, _ isRight: @escaping @Sendable (Double, Double) -> Double
  ) -> Misconception {
    figures(id, sentence) { Oracle.figures(Oracle.rewards($0, $1), isRight: isRight) }
  }
}
