/// One run of ``LBFGS``.
struct Descent {
  private let settings: LBFGS
  private var point: [Double]
  private var gradient: [Double]
  private var value: Double
  private var direction: [Double]
  private var curvature: CurvatureMemory
  private var iterations = 0
  private var search: LineSearch

  init(from start: [Double], settings: LBFGS, _ objective: LBFGS.Objective) {
    self.settings = settings
    point = start
    gradient = [Double](repeating: 0, count: start.count)
    direction = gradient
    value = objective(point, &gradient)
    curvature = CurvatureMemory(capacity: settings.memory)
    search = LineSearch(count: start.count)
  }

  var isFinite: Bool { value.isFinite && gradient.allSatisfy(\.isFinite) && gradient.count == point.count }

  mutating func run(_ objective: LBFGS.Objective) -> Minimum {
    while true {
      if gradient.allSatisfy({ abs($0) <= settings.gradientTolerance }) { return end(.flat) }
      if iterations >= settings.maximumIterations { return end(.iterationLimit) }
      let before = value
      guard step(objective) else { return end(.noDescent) }
      iterations += 1
      let smallest = settings.decreaseTolerance * max(abs(before), abs(value), 1)
      if before - value <= smallest { return end(.settled) }
    }
  }

  private func end(_ ending: Minimum.Ending) -> Minimum {
    Minimum(
      point: point, value: value, gradient: gradient, iterations: iterations,
      evaluations: search.evaluations + 1, ending: ending)
  }

  /// Moves to a lower point; if there is none along the remembered curvature, along the steepest slope.
  private mutating func step(_ objective: LBFGS.Objective) -> Bool {
    setDirection()
    if !searchAlongDirection(objective) {
      guard !curvature.isEmpty else { return false }
      curvature.forget()
      setDirection()
      guard searchAlongDirection(objective) else { return false }
    }
    curvature.remember(from: point, gradient, to: search.point, search.gradient)
    swap(&point, &search.point)
    swap(&gradient, &search.gradient)
    value = search.value
    return true
  }

  private mutating func setDirection() {
    curvature.setDirection(&direction, downhillOf: gradient)
    if dot(direction, gradient) < 0 { return }
    // Rounding has spoilt what is remembered.
    curvature.forget()
    curvature.setDirection(&direction, downhillOf: gradient)
  }

  private mutating func searchAlongDirection(_ objective: LBFGS.Objective) -> Bool {
    // Without curvature the slope says nothing about a step's length.
    let first = curvature.isEmpty ? settings.firstStep / dot(gradient, gradient).squareRoot() : 1
    return search.run(
      from: point, value: value, slope: dot(direction, gradient), along: direction, firstStep: first,
      objective)
  }
}

/// Σ a · b, in order.
@inline(__always)
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in 0..<min(a.count, b.count) { sum += a[index] * b[index] }
  return sum
}
