// The answers of lab 04.

import Foundation
import LabContracts

func computeCost(
  _ parameters: Double, _ trainingTokens: Double, _ servedTokens: Double
) throws -> Scaling.Cost {
  try requirePositive([parameters])
  try requireNotNegative([trainingTokens, servedTokens])
  return Scaling.Cost(training: 6 * parameters * trainingTokens, serving: 2 * parameters * servedTokens)
}

func parameterCount(_ shape: Scaling.ModelShape, _ countingEmbeddings: Bool) throws -> Int {
  let sizes = [shape.nLayers, shape.dModel, shape.vocabulary, shape.context]
  try require(sizes.allSatisfy { $0 >= 1 }, else: .notPositive)
  let layers = 12 * shape.nLayers * shape.dModel * shape.dModel
  let embeddings = (shape.vocabulary + shape.context) * shape.dModel
  return countingEmbeddings ? layers + embeddings : layers
}

func logLine(_ x: [Double], _ y: [Double]) throws -> Scaling.Line {
  try require(x.count == y.count, else: .unequalLengths)
  try require(x.count >= 2, else: .tooFewPoints)
  try requirePositive(x + y)
  try requireVarying(x)
  let (x, y) = (x.map { log($0) }, y.map { log($0) })
  let (meanX, meanY) = (mean(x), mean(y))
  let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }
  let slope = mean(products) / mean(x.map { ($0 - meanX) * ($0 - meanX) })
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
  let law = try fitPowerLaw(x, y, floor)
  try require(samples.joined().allSatisfy(x.indices.contains), else: .noSuchPoint)
  let answers = try samples.filter { sample in Set(sample.map { x[$0] }).count > 1 }
    .map { sample in
      try value(of: fitPowerLaw(sample.map { x[$0] }, sample.map { y[$0] }, floor), at: target)
    }
    .sorted()
  try require(!answers.isEmpty, else: .tooFewPoints)
  let last = answers.count - 1
  let cut = Int((1 - level) / 2 * Double(last))
  return Scaling.Forecast(value: value(of: law, at: target), low: answers[cut], high: answers[last - cut])
}

private func value(of law: Scaling.PowerLaw, at x: Double) -> Double {
  law.floor + law.coefficient * pow(x, law.exponent)
}

func isoFLOPMinimum(_ sizes: [Double], _ losses: [Double]) throws -> Scaling.Valley {
  try require(sizes.count == losses.count, else: .unequalLengths)
  try requirePositive(sizes + losses)
  try require(Set(sizes).count >= 3, else: .tooFewPoints)
  try requireVarying(losses)
  let logs = sizes.map { log($0) }
  let centre = mean(logs)
  let x = logs.map { $0 - centre }
  // v = x² − shift · x − square is 0 on average and has nothing in common with x, so each slope stands alone.
  let square = mean(x.map { $0 * $0 })
  let shift = mean(x.map { $0 * $0 * $0 }) / square
  let v = x.map { $0 * $0 - shift * $0 - square }
  let bend = mean(zip(v, losses).map(*)) / mean(v.map { $0 * $0 })
  try require(bend > 0, else: .noValley)
  let slope = mean(zip(x, losses).map(*)) / square - bend * shift
  let bottom = -slope / (2 * bend)
  let loss = mean(losses) + bend * (bottom * bottom - square) + slope * bottom
  return Scaling.Valley(parameters: exp(centre + bottom), loss: loss)
}

func huberLoss(_ residual: Double, _ delta: Double) throws -> Double {
  try require(delta > 0, else: .notPositive)
  try require(residual.isFinite, else: .notFinite)
  let size = abs(residual)
  return size <= delta ? size * size / 2 : delta * (size - delta / 2)
}

func predictedLogLoss(_ point: [Double], _ parameters: Double, _ tokens: Double) throws -> Double {
  let terms = try logTerms(point, parameters, tokens)
  let largest = terms.max() ?? 0
  return largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
}

/// The logarithms of E, A/N^α and B/D^β.
private func logTerms(_ point: [Double], _ parameters: Double, _ tokens: Double) throws -> [Double] {
  try require(point.count == 5, else: .notALaw)
  try require(point.allSatisfy(\.isFinite), else: .notFinite)
  try requirePositive([parameters, tokens])
  return [point[0], point[1] - point[2] * log(parameters), point[3] - point[4] * log(tokens)]
}

func fitObjective(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> Double {
  try require(delta > 0, else: .notPositive)
  return try runs.reduce(0) { try $0 + huberLoss(residual(point, $1), delta) }
}

private func residual(_ point: [Double], _ run: Scaling.Run) throws -> Double {
  try requirePositive([run.loss])
  return try predictedLogLoss(point, run.parameters, run.tokens) - log(run.loss)
}

func fitGradient(_ point: [Double], _ runs: [Scaling.Run], _ delta: Double) throws -> [Double] {
  try require(delta > 0, else: .notPositive)
  var gradient = [Double](repeating: 0, count: 5)
  for run in runs {
    let pull = max(-delta, min(delta, try residual(point, run)))
    let logLoss = try predictedLogLoss(point, run.parameters, run.tokens)
    let shares = try logTerms(point, run.parameters, run.tokens).map { exp($0 - logLoss) }
    gradient[0] += pull * shares[0]
    gradient[1] += pull * shares[1]
    gradient[2] -= pull * shares[1] * log(run.parameters)
    gradient[3] += pull * shares[2]
    gradient[4] -= pull * shares[2] * log(run.tokens)
  }
  return gradient
}

func fitLaw(
  _ runs: [Scaling.Run], _ dropped: Int, _ delta: Double, _ starts: [[Double]]
) throws -> [Double] {
  try require(dropped >= 0, else: .negative)
  let kept = Array(runs.sorted { $0.loss > $1.loss }.dropFirst(dropped))
  try require(kept.count >= 5, else: .tooFewPoints)
  try requireVarying(kept.map(\.parameters))
  try requireVarying(kept.map(\.tokens))
  try requireVarying(kept.map(\.loss))
  let ends = try starts.map { start in
    let point = try Scaling.descend(from: start) {
      try fitObjective($0, kept, delta)
    } gradient: {
      try fitGradient($0, kept, delta)
    }
    return (point: point, objective: try fitObjective(point, kept, delta))
  }
  guard let best = ends.min(by: { $0.objective < $1.objective }) else {
    throw Scaling.InputError.tooFewPoints
  }
  return best.point
}

func computeOptimum(_ law: Scaling.Law, _ flops: Double) throws -> Scaling.Allocation {
  try requirePositive([law.e, law.a, law.alpha, law.b, law.beta, flops])
  let balance = pow(law.alpha * law.a / (law.beta * law.b), 1 / (law.alpha + law.beta))
  let parameters = balance * pow(flops / 6, law.beta / (law.alpha + law.beta))
  return Scaling.Allocation(parameters: parameters, tokens: flops / (6 * parameters))
}

func servingOptimum(
  _ law: Scaling.Law, _ loss: Double, _ servedTokens: Double
) throws -> Scaling.Allocation {
  try requirePositive([law.e, law.a, law.alpha, law.b, law.beta])
  try requireNotNegative([servedTokens])
  try require(loss > law.e && loss.isFinite, else: .unreachableLoss)
  let excess = loss - law.e
  // The model takes a share of the excess loss, and the tokens what it leaves: both totals are sums of powers of it.
  func allocation(_ logOdds: Double) -> Scaling.Allocation {
    let share = 1 / (1 + exp(-logOdds))
    return Scaling.Allocation(
      parameters: pow(law.a / (excess * share), 1 / law.alpha),
      tokens: pow(law.b / (excess / (1 + exp(logOdds))), 1 / law.beta))
  }
  func total(_ logOdds: Double) -> Double {
    let plan = allocation(logOdds)
    return plan.parameters * (6 * plan.tokens + 2 * servedTokens)
  }
  var (low, high) = (-30.0, 30.0)
  for _ in 0..<200 {
    let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
    if total(left) < total(right) { high = right } else { low = left }
  }
  return allocation((low + high) / 2)
}

func effectiveTokens(_ tokens: Double, _ unique: Double, _ decay: Double) throws -> Double {
  try requirePositive([tokens, unique, decay])
  guard tokens > unique else { return tokens }
  let repetitions = tokens / unique - 1
  return unique + unique * decay * (1 - exp(-repetitions / decay))
}

func exactMatch(_ tokenAccuracy: Double, _ length: Int) throws -> Double {
  try require((0...1).contains(tokenAccuracy), else: .outOfRange)
  try require(length >= 1, else: .tooFewPoints)
  return pow(tokenAccuracy, Double(length))
}

func tokenAccuracy(_ exactMatch: Double, _ length: Int) throws -> Double {
  try require((0...1).contains(exactMatch), else: .outOfRange)
  try require(length >= 1, else: .tooFewPoints)
  return pow(exactMatch, 1 / Double(length))
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func require(_ condition: Bool, else error: Scaling.InputError) throws {
  if !condition { throw error }
}

private func requirePositive(_ values: [Double]) throws {
  try require(values.allSatisfy { $0 > 0 && $0.isFinite }, else: .notPositive)
}

private func requireNotNegative(_ values: [Double]) throws {
  try require(values.allSatisfy { $0 >= 0 && $0.isFinite }, else: .negative)
}

private func requireVarying(_ values: [Double]) throws {
  try require(values.contains { $0 != values.first }, else: .constant)
}
