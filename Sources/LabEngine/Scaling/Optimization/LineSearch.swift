/// Finds a point along a direction that is low enough and flat enough: the strong Wolfe conditions
/// (Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 3.5 and 3.6).
struct LineSearch {
  /// Where the search ended, the slopes there, and the value.
  var point: [Double]
  var gradient: [Double]
  private(set) var value = 0.0
  /// How often the function was computed, over all searches.
  private(set) var evaluations = 0

  /// A point on the line.
  private struct Trial {
    var step, value, slope: Double
    var isFinite: Bool { value.isFinite && slope.isFinite }
  }

  /// c₁: the share of the drop that the slope promises and a step must bring.
  private static let sufficientDecrease = 1e-4
  /// c₂: the share of the first slope that may remain.
  private static let remainingSlope = 0.9
  private static let mostTrials = 30

  init(count: Int) {
    point = [Double](repeating: 0, count: count)
    gradient = point
  }

  /// Searches along `direction`, which leads downhill. Returns `false` where nothing lower was found.
  mutating func run(
    from origin: [Double], value: Double, slope: Double, along direction: [Double], firstStep: Double,
    _ objective: LBFGS.Objective
  ) -> Bool {
    let start = Trial(step: 0, value: value, slope: slope)
    var (last, step) = (start, firstStep)
    for _ in 0..<Self.mostTrials {
      let trial = evaluate(step, origin, direction, objective)
      if !trial.isFinite || isTooHigh(trial, start) || (last.step > 0 && trial.value >= last.value) {
        return narrow(low: last, high: trial, start, origin, direction, objective)
      }
      if isFlat(trial, start) { return true }
      if trial.slope >= 0 { return narrow(low: trial, high: last, start, origin, direction, objective) }
      step = extrapolated(last, trial)
      last = trial
    }
    return last.value < start.value && accept(last, origin, direction, objective)
  }

  /// Narrows an interval that holds a good step down to one. `low` is the best end so far.
  private mutating func narrow(
    low: Trial, high: Trial, _ start: Trial, _ origin: [Double], _ direction: [Double],
    _ objective: LBFGS.Objective
  ) -> Bool {
    var (low, high) = (low, high)
    for _ in 0..<Self.mostTrials {
      let step = interpolated(low, high)
      // The digits of the step end here.
      if step == low.step || step == high.step { break }
      let trial = evaluate(step, origin, direction, objective)
      if !trial.isFinite || isTooHigh(trial, start) || trial.value >= low.value {
        high = trial
        continue
      }
      if isFlat(trial, start) { return true }
      if trial.slope * (high.step - low.step) >= 0 { high = low }
      low = trial
    }
    return low.step > 0 && low.value < start.value && accept(low, origin, direction, objective)
  }

  /// Goes back to a trial that was not the last.
  private mutating func accept(
    _ trial: Trial, _ origin: [Double], _ direction: [Double], _ objective: LBFGS.Objective
  ) -> Bool {
    evaluate(trial.step, origin, direction, objective).isFinite
  }

  @discardableResult
  private mutating func evaluate(
    _ step: Double, _ origin: [Double], _ direction: [Double], _ objective: LBFGS.Objective
  ) -> Trial {
    for index in origin.indices { point[index] = origin[index] + step * direction[index] }
    value = objective(point, &gradient)
    evaluations += 1
    if gradient.count != origin.count {
      // An objective that changes the number of slopes says nothing about this point.
      gradient = [Double](repeating: .nan, count: origin.count)
    }
    return Trial(step: step, value: value, slope: dot(gradient, direction))
  }

  private func isTooHigh(_ trial: Trial, _ start: Trial) -> Bool {
    trial.value > start.value + Self.sufficientDecrease * trial.step * start.slope
  }

  private func isFlat(_ trial: Trial, _ start: Trial) -> Bool {
    abs(trial.slope) <= -Self.remainingSlope * start.slope
  }

  /// Inside the interval, a tenth away from its ends.
  private func interpolated(_ low: Trial, _ high: Trial) -> Double {
    let width = high.step - low.step
    guard high.isFinite, let step = cubicMinimum(low, high) else { return low.step + width / 2 }
    let share = (step - low.step) / width
    return low.step + width * min(max(share, 0.1), 0.9)
  }

  /// Beyond both, by one to nine times the last move.
  private func extrapolated(_ last: Trial, _ trial: Trial) -> Double {
    let move = trial.step - last.step
    guard let step = cubicMinimum(last, trial), step > trial.step else { return trial.step + 9 * move }
    return min(max(step, trial.step + move), trial.step + 9 * move)
  }

  /// Where the cubic through two values and slopes has its minimum (Nocedal and Wright, equation 3.59).
  private func cubicMinimum(_ a: Trial, _ b: Trial) -> Double? {
    let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
    let square = d1 * d1 - a.slope * b.slope
    guard square >= 0 else { return nil }
    let d2 = b.step > a.step ? square.squareRoot() : -square.squareRoot()
    let step = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
    return step.isFinite ? step : nil
  }
}
