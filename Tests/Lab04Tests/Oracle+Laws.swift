import Foundation
import LabContracts

/// The parametric law: its objective, its slopes, and what is planned with it.
extension Oracle {
  static func huber(_ r: Double, _ delta: Double) -> Double {
    // What lies beyond δ is taken off the square.
    let beyond = max(0, abs(r) - delta)
    return delta.isFinite ? (r * r - beyond * beyond) / 2 : r * r / 2
  }

  /// The logarithms of E, A/N^α and B/D^β; of zeros where the point is no law.
  static func terms(_ point: [Double], _ parameters: Double, _ tokens: Double) -> [Double] {
    guard point.count == 5 else { return [0, 0, 0] }
    return [point[0], point[1] - point[2] * log(parameters), point[3] - point[4] * log(tokens)]
  }

  /// ln(e^a + e^b + …), two at a time.
  static func logSum(_ terms: [Double]) -> Double {
    var sum = -Double.infinity
    for term in terms where term != -.infinity {
      sum = max(sum, term) + log1p(exp(-abs(sum - term)))
    }
    return sum
  }

  static func logLoss(_ point: [Double], _ parameters: Double, _ tokens: Double) -> Double {
    logSum(terms(point, parameters, tokens))
  }

  static func residual(_ point: [Double], _ run: Scaling.Run) -> Double {
    logLoss(point, run.parameters, run.tokens) - log(run.loss)
  }

  static func objective(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) -> Double {
    runs.map { huber(residual(point, $0), delta) }.reduce(0, +)
  }

  /// Central differences over four places, whose error grows with the fourth power of the step.
  static func gradient(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) -> [Double] {
    point.indices.map { index in
      let step = 1e-4
      let at = { (steps: Double) -> Double in
        var moved = point
        moved[index] += steps * step
        return objective(moved, runs, delta)
      }
      return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)
    }
  }

  /// The same slopes in closed form, fast enough for a search.
  static func slopes(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) -> [Double] {
    slopes(point, runs) { max(-delta, min(delta, $0)) }
  }

  /// The slopes of any loss of the residual whose own slope is `pull`.
  static func slopes(_ point: [Double], _ runs: [Scaling.Run], _ pull: (Double) -> Double) -> [Double] {
    runs.reduce(into: [0, 0, 0, 0, 0]) { sum, run in
      let terms = terms(point, run.parameters, run.tokens)
      let force = pull(residual(point, run))
      let share = terms.map { exp($0 - logSum(terms)) }
      let parts = [
        share[0], share[1], -log(run.parameters) * share[1], share[2], -log(run.tokens) * share[2],
      ]
      for (index, part) in parts.enumerated() { sum[index] += force * part }
    }
  }

  /// Where the searches from some starts end.
  static func ends(_ runs: [Scaling.Run], _ delta: Double, _ starts: [[Double]]) -> [[Double]] {
    starts.map { start in
      Scaling.descend(from: start) {
        objective($0, runs, delta)
      } gradient: {
        slopes($0, runs, delta)
      }
    }
  }

  /// The runs without those of highest loss.
  static func kept(_ runs: [Scaling.Run], _ dropped: Int) -> [Scaling.Run] {
    Array(runs.sorted { $0.loss < $1.loss }.dropLast(dropped))
  }

  static func numbers(_ law: Scaling.Law) -> [Double] { [law.e, law.a, law.alpha, law.b, law.beta] }

  static func loss(_ law: Scaling.Law, _ plan: Scaling.Allocation) -> Double {
    law.e + law.a * pow(plan.parameters, -law.alpha) + law.b * pow(plan.tokens, -law.beta)
  }

  /// Found where the two slopes cancel, by halving.
  static func optimum(_ law: Scaling.Law, _ flops: Double) -> Scaling.Allocation {
    let plan = { (logSize: Double) in
      Scaling.Allocation(parameters: exp(logSize), tokens: flops / 6 / exp(logSize))
    }
    return plan(
      crossing(-200, 200) { logSize in
        let plan = plan(logSize)
        return law.beta * law.b * pow(plan.tokens, -law.beta)
          - law.alpha * law.a * pow(plan.parameters, -law.alpha)
      })
  }

  /// 6ND and the serving.
  static func total(_ plan: Scaling.Allocation, _ served: Double) -> Double {
    6 * plan.parameters * plan.tokens + 2 * plan.parameters * served
  }

  /// The D that reaches a loss with N = e^`logSize`.
  static func plan(_ law: Scaling.Law, _ loss: Double, logSize: Double) -> Scaling.Allocation {
    let left = loss - law.e - law.a * exp(-law.alpha * logSize)
    return Scaling.Allocation(parameters: exp(logSize), tokens: pow(law.b / left, 1 / law.beta))
  }

  /// Found where the slope of ln total against ln N is 0: 1 + (6D / (6D + 2S)) · d ln D / d ln N.
  static func cheapest(_ law: Scaling.Law, _ loss: Double, _ served: Double) -> Scaling.Allocation {
    let smallest = log(law.a / (loss - law.e)) / law.alpha
    let logSize = crossing(smallest + 1e-12, smallest + 100) { logSize in
      let plan = plan(law, loss, logSize: logSize)
      let held = law.a * exp(-law.alpha * logSize)
      let rate = -law.alpha * held / (law.beta * (loss - law.e - held))
      return 1 + rate * plan.tokens / (plan.tokens + served / 3)
    }
    return plan(law, loss, logSize: logSize)
  }

  /// Where a rising function crosses 0.
  private static func crossing(_ low: Double, _ high: Double, _ function: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if function(middle) < 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
