import Foundation
import LabContracts
import LabTesting

/// The loss of a pair.
extension Misconceptions {
  /// 05.6
  static let dpoLoss: [Misconception] =
    [
      margin(
        "chosen-and-rejected-swapped",
        "You reward the rejected answer: the loss must fall when the chosen one gains."
      ) { -$0.preference },
      margin(
        "reference-ignored",
        "You compare the policy's two answers and leave the reference out. What counts is how far the policy has moved from it."
      ) { $0.policyChosen - $0.policyRejected },
      margin(
        "reference-added",
        "You add the reference's difference. It is subtracted: what was there before is no merit."
      ) {
        $0.policyChosen - $0.policyRejected + $0.referenceChosen - $0.referenceRejected
      },
      margin("policy-ignored", "You compare the reference's two answers. It is the policy that learns.") {
        $0.referenceChosen - $0.referenceRejected
      },
      margin(
        "chosen-alone", "You look at the chosen answer alone. A pair is judged by the difference of the two."
      ) {
        $0.chosenLogRatio
      },
      margin(
        "rejected-alone",
        "You look at the rejected answer alone. A pair is judged by the difference of the two."
      ) {
        -$0.rejectedLogRatio
      },
      margin("log-ratios-added", "You add the two log-ratios. The rejected answer's is subtracted.") {
        $0.chosenLogRatio + $0.rejectedLogRatio
      },
      margin(
        "sizes-of-the-log-ratios",
        "You take the log-ratios without their signs. An answer that has lost has one below 0."
      ) {
        abs($0.chosenLogRatio) - abs($0.rejectedLogRatio)
      },
      margin(
        "log-ratios-divided",
        "You divide log-probabilities. Ratios of probabilities are differences of logarithms."
      ) {
        $0.policyChosen / $0.referenceChosen - $0.policyRejected / $0.referenceRejected
      },
      margin(
        "probabilities-compared",
        "You take exp of the log-probabilities. Whole answers have probabilities near 0: stay with logarithms."
      ) {
        exp($0.policyChosen) - exp($0.referenceChosen) - exp($0.policyRejected) + exp($0.referenceRejected)
      },
      margin(
        "size-of-the-difference",
        "You take the difference without its sign. Where the rejected answer has gained, the loss is large."
      ) {
        abs($0.preference)
      },
      margin("only-gains-counted", "You cut h off at 0. A pair that is wrong is what the loss is for.") {
        max(0, $0.preference)
      },
      margin("halved-difference", "You take half of the difference, a mean. It is a plain difference.") {
        $0.preference / 2
      },
      loss("beta-outside-the-sigmoid", "You multiply the loss with β. β belongs inside: −log σ(β · h).") {
        -$1 * Oracle.logSigmoid($0.preference)
      },
      loss("beta-left-out", "You leave out β. It says how far the policy may go: −log σ(β · h).") { pair, _ in
        -Oracle.logSigmoid(pair.preference)
      },
      loss("divided-by-beta", "You divide h by β. It is multiplied: −log σ(β · h).") {
        -Oracle.logSigmoid($0.preference / $1)
      },
      loss("beta-twice", "You multiply with β twice, once for each answer and once more for h.") {
        -Oracle.logSigmoid($1 * $1 * $0.preference)
      },
      loss(
        "beta-inside-and-outside", "You multiply the loss with β as well. Inside is enough: −log σ(β · h)."
      ) {
        -$1 * Oracle.logSigmoid($1 * $0.preference)
      },
      loss("divided-by-beta-outside", "You divide the loss by β. It stands inside alone: −log σ(β · h).") {
        -Oracle.logSigmoid($1 * $0.preference) / $1
      },
      loss(
        "beta-on-the-policy-alone",
        "You multiply only the policy's difference with β. Both log-ratios have it."
      ) {
        -Oracle.logSigmoid(
          $1 * ($0.policyChosen - $0.policyRejected) - ($0.referenceChosen - $0.referenceRejected))
      },
      loss(
        "beta-on-the-chosen-alone", "You multiply only the chosen answer's log-ratio with β. Both have it."
      ) {
        -Oracle.logSigmoid($1 * $0.chosenLogRatio - $0.rejectedLogRatio)
      },
      loss(
        "log-sigma-without-the-minus",
        "A loss is to fall: it is −log σ, which is above 0. You left out the minus."
      ) {
        Oracle.logSigmoid($1 * $0.preference)
      },
      loss(
        "sigmoid-as-the-loss",
        "You answer σ(β · h), the probability that the pair is right. The loss is −log of it."
      ) {
        Oracle.sigmoid($1 * $0.preference)
      },
      loss("one-minus-sigma", "You answer 1 − σ(β · h), which never exceeds 1. The loss is −log σ(β · h).") {
        1 - Oracle.sigmoid($1 * $0.preference)
      },
      loss("minus-sigma", "You left out the logarithm: the loss is −log σ(β · h).") {
        -Oracle.sigmoid($1 * $0.preference)
      },
      loss(
        "linear-loss", "You answer −β · h, without the σ. Right pairs would pay for wrong ones without end."
      ) {
        -$1 * $0.preference
      },
      loss(
        "hinge-loss", "This is the hinge max(0, 1 − β · h). DPO has −log σ(β · h), which never quite ends."
      ) {
        max(0, 1 - $1 * $0.preference)
      },
      loss("ipo-for-dpo", "This is IPO's square, which comes in 05.9. DPO has −log σ(β · h).") {
        Oracle.ipoLoss($0, $1)
      },
      loss(
        "each-answer-for-itself",
        "You take −log σ of each answer and add up. The two stand in one σ, as a difference."
      ) {
        -Oracle.logSigmoid($1 * $0.chosenLogRatio) - Oracle.logSigmoid(-$1 * $0.rejectedLogRatio)
      },
      loss(
        "each-answer-halved",
        "You take −log σ of each answer and the mean of both. The two stand in one σ, as a difference."
      ) {
        (-Oracle.logSigmoid($1 * $0.chosenLogRatio) - Oracle.logSigmoid(-$1 * $0.rejectedLogRatio)) / 2
      },
      loss(
        "conservative-at-a-tenth",
        "You take every tenth preference for wrong. That is conservative DPO, for labels that err; here none does."
      ) {
        -0.9 * Oracle.logSigmoid($1 * $0.preference) - 0.1 * Oracle.logSigmoid(-$1 * $0.preference)
      },
      loss(
        "overflow-in-the-loss",
        "At β · h = −1000 your loss is infinite; it is 1000. Use 05.5, not the logarithm of σ."
      ) { -log(Oracle.sigmoid($1 * $0.preference)) },
      loss(
        "overflow-where-all-is-right",
        "log(1 + exp(z)) − z is ∞ − 1000 at z = 1000. Far above 0 the loss is 0: use 05.5."
      ) {
        let z = $1 * $0.preference
        return log(1 + exp(z)) - z
      },
      loss(
        "exponential-loss",
        "You answer exp(−β · h), which overflows where a pair is wrong. The loss is −log σ(β · h)."
      ) {
        exp(-$1 * $0.preference)
      },
      loss(
        "wrong-pairs-only", "You answer max(0, −β · h). Right pairs have a loss too, which keeps them moving."
      ) {
        max(0, -$1 * $0.preference)
      },
      loss(
        "target-margin-of-one", "You subtract 1 from β · h, a margin to be reached as in SimPO. DPO has none."
      ) {
        -Oracle.logSigmoid($1 * $0.preference - 1)
      },
      loss(
        "base-two-loss",
        "You took the logarithm to base 2: the loss of a pair that has not moved is log 2 = 0.693, not 1."
      ) {
        -Oracle.logSigmoid($1 * $0.preference) / log(2)
      },
    ]
    + refusals(Preferences.dpoLoss, "05.6", named: "loss") { Oracle.dpoLoss($0, $1) }

  private static func loss(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (LogProbabilities, _ beta: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "05.6", sentence: sentence) { $0.pair(Preferences.dpoLoss, answer) }
  }

  /// The right loss of another h.
  private static func margin(
    _ id: String, _ sentence: String, _ preference: @escaping @Sendable (LogProbabilities) -> Double
  ) -> Misconception {
    loss(id, sentence) { -Oracle.logSigmoid($1 * preference($0)) }
  }
}
