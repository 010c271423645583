import Foundation
import LabContracts
import LabTesting

/// The bottom of a valley.
extension Misconceptions {
  /// 04.6
  static let isoFLOPMinimum: [Misconception] = [
    valley("vertex-with-the-wrong-sign", "Your bottom is at x = c₁ / 2c₂. It is at −c₁ / 2c₂.") { fit in
      fit.at(fit.slope / (2 * fit.bend))
    },
    valley("vertex-not-halved", "Your bottom is at −c₁ / c₂. The slope c₁ + 2·c₂·x is 0 at −c₁ / 2c₂.") {
      fit in
      fit.at(-fit.slope / fit.bend)
    },
    valley("loss-at-the-origin", "You return the parabola's constant. Its loss at the bottom is lower.") {
      fit in
      Scaling.Valley(parameters: fit.at(fit.bottom).parameters, loss: fit.constant)
    },
    valley(
      "vertex-height-with-four",
      "The height of the bottom is c₀ − c₁² / 4c₂. You subtract another share of c₁² / c₂."
    ) { fit in
      Scaling.Valley(
        parameters: fit.at(fit.bottom).parameters, loss: fit.constant - fit.slope * fit.slope / (2 * fit.bend)
      )
    },
    valley("logarithm-of-the-size", "You return ln N. Ask for N: e to its power.") { fit in
      Scaling.Valley(parameters: log(fit.at(fit.bottom).parameters), loss: fit.at(fit.bottom).loss)
    },
    losses("parabola-in-n", "Your parabola is in N. Sizes grow by factors, and the valley is one in ln N.") {
      sizes, losses in
      let largest = sizes.max() ?? 1
      let c = Oracle.polynomial(sizes.map { $0 / largest }, losses, degree: 2)
      let bottom = -c[1] / (2 * c[2])
      return Scaling.Valley(parameters: bottom * largest, loss: c[0] - c[1] * c[1] / (4 * c[2]))
    },
    losses("ten-to-a-natural-logarithm", "You raise 10 to a natural logarithm, or e to a decimal one.") {
      sizes, losses in
      let valley = Oracle.valley(sizes, losses)
      return Scaling.Valley(parameters: pow(10, log(valley.parameters)), loss: valley.loss)
    },
    losses(
      "e-to-a-decimal-logarithm",
      "You raise e to a decimal logarithm. `log` goes with `exp`, and `log10` with `pow(10, …)`."
    ) {
      sizes, losses in
      let valley = Oracle.valley(sizes, losses)
      return Scaling.Valley(parameters: exp(log10(valley.parameters)), loss: valley.loss)
    },
    losses(
      "logarithm-of-the-losses", "You fit the logarithms of the losses. Here the losses stand as they are."
    ) { sizes, losses in
      let valley = Oracle.valley(sizes, losses.map { log($0) })
      return Scaling.Valley(parameters: valley.parameters, loss: exp(valley.loss))
    },
    losses(
      "best-measured-run",
      "You return the best run. The bottom may lie between two runs, and noise decides which is best."
    ) {
      sizes, losses in
      let best = losses.indices.min { losses[$0] < losses[$1] } ?? 0
      return Scaling.Valley(parameters: sizes[best], loss: losses[best])
    },
    losses(
      "bottom-kept-among-the-sizes",
      "You keep the bottom among the sizes that were tried. It may lie beyond them: say so, and warn."
    ) {
      sizes, losses in
      var valley = Oracle.valley(sizes, losses)
      valley.parameters = min(sizes.max() ?? 0, max(sizes.min() ?? 0, valley.parameters))
      return valley
    },
    losses(
      "three-best-runs-alone", "Your parabola goes through three runs. All of them count: least squares."
    ) { sizes, losses in
      var seen: [Int] = []
      for index in losses.indices.sorted(by: { losses[$0] < losses[$1] })
      where seen.count < 3 && !seen.contains(where: { sizes[$0] == sizes[index] }) {
        seen.append(index)
      }
      return Oracle.valley(seen.map { sizes[$0] }, seen.map { losses[$0] })
    },
    losses(
      "first-middle-and-last-run",
      "Your parabola goes through the first, the middle and the last run. All of them count."
    ) {
      sizes, losses in
      let order = sizes.indices.sorted { sizes[$0] < sizes[$1] }
      let three = [order[0], order[order.count / 2], order[order.count - 1]]
      return Oracle.valley(three.map { sizes[$0] }, three.map { losses[$0] })
    },
    losses(
      "loss-of-the-nearest-run", "You return a measured loss. Ask for the parabola's: it has seen all runs."
    ) { sizes, losses in
      let valley = Oracle.valley(sizes, losses)
      let nearest = sizes.indices.min {
        abs(log(sizes[$0] / valley.parameters)) < abs(log(sizes[$1] / valley.parameters))
      }
      return Scaling.Valley(parameters: valley.parameters, loss: losses[nearest ?? 0])
    },
    losses(
      "size-measured-twice-dropped",
      "A size that was tried twice counts twice: its two losses differ by chance."
    ) { sizes, losses in
      let first = sizes.indices.filter { sizes.firstIndex(of: sizes[$0]) == $0 }
      return Oracle.valley(first.map { sizes[$0] }, first.map { losses[$0] })
    },
    losses(
      "hill-for-a-valley",
      "Where the parabola opens downwards its vertex is the worst model: throw `noValley`.",
      sparing: .noValley
    ) {
      Oracle.valley($0, $1)
    },
    losses(
      "level-valley", "Where all losses are equal there is nothing to find: throw `constant`.",
      sparing: .constant
    ) { sizes, losses in
      Scaling.Valley(parameters: sizes[0], loss: losses[0])
    },
    losses(
      "two-sizes-make-a-valley", "Through two sizes go many parabolas: throw `tooFewPoints`.",
      sparing: .tooFewPoints
    ) { sizes, losses in
      Set(sizes).count < 3
        ? Scaling.Valley(parameters: sizes.first ?? 0, loss: losses.min() ?? 0) : Oracle.valley(sizes, losses)
    },
    losses(
      "valley-of-impossible-runs", "A size or a loss of 0 or below, NaN or ∞ is no run: throw `notPositive`.",
      sparing: .notPositive
    ) {
      sizes, losses in
      Oracle.valley(sizes.map { $0 > 0 ? $0 : 1 }, losses)
    },
    Misconception(
      "nan-in-the-valley", lives: "04.6",
      sentence:
        "`if x <= 0` lets NaN and ∞ through: no comparison with NaN holds. Ask for `x > 0` and `isFinite`."
    ) {
      $0.bind(Scaling.isoFLOPMinimum) { sizes, losses in
        let refuse = Refusal(sparing: nil)
        try refuse(.unequalLengths, unless: sizes.count == losses.count)
        try refuse(.notPositive, unless: !(sizes + losses).contains { $0 <= 0 })
        try refuse(.tooFewPoints, unless: Set(sizes).count >= 3)
        try refuse(.constant, unless: losses.contains { $0 != losses[0] })
        let bend = Oracle.polynomial(Oracle.logs(sizes), losses, degree: 2)[2]
        try refuse(.noValley, unless: bend > 0 || bend.isNaN)
        return Oracle.valley(sizes, losses)
      }
    },
    Misconception(
      "runs-counted-instead-of-sizes", lives: "04.6",
      sentence:
        "You count runs. It takes three different sizes: two that were each tried twice are not enough."
    ) {
      $0.bind(Scaling.isoFLOPMinimum) { sizes, losses in
        let refuse = Refusal(sparing: nil)
        try refuse(.unequalLengths, unless: sizes.count == losses.count)
        try refuse.positive(sizes + losses)
        try refuse(.tooFewPoints, unless: sizes.count >= 3)
        try refuse(.constant, unless: losses.contains { $0 != losses[0] })
        let bend = Oracle.polynomial(Oracle.logs(sizes), losses, degree: 2)[2]
        try refuse(.noValley, unless: bend > 0)
        return Oracle.valley(sizes, losses)
      }
    },
  ]

  private static func losses(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ sizes: [Double], _ losses: [Double]) -> Scaling.Valley
  ) -> Misconception {
    Misconception(id, lives: "04.6", sentence: sentence) { $0.isoFLOPMinimum(sparing: spared, answer) }
  }

  /// What is made of a parabola that is fitted as it should be, around the mean of ln N.
  private static func valley(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable (Parabola) -> Scaling.Valley
  ) -> Misconception {
    losses(id, sentence) { answer(Parabola($0, $1)) }
  }

  private struct Parabola {
    let centre, constant, slope, bend: Double

    init(_ sizes: [Double], _ losses: [Double]) {
      let logs = sizes.map { log($0) }
      let mean = logs.reduce(0, +) / Double(logs.count)
      let c = Oracle.polynomial(logs.map { $0 - mean }, losses, degree: 2)
      (centre, constant, slope, bend) = (mean, c[0], c[1], c[2])
    }

    var bottom: Double { -slope / (2 * bend) }

    func at(_ x: Double) -> Scaling.Valley {
      Scaling.Valley(parameters: exp(centre + x), loss: constant + x * (slope + x * bend))
    }
  }
}
