import Foundation
import LabContracts
import LabTesting

/// Which runs are fitted, from where, and which end is kept.
extension Misconceptions {
  /// 04.11
  static let fitLaw: [Misconception] = [
    kept(
      "one-starting-point",
      "You search from the first start alone. A walk ends in the nearest valley: try them all."
    ) {
      runs, delta, starts in end(starts[0], runs, delta)
    },
    kept("last-start-wins", "You keep what the last start has led to. Compare the ends, and keep the lowest.")
    {
      runs, delta, starts in end(starts[starts.count - 1], runs, delta)
    },
    kept("highest-end-kept", "You keep the end with the highest objective. The lowest fits best.") {
      runs, delta, starts in
      best(ends(runs, delta, starts)) { -Oracle.objective($0, runs, delta) }
    },
    kept(
      "best-start-searched-from",
      "You compare the starts and search from the lowest. A start far off may lead further down: compare the ends."
    ) {
      runs, delta, starts in
      end(best(starts) { Oracle.objective($0, runs, delta) }, runs, delta)
    },
    kept(
      "starts-not-searched-from", "You return the best start as it stands. Search from it: `Scaling.descend`."
    ) { runs, delta, starts in
      best(starts) { Oracle.objective($0, runs, delta) }
    },
    kept("mean-of-the-ends", "You average the ends. Between two valleys lies a hill: keep the lowest.") {
      runs, delta, starts in
      let ends = ends(runs, delta, starts)
      return (0..<5).map { index in ends.reduce(0) { $0 + $1[index] } / Double(ends.count) }
    },
    kept(
      "search-stopped-at-once",
      "Your search stops after two steps, as with a mean for a sum and an optimiser's default tolerance."
    ) {
      runs, delta, starts in
      best(starts.map { start in twoSteps(start, runs, delta) }) { Oracle.objective($0, runs, delta) }
    },
    dropping(
      "outliers-kept",
      "You fit all runs. Leave out the `dropped` with the highest losses first: runs that diverged say nothing of the law."
    ) {
      runs, _ in runs
    },
    dropping(
      "lowest-losses-dropped",
      "You leave out the lowest losses, the best runs of all. It is the highest that go."
    ) { runs, dropped in
      Array(runs.sorted { $0.loss > $1.loss }.dropLast(dropped))
    },
    dropping("first-runs-dropped", "You leave out the first runs of the list. Sort by loss before you drop.")
    { runs, dropped in
      Array(runs.dropFirst(dropped))
    },
    dropping("last-runs-dropped", "You leave out the last runs of the list. Sort by loss before you drop.") {
      runs, dropped in
      Array(runs.dropLast(dropped))
    },
    dropping(
      "largest-models-dropped", "You leave out the largest models. Those with the highest losses are meant."
    ) { runs, dropped in
      Array(runs.sorted { $0.parameters < $1.parameters }.dropLast(dropped))
    },
    dropping("one-run-dropped", "You leave out one run, however many are asked for.") { runs, dropped in
      Oracle.kept(runs, min(1, dropped))
    },
    fitted(
      "fit-without-huber",
      "You fit squares, and one diverged run bends the law. Fit Huber's loss with the δ that is given."
    ) { runs, _, start in
      Scaling.descend(from: start) {
        Oracle.objective($0, runs, .infinity)
      } gradient: {
        Oracle.slopes($0, runs, .infinity)
      }
    },
    fitted(
      "fit-in-linear-space",
      "You fit L and not ln L: the high losses of small models count for more than those of large ones."
    ) {
      runs, _, start in
      let error = { (point: [Double], run: Scaling.Run) in
        exp(min(50, Oracle.logLoss(point, run.parameters, run.tokens))) - run.loss
      }
      return Scaling.descend(from: start) { point in
        runs.reduce(0) { $0 + error(point, $1) * error(point, $1) / 2 }
      } gradient: { point in
        runs.reduce(into: [0, 0, 0, 0, 0]) { sum, run in
          // dL = L · d ln L.
          let loss = error(point, run) + run.loss
          for (index, slope) in Oracle.slopes(point, [run], { _ in 1 }).enumerated() {
            sum[index] += error(point, run) * loss * slope
          }
        }
      }
    },
    fitted(
      "fit-without-an-irreducible-loss",
      "You hold E at nothing. A loss that cannot fall below its floor then looks like one that falls ever more slowly."
    ) {
      runs, delta, start in
      var start = start
      start[0] = -300
      return Scaling.descend(from: start) {
        Oracle.objective($0, runs, delta)
      } gradient: {
        [0] + Oracle.slopes($0, runs, delta).dropFirst()
      }
    },
    fitted("one-exponent-for-both", "You hold α and β equal. N and D each have their own.") {
      runs, delta, start in
      let joined = { (p: [Double]) in [p[0], p[1], p[2], p[3], p[2]] }
      return joined(
        Scaling.descend(from: start) {
          Oracle.objective(joined($0), runs, delta)
        } gradient: {
          let slopes = Oracle.slopes(joined($0), runs, delta)
          return [slopes[0], slopes[1], slopes[2] + slopes[4], slopes[3], 0]
        })
    },
    fitted("n-and-d-swapped-in-the-fit", "You have put N and D of the runs in each other's place.") {
      runs, delta, start in
      end(start, runs.map { Scaling.Run(parameters: $0.tokens, tokens: $0.parameters, loss: $0.loss) }, delta)
    },
    fitted("delta-of-your-own", "You fit with δ = 0.001, whatever is asked for. It is handed to you.") {
      runs, _, start in
      end(start, runs, 0.001)
    },
    Misconception(
      "law-and-not-its-point", lives: "04.11",
      sentence: "You return E, A, α, B, β. Asked for is the point: ln E, ln A, α, ln B, β."
    ) {
      $0.fitLaw { runs, dropped, delta, starts in
        let runs = Oracle.kept(runs, dropped)
        let p = best(ends(runs, delta, starts)) { Oracle.objective($0, runs, delta) }
        return [exp(p[0]), exp(p[1]), p[2], exp(p[3]), p[4]]
      }
    },
    spared(
      "fewer-runs-than-numbers", "Five numbers cannot be found from four runs: throw `tooFewPoints`.",
      .tooFewPoints),
    spared("negative-runs-dropped", "−1 runs cannot be left out: throw `negative`.", .negative),
    spared(
      "nothing-varies",
      "Where all runs have the same N, D or loss, nothing can be learned of it: throw `constant`.", .constant),
    spared(
      "impossible-runs-fitted",
      "A run whose sizes or loss are not positive has no logarithms: throw `notPositive`.", .notPositive),
    Misconception(
      "runs-counted-before-dropping", lives: "04.11",
      sentence: "You count the runs before you drop some. It is those that remain that must be five or more."
    ) {
      $0.bind(Scaling.fitLaw) { runs, dropped, delta, starts in
        let refuse = Refusal(sparing: nil)
        try refuse(.negative, unless: dropped >= 0)
        try refuse(.tooFewPoints, unless: runs.count >= 5 && !starts.isEmpty)
        try refuse(.notALaw, unless: starts.allSatisfy { $0.count == 5 })
        try refuse.positive(runs.flatMap { [$0.parameters, $0.tokens, $0.loss] })
        try refuse(.notPositive, unless: delta > 0)
        for path in [\Scaling.Run.parameters, \.tokens, \.loss] {
          try refuse(.constant, unless: Set(runs.map { $0[keyPath: path] }).count > 1)
        }
        let kept = Oracle.kept(runs, dropped)
        return best(ends(kept, delta, starts)) { Oracle.objective($0, kept, delta) }
      }
    },
  ]

  private static func end(_ start: [Double], _ runs: [Scaling.Run], _ delta: Double) -> [Double] {
    Oracle.ends(runs, delta, [start])[0]
  }

  private static func ends(_ runs: [Scaling.Run], _ delta: Double, _ starts: [[Double]]) -> [[Double]] {
    Oracle.ends(runs, delta, starts)
  }

  private static func best(_ points: [[Double]], _ badness: ([Double]) -> Double) -> [Double] {
    points.min { badness($0) < badness($1) } ?? []
  }

  /// Two steps of a tenth along the slopes.
  private static func twoSteps(_ start: [Double], _ runs: [Scaling.Run], _ delta: Double) -> [Double] {
    (0..<2).reduce(start) { point, _ in
      zip(point, Oracle.slopes(point, runs, delta)).map { $0 - 0.1 * $1 }
    }
  }

  /// Another choice among starts and ends, for the right runs.
  private static func kept(
    _ id: String, _ sentence: String,
    _ answer: @escaping @Sendable ([Scaling.Run], _ delta: Double, _ starts: [[Double]]) -> [Double]
  ) -> Misconception {
    Misconception(id, lives: "04.11", sentence: sentence) {
      $0.fitLaw { runs, dropped, delta, starts in answer(Oracle.kept(runs, dropped), delta, starts) }
    }
  }

  /// The right fit of other runs.
  private static func dropping(
    _ id: String, _ sentence: String,
    _ kept: @escaping @Sendable ([Scaling.Run], _ dropped: Int) -> [Scaling.Run]
  ) -> Misconception {
    Misconception(id, lives: "04.11", sentence: sentence) {
      $0.fitLaw { runs, dropped, delta, starts in
        let runs = kept(runs, dropped)
        return best(ends(runs, delta, starts)) { Oracle.objective($0, runs, delta) }
      }
    }
  }

  /// The best of other searches.
  private static func fitted(
    _ id: String, _ sentence: String,
    _ search: @escaping @Sendable ([Scaling.Run], _ delta: Double, _ start: [Double]) -> [Double]
  ) -> Misconception {
    kept(id, sentence) { runs, delta, starts in
      best(starts.map { search(runs, delta, $0) }) { Oracle.objective($0, runs, delta) }
    }
  }

  private static func spared(_ id: String, _ sentence: String, _ error: InputError) -> Misconception {
    Misconception(id, lives: "04.11", sentence: sentence) {
      $0.fitLaw(sparing: error) { runs, dropped, delta, starts in
        let runs = Oracle.kept(runs, max(0, dropped))
        return best(ends(runs, delta, starts)) { Oracle.objective($0, runs, delta) }
      }
    }
  }
}
