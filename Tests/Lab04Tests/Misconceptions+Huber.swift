import Foundation
import LabContracts
import LabTesting

/// Losses of residuals, and sums that exist only as logarithms.
extension Misconceptions {
  /// 04.7
  static let huberLoss: [Misconception] = [
    huber("always-a-square", "You square every residual. Beyond δ an outlier then decides the fit.") { r, _ in
      r * r / 2
    },
    huber("always-straight", "You take δ · |r| everywhere. Near 0 it is a square, r² / 2.") { r, delta in
      delta.isFinite ? delta * abs(r) : r * r / 2
    },
    huber(
      "step-at-delta",
      "Beyond δ you take δ · |r|, and the loss jumps there. The line meets the square: δ · (|r| − δ / 2)."
    ) {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * abs($0)
    },
    huber(
      "line-begins-at-zero",
      "You subtract δ and not δ / 2: at |r| = δ the line would be 0, and the square is δ² / 2."
    ) {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * (abs($0) - $1)
    },
    huber("square-not-halved", "Near 0 it is r² / 2: with r² the slopes do not meet at δ.") {
      abs($0) <= $1 ? $0 * $0 : $1 * (abs($0) - $1 / 2)
    },
    huber(
      "twice-huber", "Your loss is twice Huber's: r² and 2δ|r| − δ². His is r² / 2 and δ · (|r| − δ / 2)."
    ) {
      abs($0) <= $1 ? $0 * $0 : 2 * $1 * (abs($0) - $1 / 2)
    },
    huber(
      "line-without-delta", "Beyond δ you take |r| − δ / 2. Its slope must be δ, as the square's is there."
    ) {
      abs($0) <= $1 ? $0 * $0 / 2 : abs($0) - $1 / 2
    },
    huber("delta-squared", "Beyond δ you multiply with δ². The slope of the line is δ.") {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * $1 * (abs($0) - $1 / 2)
    },
    huber(
      "divided-by-delta",
      "You divide by δ, as PyTorch's smooth L1 does: r² / 2δ, and |r| − δ / 2. Huber's loss is δ times that."
    ) {
      $1.isInfinite ? 0 : abs($0) <= $1 ? $0 * $0 / 2 / $1 : abs($0) - $1 / 2
    },
    huber("pseudo-huber", "δ² · (√(1 + (r/δ)²) − 1) is smoother than Huber's loss, and another one.") {
      $1.isInfinite ? $0 * $0 / 2 : $1 * $1 * ((1 + $0 / $1 * ($0 / $1)).squareRoot() - 1)
    },
    huber(
      "cut-off-at-delta",
      "Beyond δ your loss stays at δ² / 2: an outlier pulls no more at all. It must go on growing."
    ) {
      let size = min(abs($0), $1)
      return size * size / 2
    },
    huber(
      "sides-swapped", "You take the straight line near 0 and the square beyond. It is the other way round."
    ) {
      abs($0) > $1 ? $0 * $0 / 2 : $1 * (abs($0) - $1 / 2)
    },
    huber("sign-kept", "A residual of −10 is as bad as one of 10. You compare r with δ, not |r|.") {
      $0 <= $1 ? $0 * $0 / 2 : $1 * ($0 - $1 / 2)
    },
    huber("negative-line", "Beyond δ you use r and not |r|: an outlier below makes your loss negative.") {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * ($0 - $1 / 2)
    },
    huber(
      "no-deltas-refused", "Without a positive δ there is no Huber loss: throw `notPositive`.",
      sparing: .notPositive
    ) {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * (abs($0) - $1 / 2)
    },
    huber(
      "residuals-that-are-no-numbers", "A residual of NaN or ∞ would spoil every sum: throw `notFinite`.",
      sparing: .notFinite
    ) {
      abs($0) <= $1 ? $0 * $0 / 2 : $1 * (abs($0) - $1 / 2)
    },
    Misconception(
      "infinite-delta-refused", lives: "04.7",
      sentence: "δ may be infinite: all is square then. You refuse it, or subtract ∞ from ∞."
    ) {
      $0.bind(Scaling.huberLoss) { residual, delta in
        let refuse = Refusal(sparing: nil)
        try refuse.positive([delta])
        try refuse(.notFinite, unless: residual.isFinite)
        return Oracle.huber(residual, delta)
      }
    },
  ]

  private static func huber(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ residual: Double, _ delta: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.7", sentence: sentence) { $0.huberLoss(sparing: spared, answer) }
  }

  /// 04.8
  static let predictedLogLoss: [Misconception] = [
    logLoss(
      "exponentials-added",
      "exp(800) is infinite, and exp(−800) is 0: take the largest term out before you add."
    ) { point, n, d in
      log(Oracle.terms(point, n, d).reduce(0) { $0 + exp($1) })
    },
    logLoss(
      "powers-divided",
      "e^3000 and N^110 are both infinite, and ∞ / ∞ is no number. Subtract logarithms: ln A − α · ln N."
    ) {
      p, n, d in
      log(exp(p[0]) + exp(p[1]) / pow(n, p[2]) + exp(p[3]) / pow(d, p[4]))
    },
    logLoss("largest-term-not-added-back", "You take the largest term out and forget to add it back.") {
      point, n, d in
      let terms = Oracle.terms(point, n, d)
      return Oracle.logSum(terms) - (terms.max() ?? 0)
    },
    logLoss("largest-term-alone", "You return the largest of the three terms. The others add to it.") {
      point, n, d in
      Oracle.terms(point, n, d).max() ?? 0
    },
    logLoss(
      "logarithms-added", "You add the logarithms of the terms: that is the logarithm of their product."
    ) { point, n, d in
      Oracle.terms(point, n, d).reduce(0, +)
    },
    logLoss(
      "first-term-taken-out",
      "You take E out of the sum. Where another term is far larger, its exponential is still infinite: take out the largest."
    ) {
      point, n, d in
      let terms = Oracle.terms(point, n, d)
      return terms[0] + log(terms.reduce(0) { $0 + exp($1 - terms[0]) })
    },
    logLoss(
      "exponents-held-between-bounds",
      "You clamp the terms between −700 and 700. Take the largest out instead: nothing is lost."
    ) {
      point, n, d in
      log(Oracle.terms(point, n, d).reduce(0) { $0 + exp(max(-700, min(700, $1))) })
    },
    logLoss("loss-and-not-its-logarithm", "You return L. Asked for is ln L, in which a fit counts errors.") {
      point, n, d in
      exp(Oracle.logLoss(point, n, d))
    },
    logLoss(
      "law-without-a-floor",
      "You leave out E. No model falls below it, and without it the exponents come out too small."
    ) { point, n, d in
      Oracle.logSum(Array(Oracle.terms(point, n, d).dropFirst()))
    },
    logLoss("alpha-and-beta-swapped", "α belongs to N and β to D. You have them in each other's place.") {
      p, n, d in
      Oracle.logLoss([p[0], p[1], p[4], p[3], p[2]], n, d)
    },
    logLoss(
      "order-of-the-paper", "You read the point as [ln E, ln A, ln B, α, β]. Here α stands behind ln A."
    ) { p, n, d in
      Oracle.logLoss([p[0], p[1], p[3], p[2], p[4]], n, d)
    },
    logLoss("floor-last", "You read the point as [ln A, α, ln B, β, ln E]. Here ln E comes first.") {
      p, n, d in
      Oracle.logLoss([p[4], p[0], p[1], p[2], p[3]], n, d)
    },
    logLoss("n-and-d-swapped", "You divide A by a power of D, and B by one of N. A goes with N.") {
      Oracle.logLoss($0, $2, $1)
    },
    logLoss("powers-that-grow", "You multiply with N^α. More parameters lower the loss: the exponent is −α.")
    { p, n, d in
      Oracle.logLoss([p[0], p[1], -p[2], p[3], -p[4]], n, d)
    },
    logLoss(
      "constants-not-logarithms", "You take the point for E, A, B themselves. It holds their logarithms."
    ) { p, n, d in
      let terms = [p[0], p[1] * pow(n, -p[2]), p[3] * pow(d, -p[4])]
      return log(terms.reduce(0, +))
    },
    logLoss("decimal-logarithms-of-sizes", "You take log₁₀ of N and D. All logarithms are natural here.") {
      p, n, d in
      Oracle.logSum([p[0], p[1] - p[2] * log10(n), p[3] - p[4] * log10(d)])
    },
    logLoss("sizes-without-logarithms", "ln(N^α) is α · ln N. You multiply α with N itself.") { p, n, d in
      Oracle.logSum([p[0], p[1] - p[2] * n, p[3] - p[4] * d])
    },
    logLoss("exponents-of-the-tokens-alone", "N^−α belongs to A. You let D alone lower the loss.") {
      p, n, d in
      Oracle.logSum([p[0], p[1], p[3] - p[4] * log(d)])
    },
    logLoss(
      "points-that-are-no-numbers", "A point with NaN or ∞ in it is no law: throw `notFinite`.",
      sparing: .notFinite
    ) {
      Oracle.logLoss($0, $1, $2)
    },
    logLoss(
      "sizes-without-a-logarithm", "N and D must be positive and finite: throw `notPositive`.",
      sparing: .notPositive
    ) {
      Oracle.logLoss($0, $1, $2)
    },
    Misconception(
      "any-number-of-numbers", lives: "04.8",
      sentence: "A law has five numbers. For more or fewer throw `notALaw`, before you read them."
    ) {
      $0.bind(Scaling.predictedLogLoss) { point, n, d in
        let refuse = Refusal(sparing: nil)
        try refuse(.notFinite, unless: point.allSatisfy(\.isFinite))
        try refuse.positive([n, d])
        let five = Array((point + [0, 0, 0, 0, 0]).prefix(5))
        return Oracle.logLoss(five, n, d)
      }
    },
  ]

  private static func logLoss(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], _ n: Double, _ d: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.8", sentence: sentence) { $0.predictedLogLoss(sparing: spared, answer) }
  }
}
