import Foundation
import LabContracts
import LabTesting

/// From logits to log-probabilities.
extension Misconceptions {
  /// 05.1
  static let logSoftmax: [Misconception] = [
    softmax(
      "nothing-subtracted-before-exp",
      "exp of a logit of 1000 is infinite, and the sum with it. Subtract the largest logit from all of them first."
    ) { logits in
      let sum = log(logits.reduce(0) { $0 + exp($1) })
      return logits.map { $0 - sum }
    },
    softmax(
      "log-of-the-softmax",
      "You take the logarithm of probabilities. One that has become 0 ends as −∞: subtract log Σ exp from the logit instead."
    ) { softmaxed($0).map { log($0) } },
    softmax(
      "log-of-exp-over-sum",
      "You divide exp(x) by the sum and take the logarithm. exp(1000) is infinite, and ∞ / ∞ is NaN."
    ) { logits in
      let sum = logits.reduce(0) { $0 + exp($1) }
      return logits.map { log(exp($0) / sum) }
    },
    softmax("log-left-out", "These are probabilities. Asked for are their logarithms.") { softmaxed($0) },
    softmax(
      "surprise-instead-of-log-probability", "You changed the sign: a log-probability is never above 0."
    ) {
      Oracle.logSoftmax($0).map { -$0 }
    },
    softmax(
      "single-precision",
      "You compute with Float, which has seven digits: of 101.5 only five stand behind the point. Stay with Double."
    ) { logits in
      let floats = logits.map { Float($0) }
      let largest = floats.max() ?? 0
      let sum = largest + log(floats.reduce(0) { $0 + exp($1 - largest) })
      return floats.map { Double($0 - sum) }
    },
    softmax("base-two", "You took the logarithm to base 2. In this lab log is the natural one.") {
      Oracle.logSoftmax($0).map { $0 / log(2) }
    },
    softmax("base-ten", "You took the logarithm to base 10. In this lab log is the natural one.") {
      Oracle.logSoftmax($0).map { $0 / log(10) }
    },
    softmax(
      "largest-subtracted-and-no-more",
      "You subtract the largest logit and stop. Probabilities must add up to 1: subtract log Σ exp as well."
    ) { logits in logits.map { $0 - (logits.max() ?? 0) } },
    softmax(
      "largest-not-put-back",
      "Your sum is that of exp(x − largest), and you subtract its logarithm from x itself. Put the largest back in."
    ) { logits in
      let largest = logits.max() ?? 0
      let sum = log(logits.reduce(0) { $0 + exp($1 - largest) })
      return logits.map { $0 - sum }
    },
    softmax(
      "largest-put-back-with-the-wrong-sign",
      "log Σ exp(x) is largest + log Σ exp(x − largest). You subtract the largest there."
    ) { logits in
      let largest = logits.max() ?? 0
      let sum = log(logits.reduce(0) { $0 + exp($1 - largest) })
      return logits.map { $0 - (sum - largest) }
    },
    softmax(
      "first-logit-subtracted",
      "You subtract the first logit before exp. One that is 2000 larger still overflows: subtract the largest."
    ) { logits in shifted(logits, by: logits.first ?? 0) },
    softmax(
      "smallest-logit-subtracted",
      "You subtract the smallest logit before exp. One that is 2000 larger overflows: subtract the largest."
    ) { logits in shifted(logits, by: logits.min() ?? 0) },
    softmax(
      "largest-magnitude-subtracted",
      "Where all logits are far below 0, every exp of yours is 0. Subtract the largest itself: not its magnitude, and not only where it is above 0."
    ) { logits in shifted(logits, by: logits.map(abs).max() ?? 0) },
    softmax(
      "mean-subtracted",
      "You subtract the mean before exp. A logit far above it still overflows: subtract the largest."
    ) { logits in shifted(logits, by: Oracle.mean(logits)) },
    softmax(
      "sum-of-the-logits",
      "You subtract log of the sum of the logits. It is their exponentials that are added up."
    ) { logits in
      let sum = log(logits.reduce(0, +))
      return logits.map { $0 - sum }
    },
    softmax("logits-divided", "You divide the logits by their sum. That is no softmax: exp is missing.") {
      logits in
      let sum = logits.reduce(0, +)
      return logits.map { log($0 / sum) }
    },
    softmax(
      "mean-of-the-exponentials",
      "You take the mean of the exponentials. It is their sum that makes probabilities add up to 1."
    ) { logits in Oracle.logSoftmax(logits).map { $0 + log(Double(logits.count)) } },
    softmax(
      "odds-instead-of-probability",
      "You leave the logit itself out of its sum. That gives log-odds; for probabilities the sum holds all."
    ) { logits in
      logits.indices.map { index in
        let others = logits.indices.filter { $0 != index }.map { logits[$0] }
        return logits[index] - Oracle.logSumExp(others)
      }
    },
    softmax(
      "tiny-number-added",
      "You add 1e-9 before the logarithm. −1000 becomes −20.7 by it: no probability is needed at all."
    ) { softmaxed($0).map { log($0 + 1e-9) } },
    softmax(
      "tinier-number-added",
      "You add 1e-12 before the logarithm. −1000 becomes −27.6 by it: no probability is needed at all."
    ) { softmaxed($0).map { log($0 + 1e-12) } },
    softmax(
      "probability-kept-above-a-tiny-number",
      "You keep probabilities above 1e-8. −1000 becomes −18.4 by it: no probability is needed at all."
    ) { softmaxed($0).map { log(max($0, 1e-8)) } },
    softmax(
      "probability-kept-above-the-smallest-double",
      "You keep probabilities above the smallest Double. −1000 becomes −745 or −708 by it: no probability is needed at all."
    ) { softmaxed($0).map { log(max($0, .leastNonzeroMagnitude)) } },
    softmax(
      "logits-kept-below-700",
      "You cut logits off at 700, so that exp stays finite. Then 1000 and 999 are equally probable: subtract the largest."
    ) { Oracle.logSoftmax($0.map { min(700, $0) }) },
    softmax(
      "nan-stepped-over",
      "A logit that is NaN or infinite has no probability: throw `notFinite`. `max()` may step over a NaN.",
      sparing: .notFinite
    ) { Oracle.logSoftmax($0) },
    softmax(
      "no-logits-no-answer", "Without logits there is nothing that could have a probability: throw `empty`.",
      sparing: .empty
    ) { Oracle.logSoftmax($0) },
    Misconception(
      "only-nan-refused", lives: "05.1",
      sentence:
        "You refuse NaN and let infinite logits through: ∞ − ∞ is NaN as well. `isFinite` asks for both."
    ) {
      $0.bind(Preferences.logSoftmax) { logits in
        let refuse = Refusal(sparing: nil)
        try refuse(.empty, unless: !logits.isEmpty)
        try refuse(.notFinite, unless: !logits.contains(where: \.isNaN))
        return Oracle.logSoftmax(logits)
      }
    },
  ]

  private static func softmax(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable ([Double]) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "05.1", sentence: sentence) { $0.logSoftmax(sparing: spared, answer) }
  }

  private static func softmaxed(_ logits: [Double]) -> [Double] {
    let powers = logits.map { exp($0 - (logits.max() ?? 0)) }
    return powers.map { $0 / powers.reduce(0, +) }
  }

  /// The right formula, with something else than the largest logit taken out.
  private static func shifted(_ logits: [Double], by shift: Double) -> [Double] {
    let sum = shift + log(logits.reduce(0) { $0 + exp($1 - shift) })
    return logits.map { $0 - sum }
  }
}
