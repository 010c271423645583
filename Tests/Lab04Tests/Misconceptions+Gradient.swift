import Foundation
import LabContracts
import LabTesting

/// Which way is down.
extension Misconceptions {
  /// 04.10
  static let fitGradient: [Misconception] = [
    gradient(
      "mean-of-the-slopes", "You divide by the number of runs. The objective is a sum, and so are its slopes."
    ) { point, runs, delta in
      Oracle.slopes(point, runs, delta).map { $0 / Double(max(1, runs.count)) }
    },
    gradient(
      "uphill-and-downhill-swapped",
      "Your slopes have the wrong sign: r = predicted − measured, and a law that says too much must come down."
    ) {
      Oracle.slopes($0, $1, $2).map { -$0 }
    },
    pull(
      "pull-without-a-bound",
      "Beyond δ an outlier pulls with δ, not with its residual: that is what Huber's loss is for."
    ) { r, _ in r },
    pull("pull-by-sign-alone", "Near 0 the pull is r itself. You pull with ±δ everywhere.") { r, delta in
      r == 0 ? 0 : delta.isFinite ? (r > 0 ? delta : -delta) : r
    },
    pull("pull-of-one-beyond", "Beyond δ you pull with ±1. The line's slope is δ.") { r, delta in
      abs(r) <= delta ? r : r > 0 ? 1 : -1
    },
    pull(
      "pull-without-a-sign", "Beyond δ the pull is −δ for a law that says too little. You take δ for both."
    ) { r, delta in
      abs(r) <= delta ? r : delta
    },
    pull("slope-of-r-squared", "You pull with 2r. The square is halved: its slope is r.") { r, delta in
      abs(r) <= delta ? 2 * r : r > 0 ? delta : -delta
    },
    pull("loss-for-its-slope", "You pull with Huber's loss itself. Take its slope: r, and ±δ beyond.") {
      r, delta in
      Oracle.huber(r, delta)
    },
    pull("no-pull-beyond", "Beyond δ you pull with 0, as if the loss stayed level there. It goes on growing.")
    { r, delta in
      abs(r) <= delta ? r : 0
    },
    shares(
      "exponents-without-their-minus",
      "α stands before −ln N: more of it makes its term smaller, and you have the sign the other way."
    ) { s, n, d in
      [s[0], s[1], n * s[1], s[2], d * s[2]]
    },
    shares("exponents-without-the-size", "With α, ln L grows at −ln N times a share. You leave ln N out.") {
      s, _, _ in
      [s[0], s[1], -s[1], s[2], -s[2]]
    },
    shares("sizes-for-their-logarithms", "With α, ln L grows at −ln N times a share. You take N itself.") {
      s, n, d in
      [s[0], s[1], -exp(n) * s[1], s[2], -exp(d) * s[2]]
    },
    shares(
      "logarithms-of-n-and-d-swapped",
      "α goes with ln N and β with ln D. You have them in each other's place."
    ) { s, n, d in
      [s[0], s[1], -d * s[1], s[2], -n * s[2]]
    },
    shares(
      "slopes-in-the-papers-order",
      "Your order is ln E, ln A, ln B, α, β. Asked for is ln E, ln A, α, ln B, β."
    ) { s, n, d in
      [s[0], s[1], s[2], -n * s[1], -d * s[2]]
    },
    shares(
      "decimal-logarithms-in-the-slopes", "Your slopes of α and β use log₁₀. All logarithms are natural here."
    ) { s, n, d in
      [s[0], s[1], -n / log(10) * s[1], s[2], -d / log(10) * s[2]]
    },
    shares("floor-with-a-slope-of-one", "You let ln E move ln L one to one. It moves it by its share, E / L.")
    { s, n, d in
      [1, s[1], -n * s[1], s[2], -d * s[2]]
    },
    shares("floor-without-a-slope", "You hold E fixed. It is one of the five numbers to be found.") {
      s, n, d in
      [0, s[1], -n * s[1], s[2], -d * s[2]]
    },
    terms(
      "terms-for-shares",
      "You take the terms themselves. A share is a term divided by L, because it is ln L that is fitted."
    ) { exp($0) },
    terms("logarithms-of-the-terms", "You take the logarithms of the terms for shares.") { $0 },
    gradient(
      "slopes-of-e-a-and-b",
      "Your slopes are those of E, A and B. The fit varies their logarithms: multiply each with its constant."
    ) { p, runs, delta in
      let slopes = Oracle.slopes(p, runs, delta)
      return [slopes[0] / exp(p[0]), slopes[1] / exp(p[1]), slopes[2], slopes[3] / exp(p[3]), slopes[4]]
    },
    gradient("last-slopes-alone", "You overwrite the slopes with each run. They add up.") {
      point, runs, delta in
      Oracle.slopes(point, Array(runs.suffix(1)), delta)
    },
    gradient(
      "shares-through-exponentials",
      "exp(800) is infinite, and ∞ / ∞ is no number. A share is exp(term − ln L), with the ln L of 04.8."
    ) {
      point, runs, delta in
      runs.reduce(into: [0, 0, 0, 0, 0]) { sum, run in
        let terms = Oracle.terms(point, run.parameters, run.tokens).map { exp($0) }
        let loss = terms.reduce(0, +)
        let force = max(-delta, min(delta, Oracle.residual(point, run)))
        let parts = [
          terms[0], terms[1], -log(run.parameters) * terms[1], terms[2], -log(run.tokens) * terms[2],
        ]
        for (index, part) in parts.enumerated() { sum[index] += force * part / loss }
      }
    },
    gradient(
      "differences-too-coarse",
      "Differences over so long a step are no slopes. Work them out, or take a step of about 10⁻⁵ to both sides."
    ) {
      point, runs, delta in
      point.indices.map { index in
        var moved = point
        moved[index] += 0.01
        return (Oracle.objective(moved, runs, delta) - Oracle.objective(point, runs, delta)) / 0.01
      }
    },
    gradient(
      "slopes-of-impossible-runs",
      "A run whose sizes or loss are not positive has no slopes: throw `notPositive`.", sparing: .notPositive
    ) {
      Oracle.slopes($0, $1, $2)
    },
  ]

  private static func gradient(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], [Scaling.Run], _ delta: Double) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "04.10", sentence: sentence) { $0.fitGradient(sparing: spared, answer) }
  }

  private static func pull(
    _ id: String, _ sentence: String, _ pull: @escaping @Sendable (_ r: Double, _ delta: Double) -> Double
  ) -> Misconception {
    gradient(id, sentence) { point, runs, delta in Oracle.slopes(point, runs) { pull($0, delta) } }
  }

  /// Other slopes of ln L, made of the right shares and of ln N and ln D.
  private static func shares(
    _ id: String, _ sentence: String,
    _ slopes: @escaping @Sendable (_ shares: [Double], _ logN: Double, _ logD: Double) -> [Double]
  ) -> Misconception {
    gradient(id, sentence) { point, runs, delta in
      sum(point, runs, delta) { terms, run in
        let shares = terms.map { exp($0 - Oracle.logSum(terms)) }
        return slopes(shares, log(run.parameters), log(run.tokens))
      }
    }
  }

  /// Something else for shares.
  private static func terms(
    _ id: String, _ sentence: String, _ share: @escaping @Sendable (_ logTerm: Double) -> Double
  ) -> Misconception {
    gradient(id, sentence) { point, runs, delta in
      sum(point, runs, delta) { terms, run in
        let s = terms.map(share)
        return [s[0], s[1], -log(run.parameters) * s[1], s[2], -log(run.tokens) * s[2]]
      }
    }
  }

  private static func sum(
    _ point: [Double], _ runs: [Scaling.Run], _ delta: Double,
    _ slopes: (_ terms: [Double], Scaling.Run) -> [Double]
  ) -> [Double] {
    runs.reduce(into: [0, 0, 0, 0, 0]) { sum, run in
      let force = max(-delta, min(delta, Oracle.residual(point, run)))
      for (index, part) in slopes(Oracle.terms(point, run.parameters, run.tokens), run).enumerated() {
        sum[index] += force * part
      }
    }
  }
}
