import Foundation
import LabContracts
import LabTesting

/// Lines on logarithmic axes.
extension Misconceptions {
  /// 04.3
  static let logLine: [Misconception] = [
    line(
      "no-logarithms",
      "You lay the line through x and y themselves. A power law is straight in their logarithms."
    ) {
      plain($0, $1)
    },
    line(
      "logarithm-of-y-alone",
      "You take the logarithm of y alone, which makes exponentials straight. Take that of x as well."
    ) {
      plain($0, logs($1))
    },
    line("logarithm-of-x-alone", "You take the logarithm of x alone. Take that of y as well.") {
      plain(logs($0), $1)
    },
    line(
      "logarithms-to-base-ten",
      "Your logarithms have base 10: the slope is the same, the intercept is not. `log` has base e."
    ) {
      plain($0.map { log10($0) }, $1.map { log10($0) })
    },
    line(
      "logarithms-to-base-two", "Your logarithms have base 2: the slope is the same, the intercept is not."
    ) {
      plain($0.map { log2($0) }, $1.map { log2($0) })
    },
    line(
      "two-kinds-of-logarithms", "You take log₁₀ of x and ln of y. A slope needs the same units on both axes."
    ) {
      plain($0.map { log10($0) }, logs($1))
    },
    line("base-ten-for-y", "You take ln of x and log₁₀ of y. A slope needs the same units on both axes.") {
      plain(logs($0), $1.map { log10($0) })
    },
    line(
      "slope-without-its-sign", "A loss falls as x grows: its slope is below 0. You return the slope's size."
    ) {
      let line = plain(logs($0), logs($1))
      return Scaling.Line(slope: abs(line.slope), intercept: line.intercept)
    },
    line("slope-with-the-wrong-sign", "Your slope has the wrong sign: where y grows with x, it is above 0.") {
      let line = plain(logs($0), logs($1))
      return Scaling.Line(slope: -line.slope, intercept: line.intercept)
    },
    line("slope-and-intercept-swapped", "You have put slope and intercept in each other's place.") {
      let line = plain(logs($0), logs($1))
      return Scaling.Line(slope: line.intercept, intercept: line.slope)
    },
    line("axes-swapped", "You lay x over y. The line says ln y for a given ln x.") {
      plain(logs($1), logs($0))
    },
    line(
      "divided-by-the-spread-of-y",
      "You divide the covariance by the variance of ln y. The slope is per unit of ln x."
    ) {
      let (u, v) = (logs($0), logs($1))
      let slope = covariance(u, v) / covariance(v, v)
      return Scaling.Line(slope: slope, intercept: mean(v) - slope * mean(u))
    },
    line(
      "line-through-the-ends",
      "Your line joins the first point and the last one. Those between them count as well."
    ) {
      let (u, v) = (logs($0), logs($1))
      let last = u.count - 1
      let slope = (v[last] - v[0]) / (u[last] - u[0])
      return Scaling.Line(slope: slope, intercept: v[0] - slope * u[0])
    },
    line(
      "mean-of-the-steps",
      "You average the slopes from point to point. Near neighbours then count too much: least squares."
    ) {
      let (u, v) = (logs($0), logs($1))
      let slopes = u.indices.dropFirst().map { (v[$0] - v[$0 - 1]) / (u[$0] - u[$0 - 1]) }
      return Scaling.Line(slope: mean(slopes), intercept: mean(v) - mean(slopes) * mean(u))
    },
    line(
      "line-through-the-origin", "Your line goes through the origin, Σuv / Σu². Take the means away first."
    ) {
      let (u, v) = (logs($0), logs($1))
      return Scaling.Line(slope: product(u, v) / product(u, u), intercept: 0)
    },
    line(
      "intercept-at-the-first-point",
      "Your line goes through the first point. It goes through the point of the means."
    ) {
      let (u, v) = (logs($0), logs($1))
      let slope = covariance(u, v) / covariance(u, u)
      return Scaling.Line(slope: slope, intercept: v[0] - slope * u[0])
    },
    line(
      "intercept-raised-to-a-coefficient",
      "`intercept` is ln y where ln x is 0. You return e to its power, the power law's coefficient."
    ) {
      let line = plain(logs($0), logs($1))
      return Scaling.Line(slope: line.slope, intercept: exp(line.intercept))
    },
    line(
      "intercept-is-the-mean",
      "You return the mean of ln y. The intercept is that mean − slope · the mean of ln x."
    ) {
      let line = plain(logs($0), logs($1))
      return Scaling.Line(slope: line.slope, intercept: mean(logs($1)))
    },
    line(
      "n-and-one-less-than-n",
      "You divide the covariance by n − 1 and the variance by n. The same for both, or neither."
    ) {
      let (u, v) = (logs($0), logs($1))
      let slope = covariance(u, v) / covariance(u, u) * Double(u.count) / Double(u.count - 1)
      return Scaling.Line(slope: slope, intercept: mean(v) - slope * mean(u))
    },
    line(
      "one-repeated-point-dropped", "A point with the same x as another is a measurement of its own: keep it."
    ) { x, y in
      let first = x.indices.filter { x.firstIndex(of: x[$0]) == $0 }
      return plain(first.map { log(x[$0]) }, first.map { log(y[$0]) })
    },
    line(
      "lists-cut-to-the-shorter",
      "Where x and y differ in length, some point has no partner: throw `unequalLengths`.",
      sparing: .unequalLengths
    ) {
      x, y in
      let count = min(x.count, y.count)
      return plain(logs(Array(x.prefix(count))), logs(Array(y.prefix(count))))
    },
    line(
      "zeros-through-the-logarithm",
      "ln 0 is −∞, and that of −1 is no number: throw `notPositive` before you take it.",
      sparing: .notPositive
    ) {
      plain(logs($0), logs($1))
    },
    Misconception(
      "nan-on-the-axes", lives: "04.3",
      sentence:
        "`if x <= 0` lets NaN and ∞ through: no comparison with NaN holds. Ask for `x > 0` and `isFinite`."
    ) {
      $0.bind(Scaling.logLine) { x, y in
        let refuse = Refusal(sparing: .notPositive)
        try refuse.points(x, y)
        if (x + y).contains(where: { $0 <= 0 }) { throw InputError.notPositive }
        return plain(logs(x), logs(y))
      }
    },
    line(
      "one-point-makes-no-line", "Through one point goes every line: throw `tooFewPoints`.",
      sparing: .tooFewPoints
    ) {
      Scaling.Line(slope: 0, intercept: $1.first.map { log($0) } ?? $0.first ?? 0)
    },
    line(
      "upright-line", "Where all x are equal the line stands upright and has no slope: throw `constant`.",
      sparing: .constant
    ) {
      plain(logs($0), logs($1))
    },
    Misconception(
      "spread-compared-with-zero", lives: "04.3",
      sentence:
        "The mean of equal numbers may differ from them in the last bit, and the spread is then not 0. Compare the x themselves."
    ) {
      $0.bind(Scaling.logLine) { x, y in
        if x.count == y.count && x.count >= 2 && (x + y).allSatisfy({ $0 > 0 && $0.isFinite }) {
          let spread = covariance(logs(x), logs(x))
          if spread == 0 { throw InputError.constant }
          return plain(logs(x), logs(y))
        }
        try Refusal(sparing: nil).points(x, y)
        return plain(logs(x), logs(y))
      }
    },
    Misconception(
      "level-line-refused", lives: "04.3",
      sentence: "Where all y are equal the line is level: its slope is 0. Only equal x are refused."
    ) {
      $0.bind(Scaling.logLine) { x, y in
        let refuse = Refusal(sparing: nil)
        try refuse.points(x, y)
        try refuse(.constant, unless: y.contains { $0 != y[0] })
        return plain(logs(x), logs(y))
      }
    },
    Misconception(
      "three-points-asked-for", lives: "04.3",
      sentence: "Two points make a line. You refuse two, and want three."
    ) {
      $0.bind(Scaling.logLine) { x, y in
        let refuse = Refusal(sparing: nil)
        try refuse.points(x, y)
        try refuse(.tooFewPoints, unless: x.count >= 3)
        return plain(logs(x), logs(y))
      }
    },
  ]

  private static func line(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ x: [Double], _ y: [Double]) -> Scaling.Line
  ) -> Misconception {
    Misconception(id, lives: "04.3", sentence: sentence) { $0.logLine(sparing: spared, answer) }
  }

  /// The least-squares line through numbers as they are.
  private static func plain(_ u: [Double], _ v: [Double]) -> Scaling.Line {
    let slope = covariance(u, v) / covariance(u, u)
    return Scaling.Line(slope: slope, intercept: mean(v) - slope * mean(u))
  }

  private static func logs(_ x: [Double]) -> [Double] { x.map { log($0) } }

  private static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  private static func product(_ u: [Double], _ v: [Double]) -> Double {
    zip(u, v).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func covariance(_ u: [Double], _ v: [Double]) -> Double {
    product(u.map { $0 - mean(u) }, v.map { $0 - mean(v) }) / Double(u.count)
  }
}
