import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What a search has reached, however it went about it.
extension Lab04Checkpoints {
  /// The objective must be as low as the engine's searches from the same starts reach, and a run ten times as large must
  /// be forecast alike.
  func checkFit(
    _ runs: [Scaling.Run], _ dropped: Int, _ delta: Double, _ starts: [[Double]]
  ) throws {
    let kept = Oracle.kept(runs, dropped)
    let best = try bestFit(kept, delta, starts)
    let lowest = Oracle.objective(best, kept, delta)
    let reached = try ask(Scaling.fitLaw, runs, dropped, delta, starts)
    guard reached.count == 5, reached.allSatisfy(\.isFinite) else {
      return require(false, "five finite numbers: ln E, ln A, α, ln B, β")
    }
    let own = Oracle.objective(reached, kept, delta)
    require(
      own <= 1.001 * lowest,
      "a law whose objective for \(kept.count) runs is \(short(lowest)) or at most a thousandth more; here it is \(short(own))"
    )
    let (said, right) = (exp(Oracle.logLoss(reached, 1e10, 1e12)), exp(Oracle.logLoss(best, 1e10, 1e12)))
    require(
      abs(log(said / right)) < 0.01,
      "a loss of \(short(right)), within a hundredth, for a model ten times larger; this law says \(short(said))"
    )
  }

  private func bestFit(_ runs: [Scaling.Run], _ delta: Double, _ starts: [[Double]]) throws -> [Double] {
    let objective = try PowerSumObjective(
      runs.map { ScalingRun(parameters: $0.parameters, tokens: $0.tokens, loss: $0.loss) }, delta: delta)
    let ends = try LBFGS(firstStep: 0.1).minimize(fromEach: starts) { objective.value(at: $0, gradient: &$1) }
    let points = ends.map(\.point)
    return points.min { Oracle.objective($0, runs, delta) < Oracle.objective($1, runs, delta) } ?? []
  }

  /// The loss must be reached, and for hardly more operations than the least.
  func checkServing(_ law: Scaling.Law, _ loss: Double, _ served: Double) throws {
    let best = Oracle.cheapest(law, loss, served)
    let plan = try ask(Scaling.servingOptimum, law, loss, served)
    guard plan.parameters > 0, plan.tokens > 0, plan.parameters.isFinite, plan.tokens.isFinite else {
      return require(false, "positive sizes")
    }
    let reached = Oracle.loss(law, plan)
    require(
      abs(reached - loss) <= tolerance * loss,
      "N and D with a loss of \(short(loss)); these have \(short(reached))")
    let (least, own) = (Oracle.total(best, served), Oracle.total(plan, served))
    require(
      own <= 1.0001 * least,
      "training and serving for \(short(least)) operations, as with N = \(short(best.parameters)) and D = \(short(best.tokens)); these take \(short(own))"
    )
  }

  private func short(_ x: Double) -> String { String(format: "%.6g", x) }
}
