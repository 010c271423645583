import Foundation
import LabContracts
import LabTesting

/// log σ at both ends.
extension Misconceptions {
  /// 05.5
  static let logSigmoid: [Misconception] = [
    sigmoid(
      "log-of-the-sigmoid",
      "exp(1000) is infinite, σ(−1000) is 0, and your answer −∞. Below 0 take x out: log σ(x) = x − log1p(exp(x))."
    ) { log(1 / (1 + exp(-$0))) },
    sigmoid(
      "x-taken-out-on-both-sides",
      "x − log(1 + exp(x)) is right below 0. At 1000 exp(x) is infinite: there it is −log1p(exp(−x))."
    ) { $0 - log1p(exp($0)) },
    sigmoid(
      "digits-lost-above-zero",
      "At x = 40 your answer is 0: 1 + exp(−40) is 1 to a Double. −log1p(exp(−x)) keeps the digits."
    ) { min($0, 0) - log(1 + exp(-abs($0))) },
    sigmoid(
      "exp-over-one-plus-exp",
      "exp(1000) / (1 + exp(1000)) is ∞ / ∞, which is NaN. Rearrange before you compute."
    ) { log(exp($0) / (1 + exp($0))) },
    sigmoid(
      "sigmoid-without-the-log", "This is σ itself. Asked for is its logarithm, which is never above 0."
    ) {
      Oracle.sigmoid($0)
    },
    sigmoid(
      "softplus", "You answer −log σ(−x) = log(1 + exp(x)), which is above 0. log σ(x) is −log(1 + exp(−x))."
    ) { -Oracle.logSigmoid(-$0) },
    sigmoid("loss-instead-of-logarithm", "You changed the sign, as a loss does. log σ is never above 0.") {
      -Oracle.logSigmoid($0)
    },
    sigmoid("argument-negated", "You answer log σ(−x). σ grows with x, and so does its logarithm.") {
      Oracle.logSigmoid(-$0)
    },
    sigmoid("sigmoid-in-base-two", "You took the logarithm to base 2. In this lab log is the natural one.") {
      Oracle.logSigmoid($0) / log(2)
    },
    sigmoid(
      "x-below-zero-forgotten", "You answer −log(1 + exp(−|x|)) on both sides. Below 0 x itself is added."
    ) {
      Oracle.logSigmoid(abs($0))
    },
    sigmoid(
      "term-added", "You add log(1 + exp(−|x|)). It is subtracted: log σ(x) = min(x, 0) − log(1 + exp(−|x|))."
    ) {
      min($0, 0) - Oracle.logSigmoid(abs($0))
    },
    sigmoid("largest-instead-of-smallest", "You took max(x, 0). It is min(x, 0): log σ is never above 0.") {
      max($0, 0) + Oracle.logSigmoid(abs($0))
    },
    sigmoid("zero-above-zero", "You answer 0 for every x above 0. σ(1) is 0.73, and its logarithm −0.31.") {
      $0 > 0 ? 0 : Oracle.logSigmoid($0)
    },
    sigmoid(
      "x-below-zero", "You answer x for every x below 0. That is nearly right far below, and not at −1."
    ) {
      $0 < 0 ? $0 : Oracle.logSigmoid($0)
    },
    sigmoid("hinge-instead-of-log-sigma", "min(0, x) is log σ far from 0. Between −5 and 5 it is not.") {
      min(0, $0)
    },
    sigmoid(
      "cut-off-at-30", "You cut x off at ±30, so that exp stays small. log σ(−1000) is −1000, and not −30."
    ) { Oracle.logSigmoid(max(-30, min(30, $0))) },
    sigmoid(
      "cut-off-at-50", "You cut x off at ±50, so that exp stays small. log σ(−1000) is −1000, and not −50."
    ) { Oracle.logSigmoid(max(-50, min(50, $0))) },
    sigmoid(
      "cut-off-at-100", "You cut x off at ±100, so that exp stays small. log σ(−1000) is −1000, and not −100."
    ) { Oracle.logSigmoid(max(-100, min(100, $0))) },
    sigmoid(
      "cut-off-at-500",
      "You cut x off at ±500, so that exp stays finite. log σ(−1000) is −1000, and not −500."
    ) { Oracle.logSigmoid(max(-500, min(500, $0))) },
    sigmoid(
      "cut-off-at-700",
      "You cut x off at ±700, so that exp stays finite. log σ(−1000) is −1000, and not −700."
    ) { Oracle.logSigmoid(max(-700, min(700, $0))) },
    sigmoid(
      "tiny-number-inside",
      "You add 1e-8 before the logarithm. log σ(−50) becomes −18.4 by it: rearrange instead."
    ) { log(Oracle.sigmoid($0) + 1e-8) },
    sigmoid(
      "tinier-number-inside",
      "You add 1e-12 before the logarithm. log σ(−50) becomes −27.6 by it: rearrange instead."
    ) { log(Oracle.sigmoid($0) + 1e-12) },
    sigmoid(
      "sigma-kept-above-the-smallest-double",
      "You keep σ above the smallest Double. log σ(−1000) becomes −744.4 by it, and is −1000."
    ) { log(max(Oracle.sigmoid($0), .leastNonzeroMagnitude)) },
    sigmoid("slope-of-log-sigma", "This is the slope of log σ, which is σ(−x). Asked for is log σ itself.") {
      Oracle.sigmoid(-$0)
    },
    sigmoid("tanh-instead", "tanh is a σ of another height: σ(x) = (1 + tanh(x / 2)) / 2.") {
      log(1 + tanh($0))
    },
  ]

  private static func sigmoid(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "05.5", sentence: sentence) { $0.bind(Preferences.logSigmoid, to: answer) }
  }
}
