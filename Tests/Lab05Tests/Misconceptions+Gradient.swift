import Foundation
import LabContracts
import LabTesting

/// What the gradient weighs.
extension Misconceptions {
  /// 05.7
  static let dpoGradient: [Misconception] =
    [
      slope("gradient-of-the-gain", "You give the slope of log σ. The loss is −log σ: all four signs change.")
      {
        $1 * Oracle.sigmoid(-$1 * $0.preference)
      },
      slope(
        "right-pairs-weighed",
        "You weigh with σ(β · h), which is large where the pair is right already. What is wrong must weigh more: σ(−β · h)."
      ) { -$1 * Oracle.sigmoid($1 * $0.preference) },
      slope("beta-forgotten-by-the-chain-rule", "β · h grows β times as fast as h: multiply with β.") {
        -Oracle.sigmoid(-$1 * $0.preference)
      },
      slope("beta-left-out-of-the-weight", "The weight is σ(−β · h). You left β out of it.") {
        -$1 * Oracle.sigmoid(-$0.preference)
      },
      slope("beta-left-out-of-the-gradient", "β stands inside σ and in front of it. You left out both.") {
        pair, _ in
        -Oracle.sigmoid(-pair.preference)
      },
      slope("beta-squared-in-the-gradient", "You multiply with β twice. The chain rule asks for it once.") {
        -$1 * $1 * Oracle.sigmoid(-$1 * $0.preference)
      },
      slope("divided-by-beta-in-the-gradient", "You divide by β. The chain rule multiplies.") {
        -Oracle.sigmoid(-$1 * $0.preference) / $1
      },
      slope(
        "slope-of-sigma",
        "You give σ(β · h) · σ(−β · h), the slope of σ itself. The logarithm divides by σ: σ(−β · h) is left."
      ) { -$1 * Oracle.sigmoid($1 * $0.preference) * Oracle.sigmoid(-$1 * $0.preference) },
      slope(
        "every-pair-weighed-alike",
        "Every pair gets the whole β. What is right already must weigh less: σ(−β · h)."
      ) {
        _, beta in -beta
      },
      slope(
        "always-half-a-beta", "β / 2 is right where nothing has moved. After that the weight is σ(−β · h)."
      ) {
        _, beta in -beta / 2
      },
      slope(
        "gradient-of-the-hinge",
        "You give the slope of the hinge, −β up to β · h = 1. DPO's weight is σ(−β · h)."
      ) {
        $1 * $0.preference < 1 ? -$1 : 0
      },
      slope(
        "gradient-of-ipo", "You give the slope of IPO's square, 2 · (h − 1 / (2β)). DPO's is −β · σ(−β · h)."
      ) {
        2 * ($0.preference - 0.5 / $1)
      },
      slope("loss-as-the-slope", "You multiply with the loss, −log σ(β · h). Its slope is −σ(−β · h).") {
        -$1 * Oracle.dpoLoss($0, $1)
      },
      slope(
        "slope-times-the-difference",
        "You multiply with h as well. The loss is a function of h; h is no factor of its slope."
      ) {
        -$1 * $0.preference * Oracle.sigmoid(-$1 * $0.preference)
      },
      slope(
        "reference-ignored-in-the-gradient",
        "You weigh by the policy's difference alone. h counts the reference's too."
      ) { -$1 * Oracle.sigmoid(-$1 * ($0.policyChosen - $0.policyRejected)) },
      slope(
        "swapped-pair-in-the-gradient",
        "You treat the rejected answer as the chosen one, in the weight and in the signs."
      ) {
        $1 * Oracle.sigmoid($1 * $0.preference)
      },
      slope(
        "nan-far-away",
        "exp(1000) / (1 + exp(1000)) is NaN. 1 / (1 + exp(−z)) has no such end, nor has exp of 05.5."
      ) {
        let power = exp(-$1 * $0.preference)
        return -$1 * power / (1 + power)
      },
      slope(
        "nan-where-all-is-right",
        "1 − exp(z) / (1 + exp(z)) is NaN at z = 1000. 1 / (1 + exp(z)) is the same number, and has no such end."
      ) {
        let power = exp($1 * $0.preference)
        return -$1 * (1 - power / (1 + power))
      },
      signs(
        "reference-gets-nothing",
        "You answer 0 for the reference. Training leaves it as it is; the loss has a slope there all the same."
      ) {
        LogProbabilities($0, -$0, 0, 0)
      },
      signs(
        "reference-moves-like-the-policy",
        "In h the reference is subtracted: its two slopes have the other signs."
      ) {
        LogProbabilities($0, -$0, $0, -$0)
      },
      signs(
        "rejected-moves-like-the-chosen",
        "In h the rejected answer is subtracted: its slopes have the other signs."
      ) {
        LogProbabilities($0, $0, -$0, -$0)
      },
      signs("all-four-alike", "You give all four the same slope. In h two are added and two are subtracted.")
      {
        LogProbabilities($0, $0, $0, $0)
      },
      signs(
        "chosen-gets-all", "You answer 0 for the rejected answer. The loss falls as well when that one loses."
      ) {
        LogProbabilities($0, 0, -$0, 0)
      },
      signs("policy-chosen-alone", "Only log π(chosen) has a slope in your answer. All four stand in h.") {
        LogProbabilities($0, 0, 0, 0)
      },
      signs(
        "halved-among-answers",
        "You halve the slopes, as if they were shared. Each of the four is a derivative of its own."
      ) {
        Oracle.gradient($0 / 2)
      },
      gradient(
        "each-answers-own-weight",
        "You weigh each answer by its own log-ratio. Both have one weight, σ(−β · h)."
      ) { pair, beta in
        let chosen = -beta * Oracle.sigmoid(-beta * pair.chosenLogRatio)
        let rejected = -beta * Oracle.sigmoid(beta * pair.rejectedLogRatio)
        return LogProbabilities(chosen, -rejected, -chosen, rejected)
      },
    ]
    + refusals(Preferences.dpoGradient, "05.7", named: "gradient") { Oracle.dpoGradient($0, $1) }

  private static func gradient(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable (LogProbabilities, _ beta: Double) -> LogProbabilities
  ) -> Misconception {
    Misconception(id, lives: "05.7", sentence: sentence) { $0.pair(Preferences.dpoGradient, answer) }
  }

  /// The right signs, and another slope along log π(chosen).
  private static func slope(
    _ id: String, _ sentence: String,
    _ slope: @escaping @Sendable (LogProbabilities, _ beta: Double) -> Double
  ) -> Misconception {
    gradient(id, sentence) { Oracle.gradient(slope($0, $1)) }
  }

  /// The right slope along log π(chosen), and other ones beside it.
  private static func signs(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (_ slope: Double) -> LogProbabilities
  ) -> Misconception {
    gradient(id, sentence) { answer(Oracle.dpoGradient($0, $1).policyChosen) }
  }
}
