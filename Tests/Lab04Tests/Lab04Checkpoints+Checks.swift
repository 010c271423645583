import Foundation
import LabContracts
import LabTesting

/// Short ways to say what is asked of one exercise and what must come back.
extension Lab04Checkpoints {
  /// How far a number may be off; relative where it is above 1.
  var tolerance: Double { 1e-6 }

  /// Relative also where the number is small.
  func relative(_ expected: Double) -> Double {
    expected == 0 ? 1e-12 : tolerance * min(1, abs(expected))
  }

  /// Numbers of which there is no logarithm.
  var notPositive: [Double] { [0, -1, .nan, .infinity] }

  /// Numbers that are none.
  var notFinite: [Double] { [.nan, .infinity, -.infinity] }

  func shape(_ sizes: [Int]) -> Scaling.ModelShape {
    Scaling.ModelShape(nLayers: sizes[0], dModel: sizes[1], vocabulary: sizes[2], context: sizes[3])
  }

  /// The law with each of its numbers spoiled once.
  func spoiled(_ law: Scaling.Law) -> [Scaling.Law] {
    let paths: [WritableKeyPath<Scaling.Law, Double>] = [\.e, \.a, \.alpha, \.b, \.beta]
    return zip(paths, [-1, 0, -0.3, .infinity, .nan]).map { path, number in
      var spoiled = law
      spoiled[keyPath: path] = number
      return spoiled
    }
  }

  func checkCost(_ n: Double, _ d: Double, _ s: Double, training: Double, serving: Double) throws {
    try check(
      Scaling.computeCost, n, d, s, near: Scaling.Cost(training: training, serving: serving),
      within: tolerance)
  }

  func checkCount(_ nLayers: Int, _ dModel: Int, _ vocabulary: Int, _ context: Int, layers: Int, all: Int)
    throws
  {
    let shape = shape([nLayers, dModel, vocabulary, context])
    try check(Scaling.parameterCount, shape, false, returns: layers)
    try check(Scaling.parameterCount, shape, true, returns: all)
  }

  func checkLine(_ x: [Double], _ y: [Double], slope: Double, intercept: Double) throws {
    try check(
      Scaling.logLine, x, y, near: Scaling.Line(slope: slope, intercept: intercept), within: tolerance)
  }

  func checkLine(_ x: [Double], _ y: [Double]) throws {
    let line = Oracle.logLine(x, y)
    try checkLine(x, y, slope: line.slope, intercept: line.intercept)
  }

  func checkLaw(_ x: [Double], _ y: [Double], _ floor: Double, coefficient: Double, exponent: Double) throws {
    let law = Scaling.PowerLaw(coefficient: coefficient, exponent: exponent, floor: floor)
    try check(Scaling.fitPowerLaw, x, y, floor, near: law, within: tolerance)
  }

  func checkLaw(_ x: [Double], _ y: [Double], _ floor: Double) throws {
    let law = Oracle.powerLaw(x, y, floor)
    try checkLaw(x, y, floor, coefficient: law.coefficient, exponent: law.exponent)
  }

  func checkForecast(
    _ x: [Double], _ y: [Double], _ floor: Double, at target: Double, _ samples: [[Int]], level: Double
  ) throws {
    try checkForecast(
      Oracle.Question(x: x, y: y, floor: floor, target: target, samples: samples, level: level))
  }

  func checkForecast(_ question: Oracle.Question) throws {
    try check(
      Scaling.bootstrapForecast, question.x, question.y, question.floor, question.target, question.samples,
      question.level, near: Oracle.forecast(question), within: tolerance)
  }

  func checkValley(_ sizes: [Double], _ losses: [Double], parameters: Double, loss: Double) throws {
    try check(
      Scaling.isoFLOPMinimum, sizes, losses, near: Scaling.Valley(parameters: parameters, loss: loss),
      within: tolerance)
  }

  func checkValley(_ sizes: [Double], _ losses: [Double]) throws {
    let valley = Oracle.valley(sizes, losses)
    try checkValley(sizes, losses, parameters: valley.parameters, loss: valley.loss)
  }

  func checkLogLoss(_ point: [Double], _ n: Double, _ d: Double, near expected: Double) throws {
    try check(Scaling.predictedLogLoss, point, n, d, near: expected, within: tolerance)
  }

  func checkLogLoss(_ point: [Double], _ n: Double, _ d: Double) throws {
    try checkLogLoss(point, n, d, near: Oracle.logLoss(point, n, d))
  }

  func checkObjective(
    _ point: [Double], _ runs: [Scaling.Run], _ delta: Double, near expected: Double
  ) throws {
    try check(Scaling.fitObjective, point, runs, delta, near: expected, within: relative(expected))
  }

  func checkGradient(
    _ point: [Double], _ runs: [Scaling.Run], _ delta: Double, near expected: [Double]
  ) throws {
    try check(Scaling.fitGradient, point, runs, delta, near: expected, within: tolerance)
  }

  func checkOptimum(_ law: Scaling.Law, _ flops: Double, _ parameters: Double, _ tokens: Double) throws {
    // A search for the lowest loss finds it to five digits: near the bottom the loss hardly moves.
    try check(
      Scaling.computeOptimum, law, flops, near: Scaling.Allocation(parameters: parameters, tokens: tokens),
      within: 1e-5)
  }

  func checkOptimum(_ law: Scaling.Law, _ flops: Double) throws {
    let plan = Oracle.optimum(law, flops)
    try checkOptimum(law, flops, plan.parameters, plan.tokens)
  }

  func checkWorth(_ tokens: Double, _ unique: Double, _ decay: Double, near worth: Double) throws {
    try check(Scaling.effectiveTokens, tokens, unique, decay, near: worth, within: tolerance)
  }
}

extension [Double] {
  /// The list with another number at one place.
  func with(_ number: Double, at place: Int) -> [Double] {
    var list = self
    list[place] = number
    return list
  }
}

extension Scaling.Cost: Approximable {}
extension Scaling.Line: Approximable {}
extension Scaling.PowerLaw: Approximable {}
extension Scaling.Forecast: Approximable {}
extension Scaling.Valley: Approximable {}
extension Scaling.Allocation: Approximable {}
