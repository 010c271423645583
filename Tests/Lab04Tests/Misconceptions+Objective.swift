import Foundation
import LabContracts
import LabTesting

/// How badly a law fits.
extension Misconceptions {
  /// 04.9
  static let fitObjective: [Misconception] = [
    objective(
      "mean-instead-of-sum",
      "You divide by the number of runs. With δ = 0.001 an optimiser of default tolerance then stops where it starts: sum up."
    ) {
      point, runs, delta in
      runs.isEmpty ? 0 : Oracle.objective(point, runs, delta) / Double(runs.count)
    },
    residuals(
      "squares-instead-of-huber",
      "You sum squares: a single diverged run decides the fit. Huber's loss makes it pull no harder than δ."
    ) { r, _ in
      r * r / 2
    },
    residuals("squares-not-halved-in-the-sum", "You sum r², neither halved nor bent at δ. Call 04.7.") {
      r, _ in r * r
    },
    residuals("magnitudes-instead-of-huber", "You sum |r|. Near 0 Huber's loss is a square.") { r, _ in abs(r)
    },
    residuals("residuals-cancel", "You sum the residuals themselves: one too high and one too low cancel.") {
      r, _ in r
    },
    residuals("halves-of-delta-forgotten", "Your Huber loss has a step at δ: beyond it is δ · (|r| − δ / 2).")
    { r, delta in
      abs(r) <= delta ? r * r / 2 : delta * abs(r)
    },
    objective(
      "huber-of-the-sum", "You sum the residuals and take Huber's loss once. Each run has one of its own."
    ) { point, runs, delta in
      Oracle.huber(runs.reduce(0) { $0 + Oracle.residual(point, $1) }, delta)
    },
    measured(
      "linear-space", "Your residual is L − L measured. In logarithms a loss of 5 and one of 2 count alike."
    ) { predicted, loss in
      exp(predicted) - loss
    },
    measured(
      "relative-errors", "Your residual is L / L measured − 1. It is the difference of the logarithms."
    ) { predicted, loss in
      exp(predicted) / loss - 1
    },
    measured(
      "logarithm-against-loss", "You compare ln L predicted with L measured. Take the logarithm of both."
    ) { predicted, loss in
      predicted - loss
    },
    measured(
      "loss-against-logarithm", "You compare L predicted with ln L measured. Take the logarithm of both."
    ) { predicted, loss in
      exp(predicted) - log(loss)
    },
    measured(
      "decimal-logarithm-of-the-loss",
      "You take log₁₀ of the measured loss, and the prediction is a natural logarithm."
    ) { predicted, loss in
      predicted - log10(loss)
    },
    measured(
      "residuals-in-decimal-logarithms", "Your residuals are in decimal logarithms, 2.3 times too small."
    ) { predicted, loss in
      (predicted - log(loss)) / log(10)
    },
    runs("tokens-for-parameters", "You have put N and D of the runs in each other's place.") { run in
      Scaling.Run(parameters: run.tokens, tokens: run.parameters, loss: run.loss)
    },
    runs("tokens-per-parameter", "You give the law D / N. Its second size is D.") { run in
      Scaling.Run(parameters: run.parameters, tokens: run.tokens / run.parameters, loss: run.loss)
    },
    runs("compute-for-tokens", "You give the law 6ND. Its second size is D.") { run in
      Scaling.Run(parameters: run.parameters, tokens: 6 * run.parameters * run.tokens, loss: run.loss)
    },
    objective("first-run-alone", "You return in the loop: only the first run counts.") { point, runs, delta in
      Oracle.objective(point, Array(runs.prefix(1)), delta)
    },
    objective("worst-run-alone", "You return the largest of the losses. They are summed up.") {
      point, runs, delta in
      runs.map { Oracle.objective(point, [$0], delta) }.max() ?? 0
    },
    objective("last-run-forgotten", "Your loop ends one run too early.") { point, runs, delta in
      Oracle.objective(point, Array(runs.dropLast()), delta)
    },
    objective("runs-alike-counted-once", "Two runs may be alike, and both count.") { point, runs, delta in
      Oracle.objective(
        point, runs.indices.filter { runs.firstIndex(of: runs[$0]) == $0 }.map { runs[$0] }, delta)
    },
    objective(
      "floor-left-out-of-the-objective",
      "You leave out E: without an irreducible loss the law fits small runs and fails large ones."
    ) {
      point, runs, delta in
      runs.reduce(0) { sum, run in
        let terms = Oracle.terms(point, run.parameters, run.tokens).dropFirst()
        return sum + Oracle.huber(Oracle.logSum(Array(terms)) - log(run.loss), delta)
      }
    },
    objective(
      "unstable-prediction",
      "A point far off makes your objective infinite or no number, and the search is lost: call 04.8."
    ) {
      point, runs, delta in
      runs.reduce(0) { sum, run in
        let loss = Oracle.terms(point, run.parameters, run.tokens).reduce(0) { $0 + exp($1) }
        let residual = log(loss) - log(run.loss)
        return sum + (residual.isFinite ? Oracle.huber(residual, delta) : .infinity)
      }
    },
    objective(
      "losses-that-are-none",
      "A run whose loss is 0 or below, NaN or ∞ has no logarithm: throw `notPositive`.", sparing: .notPositive
    ) {
      Oracle.objective($0, $1, $2)
    },
  ]

  private static func objective(
    _ id: String, _ sentence: String, sparing spared: InputError? = nil,
    _ answer: @escaping @Sendable (_ point: [Double], [Scaling.Run], _ delta: Double) -> Double
  ) -> Misconception {
    Misconception(id, lives: "04.9", sentence: sentence) { $0.fitObjective(sparing: spared, answer) }
  }

  /// Another loss of the right residuals.
  private static func residuals(
    _ id: String, _ sentence: String, _ loss: @escaping @Sendable (_ r: Double, _ delta: Double) -> Double
  ) -> Misconception {
    objective(id, sentence) { point, runs, delta in
      runs.reduce(0) { $0 + loss(Oracle.residual(point, $1), delta) }
    }
  }

  /// The right loss of other residuals.
  private static func measured(
    _ id: String, _ sentence: String,
    _ residual: @escaping @Sendable (_ predicted: Double, _ loss: Double) -> Double
  ) -> Misconception {
    objective(id, sentence) { point, runs, delta in
      runs.reduce(0) { sum, run in
        let predicted = Oracle.logLoss(point, run.parameters, run.tokens)
        let residual = residual(predicted, run.loss)
        return sum + (residual.isFinite ? Oracle.huber(residual, delta) : residual)
      }
    }
  }

  /// The right objective of other runs.
  private static func runs(
    _ id: String, _ sentence: String, _ change: @escaping @Sendable (Scaling.Run) -> Scaling.Run
  ) -> Misconception {
    objective(id, sentence) { Oracle.objective($0, $1.map(change), $2) }
  }
}
