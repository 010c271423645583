import Foundation

/// A power law through measured points: the least-squares line through their logarithms.
///
///     let fit = try PowerLawFit(x: computes, y: losses, floor: entropy)
///     fit.law.exponent, fit.exponentInterval
///     fit.forecast(at: 1e20).interval
///
/// Intervals come from drawing the points again and again with replacement (Efron 1979, percentiles).
public struct PowerLawFit: Sendable {
  /// The line.
  public let law: PowerLaw
  /// The share of the variance of log y that the line explains.
  public let rSquared: Double
  /// The middle `level` of the exponents of all samples.
  public let exponentInterval: ClosedRange<Double>
  /// The same of the coefficients.
  public let coefficientInterval: ClosedRange<Double>
  /// From the least x to the most.
  public let range: ClosedRange<Double>
  /// How much of the samples an interval holds.
  public let level: Double
  private let samples: [PowerLaw]
  /// How far log y lies above the line.
  private let residuals: [Double]
  private let seed: UInt64

  /// Fits y − `floor` to x.
  ///
  /// A floor that is left out bends the line: a loss has one, the entropy of its text.
  ///
  /// - Throws: ``ScalingError`` for fewer than three points, lists of unequal length, an x or a y − floor that is
  ///   not positive, x or y that do not vary, a level or a number of samples without sense.
  /// - Complexity: O(`resamples` × points).
  public init(
    x: [Double], y: [Double], floor: Double = 0, level: Double = 0.95, resamples: Int = 1000, seed: UInt64 = 1
  ) throws(ScalingError) {
    try Bootstrap.validate(level: level, resamples: resamples)
    guard x.count == y.count else { throw .unequalLengths("values of x", x.count, "values of y", y.count) }
    guard x.count >= 3 else { throw .tooFewPoints(found: x.count, needed: 3, purpose: "a power law") }
    try requirePositive(x, "x")
    let excess = y.map { $0 - floor }
    try requirePositive(excess, floor == 0 ? "y" : "y above the floor of \(floor)")
    try requireVarying(x, "values of x")
    try requireVarying(y, "values of y")
    let points = LogPoints(x: x.map { log($0) }, y: excess.map { log($0) })
    let line = points.line(weights: [Double](repeating: 1, count: x.count))
    guard let line, let range = ClosedRange(x) else { throw .constant(name: "x", value: x[0]) }
    // A sample may hold one x only: it has no line.
    let samples = Bootstrap.multiplicities(count: x.count, resamples: resamples, seed: seed)
      .compactMap { points.line(weights: $0)?.law(floor: floor) }
    law = line.law(floor: floor)
    residuals = points.residuals(of: line)
    rSquared = points.explained(by: line)
    exponentInterval =
      Bootstrap.interval(of: samples.map(\.exponent), level: level) ?? law.exponent...law.exponent
    coefficientInterval =
      Bootstrap.interval(of: samples.map(\.coefficient), level: level) ?? law.coefficient...law.coefficient
    (self.samples, self.range, self.level, self.seed) = (samples, range, level, seed)
  }

  /// What the law says at x, and where a measurement is expected.
  ///
  /// The interval holds both doubts: where the line is, which each sample draws anew, and how far a point lies
  /// off it, which is drawn from the residuals. That the law itself may bend is in no interval.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func forecast(at x: Double) throws(ScalingError) -> Forecast {
    try requirePositive(x, "x")
    var random = RandomStream(seed: seed, stream: .max)
    let drawn = samples.map { sample in
      let residual = residuals[Int(random.uniform() * Double(residuals.count))]
      return sample.floor + (sample(x) - sample.floor) * exp(residual)
    }
    let value = law(x)
    return Forecast(
      value: value, interval: Bootstrap.interval(of: drawn, level: level) ?? value...value,
      isExtrapolation: !range.contains(x))
  }
}

/// Points on logarithmic axes, each of which may count more than once.
private struct LogPoints {
  let x: [Double]
  let y: [Double]

  struct Line {
    let slope, intercept: Double

    func law(floor: Double) -> PowerLaw {
      PowerLaw(coefficient: exp(intercept), exponent: slope, floor: floor)
    }
  }

  /// The line of least squares; `nil` where all x are equal.
  func line(weights: [Double]) -> Line? {
    let total = weights.reduce(0, +)
    let (meanX, meanY) = (dot(weights, x) / total, dot(weights, y) / total)
    var (spread, product) = (0.0, 0.0)
    for index in x.indices {
      spread += weights[index] * (x[index] - meanX) * (x[index] - meanX)
      product += weights[index] * (x[index] - meanX) * (y[index] - meanY)
    }
    guard spread > 0 else { return nil }
    let slope = product / spread
    return Line(slope: slope, intercept: meanY - slope * meanX)
  }

  func residuals(of line: Line) -> [Double] {
    x.indices.map { y[$0] - line.intercept - line.slope * x[$0] }
  }

  func explained(by line: Line) -> Double {
    let mean = y.reduce(0, +) / Double(y.count)
    let left = residuals(of: line).reduce(0) { $0 + $1 * $1 }
    let all = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return all > 0 ? 1 - left / all : 1
  }
}
