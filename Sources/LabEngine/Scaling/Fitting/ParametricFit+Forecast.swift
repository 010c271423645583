import Foundation
import LabKernels

extension ParametricFit {
  /// The best model and tokens for a budget of 6ND operations.
  ///
  /// A budget beyond the fitted runs is answered too, and marked.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(flops: Double) throws(ScalingError) -> AllocationForecast {
    range.forecast(try law.optimum(flops: flops), flops: flops)
  }

  /// The same law from samples of the runs, each found from where this fit ended.
  ///
  /// - Throws: ``ScalingError`` for a number of samples without sense.
  public func bootstrap(
    resamples: Int = 200, seed: UInt64 = 1, on cores: Parallelism = .allCores
  ) throws(ScalingError) -> ParametricBootstrap {
    try Bootstrap.validate(level: 0.5, resamples: resamples)
    let objective = try PowerSumObjective(runs, delta: options.delta)
    let samples = Bootstrap.multiplicities(count: runs.count, resamples: resamples, seed: seed)
    let (start, search) = (best.point, options.search)
    let laws = cores.map(samples.count) { index in
      let sample = objective.weighted(samples[index])
      return (try? search.minimize(from: start) { sample.value(at: $0, gradient: &$1) })
        .map { ScalingLaw(logParameters: $0.point) }
    }
    let residuals = runs.map { log($0.loss / law.loss(parameters: $0.parameters, tokens: $0.tokens)) }
    return ParametricBootstrap(
      law: law, samples: laws.compactMap { $0 }, residuals: residuals, range: range, seed: seed)
  }
}

/// How far a fitted law moves when its runs are drawn again.
public struct ParametricBootstrap: Sendable {
  /// The law of all runs.
  public let law: ScalingLaw
  /// The law of each sample.
  public let samples: [ScalingLaw]
  /// How far each run's log loss lies above the law.
  let residuals: [Double]
  let range: FittedRange
  let seed: UInt64

  /// The middle `level` of a number that every law has, such as `\.irreducible`.
  ///
  /// - Throws: ``ScalingError`` for a level outside (0, 1).
  public func interval(
    of number: (ScalingLaw) -> Double, level: Double = 0.95
  ) throws(ScalingError) -> ClosedRange<Double> {
    try Bootstrap.validate(level: level, resamples: 1)
    return Bootstrap.interval(of: samples.map(number), level: level) ?? number(law)...number(law)
  }

  /// The loss of a run that was not fitted, and where its measurement is expected.
  ///
  /// - Throws: ``ScalingError`` for sizes that are not positive or a level outside (0, 1).
  public func forecast(
    parameters: Double, tokens: Double, level: Double = 0.95
  ) throws(ScalingError) -> Forecast {
    try requirePositive(parameters, "the number of parameters")
    try requirePositive(tokens, "the number of tokens")
    try Bootstrap.validate(level: level, resamples: 1)
    var random = RandomStream(seed: seed, stream: .max)
    let drawn = samples.map { sample in
      sample.loss(parameters: parameters, tokens: tokens)
        * exp(residuals[Int(random.uniform() * Double(residuals.count))])
    }
    let value = law.loss(parameters: parameters, tokens: tokens)
    return Forecast(
      value: value, interval: Bootstrap.interval(of: drawn, level: level) ?? value...value,
      isExtrapolation: !range.contains(parameters: parameters, tokens: tokens))
  }
}
