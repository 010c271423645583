// What the lesson calls unless it is run with --mine: the exercises, answered by the engine where it has them.

import Foundation
import LabContracts
import LabEngine

func computeCost(
  _ parameters: Double, _ trainingTokens: Double, _ servedTokens: Double
) throws -> Scaling.Cost {
  try requirePositive([parameters])
  try require([trainingTokens, servedTokens].allSatisfy { $0 >= 0 && $0.isFinite }, else: .negative)
  return Scaling.Cost(
    training: ComputeBudget.trainingFLOPs(parameters: parameters, tokens: trainingTokens),
    serving: ComputeBudget.inferenceFLOPs(parameters: parameters, tokens: servedTokens))
}

/// The engine counts its own models to the last norm; this is the rule for any decoder.
func parameterCount(_ shape: Scaling.ModelShape, _ countingEmbeddings: Bool) throws -> Int {
  let sizes = [shape.nLayers, shape.dModel, shape.vocabulary, shape.context]
  try require(sizes.allSatisfy { $0 >= 1 }, else: .notPositive)
  let embeddings = countingEmbeddings ? (shape.vocabulary + shape.context) * shape.dModel : 0
  return 12 * shape.nLayers * shape.dModel * shape.dModel + embeddings
}

/// The engine asks for three points and a y that varies; a line needs neither.
func logLine(_ x: [Double], _ y: [Double]) throws -> Scaling.Line {
  try require(x.count == y.count, else: .unequalLengths)
  try require(x.count >= 2, else: .tooFewPoints)
  try requirePositive(x + y)
  try requireVarying(x)
  let (x, y) = (x.map { log($0) }, y.map { log($0) })
  let count = Double(x.count)
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  let slope =
    zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  return Scaling.Line(slope: slope, intercept: meanY - slope * meanX)
}

func fitPowerLaw(_ x: [Double], _ y: [Double], _ floor: Double) throws -> Scaling.PowerLaw {
  let line = try logLine(x, y.map { $0 - floor })
  return Scaling.PowerLaw(coefficient: exp(line.intercept), exponent: line.slope, floor: floor)
}

func bootstrapForecast(
  _ x: [Double], _ y: [Double], _ floor: Double, _ target: Double, _ samples: [[Int]], _ level: Double
) throws -> Scaling.Forecast {
  try requirePositive([target])
  try require(level > 0 && level < 1, else: .outOfRange)
  try require(samples.joined().allSatisfy(x.indices.contains), else: .noSuchPoint)
  let answers = try samples.filter { sample in Set(sample.map { x[$0] }).count > 1 }
    .map { sample in
      try law(fitPowerLaw(sample.map { x[$0] }, sample.map { y[$0] }, floor))(target)
    }
    .sorted()
  let value = try law(fitPowerLaw(x, y, floor))(target)
  try require(!answers.isEmpty, else: .tooFewPoints)
  let last = answers.count - 1
  let cut = Int((1 - level) / 2 * Double(last))
  return Scaling.Forecast(value: value, low: answers[cut], high: answers[last - cut])
}

func isoFLOPMinimum(_ sizes: [Double], _ losses: [Double]) throws -> Scaling.Valley {
  try require(sizes.count == losses.count, else: .unequalLengths)
  try requirePositive(sizes + losses)
  try requireVarying(losses)
  // One budget for all, whatever it is: the valley does not depend on it.
  let runs = zip(sizes, losses).map { ScalingRun(parameters: $0, tokens: 1, loss: $1, flops: 1) }
  let optimum = try refusing { try IsoFLOPCurve(runs).optimum }
  return Scaling.Valley(parameters: optimum.parameters, loss: optimum.loss)
}

func huberLoss(_ residual: Double, _ delta: Double) throws -> Double {
  try require(delta > 0, else: .notPositive)
  try require(residual.isFinite, else: .notFinite)
  let size = abs(residual)
  return size <= delta ? size * size / 2 : delta * (size - delta / 2)
}

func predictedLogLoss(_ point: [Double], _ parameters: Double, _ tokens: Double) throws -> Double {
  try logTerms(point, parameters, tokens).logSum
}

/// The engine's own objective asks for as many runs as a fit does; here are those of any runs.
func fitObjective(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> Double {
  try require(delta > 0, else: .notPositive)
  return try runs.reduce(0) { sum, run in
    try requirePositive([run.loss])
    let residual = try predictedLogLoss(point, run.parameters, run.tokens) - log(run.loss)
    return try sum + huberLoss(residual, delta)
  }
}

func fitGradient(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> [Double] {
  try require(delta > 0, else: .notPositive)
  return try runs.reduce(into: [Double](repeating: 0, count: 5)) { gradient, run in
    try requirePositive([run.loss])
    let terms = try logTerms(point, run.parameters, run.tokens)
    let pull = max(-delta, min(delta, terms.logSum - log(run.loss)))
    let shares = terms.map { exp($0 - terms.logSum) }
    let (n, d) = (log(run.parameters), log(run.tokens))
    let slopes = [shares[0], shares[1], -n * shares[1], shares[2], -d * shares[2]]
    for index in gradient.indices { gradient[index] += pull * slopes[index] }
  }
}

func fitLaw(
  _ runs: [Scaling.Run], _ dropped: Int, _ delta: Double, _ starts: [[Double]]
) throws -> [Double] {
  try require(dropped >= 0, else: .negative)
  try require(runs.count - dropped >= 5 && !starts.isEmpty, else: .tooFewPoints)
  try require(starts.allSatisfy { $0.count == 5 }, else: .notALaw)
  let kept = runs.sorted { $0.loss < $1.loss }.dropLast(dropped)
    .map { ScalingRun(parameters: $0.parameters, tokens: $0.tokens, loss: $0.loss) }
  return try refusing {
    let objective = try PowerSumObjective(kept, delta: delta)
    let minima = try LBFGS(firstStep: 0.1).minimize(fromEach: starts) {
      objective.value(at: $0, gradient: &$1)
    }
    guard let lowest = minima.lowest else { throw Scaling.InputError.tooFewPoints }
    return lowest.point
  }
}

func computeOptimum(_ law: Scaling.Law, _ flops: Double) throws -> Scaling.Allocation {
  try refusing { try allocation(engineLaw(law).optimum(flops: flops)) }
}

func servingOptimum(
  _ law: Scaling.Law, _ loss: Double, _ servedTokens: Double
) throws -> Scaling.Allocation {
  try require(servedTokens >= 0 && servedTokens.isFinite, else: .negative)
  return try refusing {
    try allocation(engineLaw(law).cheapest(reaching: loss, servedTokens: servedTokens).training)
  }
}

func effectiveTokens(_ tokens: Double, _ unique: Double, _ decay: Double) throws -> Double {
  try refusing {
    try RepeatedDataLaw(fresh: .muennighoff, tokenDecay: decay, parameterDecay: 1)
      .effectiveTokens(tokens, unique: unique)
  }
}

func exactMatch(_ tokenAccuracy: Double, _ length: Int) throws -> Double {
  try require((0...1).contains(tokenAccuracy), else: .outOfRange)
  try require(length >= 1, else: .tooFewPoints)
  return try ExactMatch.probability(tokenAccuracy: tokenAccuracy, length: length)
}

func tokenAccuracy(_ exactMatch: Double, _ length: Int) throws -> Double {
  try require((0...1).contains(exactMatch), else: .outOfRange)
  try require(length >= 1, else: .tooFewPoints)
  return pow(exactMatch, 1 / Double(length))
}

// MARK: Between the engine's values and the contract's

private func law(_ law: Scaling.PowerLaw) -> PowerLaw {
  PowerLaw(coefficient: law.coefficient, exponent: law.exponent, floor: law.floor)
}

private func engineLaw(_ law: Scaling.Law) throws -> ScalingLaw {
  try ScalingLaw(e: law.e, a: law.a, alpha: law.alpha, b: law.b, beta: law.beta)
}

private func allocation(_ allocation: ComputeAllocation) -> Scaling.Allocation {
  Scaling.Allocation(parameters: allocation.parameters, tokens: allocation.tokens)
}

/// The logarithms of E, A/N^α and B/D^β.
private func logTerms(_ point: [Double], _ parameters: Double, _ tokens: Double) throws -> [Double] {
  try require(point.count == 5, else: .notALaw)
  try require(point.allSatisfy(\.isFinite), else: .notFinite)
  try requirePositive([parameters, tokens])
  return [point[0], point[1] - point[2] * log(parameters), point[3] - point[4] * log(tokens)]
}

extension [Double] {
  /// The logarithm of the sum of the exponentials.
  fileprivate var logSum: Double {
    let largest = self.max() ?? 0
    return largest + log(reduce(0) { $0 + exp($1 - largest) })
  }
}

private func require(_ condition: Bool, else error: Scaling.InputError) throws {
  if !condition { throw error }
}

private func requirePositive(_ values: [Double]) throws {
  try require(values.allSatisfy { $0 > 0 && $0.isFinite }, else: .notPositive)
}

private func requireVarying(_ values: [Double]) throws {
  try require(values.contains { $0 != values.first }, else: .constant)
}

/// Tells the engine's refusals as the contract has them.
private func refusing<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let error as ScalingError {
    throw inputError(error)
  }
}

private func inputError(_ error: ScalingError) -> any Error {
  switch error {
  case .tooFewPoints: Scaling.InputError.tooFewPoints
  case .notPositive, .notPositiveAt: Scaling.InputError.notPositive
  case .constant: Scaling.InputError.constant
  case .unreachableLoss: Scaling.InputError.unreachableLoss
  case .noValley: Scaling.InputError.noValley
  default: error
  }
}
