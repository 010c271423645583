import Foundation
import LabKernels

/// What is minimised to fit y = eᶜ + Σₖ exp(aₖ)·xₖ^(−sₖ): a floor and falling power laws.
///
/// The result is the weighted sum of Huber losses of ln ŷ − ln y. In logarithms a loss of 5 and one of 2 count
/// alike, and beyond δ a point pulls with constant force, so that outliers do not decide (Huber, "Robust Estimation
/// of a Location Parameter", 1964; Hoffmann et al. 2022, appendix D.3). It is a sum and not a mean: a mean over
/// hundreds of points would be below an optimiser's tolerance from the start.
///
/// The order of the parameters is c, a₁, s₁, a₂, s₂, …
public struct PowerSumObjective: Sendable {
  /// The number of power laws.
  public let lawCount: Int
  /// The number of measurements.
  public let count: Int
  /// δ of the Huber loss; infinite for plain least squares of logarithms.
  public let delta: Double
  // Padded to a multiple of 8 by measurements of weight 0.
  private let regressors: [Double]
  private let targets: [Double]
  private var weights: [Double]

  /// An objective for `regressors`, one list of positive numbers for each law, and as many positive `values`.
  ///
  /// - Throws: ``ScalingError`` for too few points, unequal lists, numbers that are not positive, a regressor or
  ///   values that do not vary, and a δ that is not positive.
  public init(regressors: [[Double]], values: [Double], delta: Double = 1e-3) throws(ScalingError) {
    guard delta > 0 else { throw .notPositive(name: "delta", value: delta) }
    let parameterCount = 2 * regressors.count + 1
    guard values.count >= parameterCount else {
      throw .tooFewPoints(
        found: values.count, needed: parameterCount, purpose: "a law of \(parameterCount) numbers")
    }
    try requirePositive(values, "value")
    for (index, regressor) in regressors.enumerated() {
      guard regressor.count == values.count else {
        throw .unequalLengths("sizes", regressor.count, "values", values.count)
      }
      try requirePositive(regressor, "size")
      try requireVarying(regressor, "sizes of list \(index + 1)")
    }
    try requireVarying(values, "values")
    lawCount = regressors.count
    count = values.count
    self.delta = delta
    self.regressors = regressors.flatMap { Self.padded($0.map { log($0) }) }
    targets = Self.padded(values.map { log($0) })
    weights = Self.padded([Double](repeating: 1, count: values.count))
  }

  /// The same measurements, each counted so many times: a bootstrap sample.
  func weighted(_ newWeights: [Double]) -> PowerSumObjective {
    var copy = self
    copy.weights = Self.padded(newWeights)
    return copy
  }

  /// The numbers to find.
  public var parameterCount: Int { 2 * lawCount + 1 }

  /// The sum, with its slopes; `nan` for another number of parameters than ``parameterCount``.
  public func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    guard parameters.count == parameterCount else { return .nan }
    if gradient.count != parameterCount { gradient = [Double](repeating: 0, count: parameterCount) }
    return Kernels.huberOfPowerSums(
      parameters, regressors: regressors, targets: targets, weights: weights, delta: delta,
      gradient: &gradient)
  }

  /// The sum alone.
  public func value(at parameters: [Double]) -> Double {
    var gradient = [Double](repeating: 0, count: parameterCount)
    return value(at: parameters, gradient: &gradient)
  }

  private static func padded(_ numbers: [Double]) -> [Double] {
    numbers + [Double](repeating: 0, count: (8 - numbers.count % 8) % 8)
  }
}
