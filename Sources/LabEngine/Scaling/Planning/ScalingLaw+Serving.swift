import Foundation

/// A model for a wanted quality and a number of tokens served over its life.
public struct ServingAllocation: Hashable, Sendable, Codable {
  /// The model, and the tokens it is trained on.
  public let training: ComputeAllocation
  /// Tokens read and written while it is in use.
  public let servedTokens: Double

  /// 2N operations for each token served.
  public var servingFLOPs: Double {
    ComputeBudget.inferenceFLOPs(parameters: training.parameters, tokens: servedTokens)
  }

  /// 6ND to train, and the serving.
  public var totalFLOPs: Double { training.trainingFLOPs + servingFLOPs }
}

extension ScalingLaw {
  /// The cheapest model that reaches a loss, training and serving counted together (Sardana et al., "Beyond
  /// Chinchilla-Optimal: Accounting for Inference in Language Model Scaling Laws", 2023, equation 2).
  ///
  /// A smaller model trained for longer costs more to train and less to serve. With nothing served this is the
  /// compute-optimal model of that loss.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)`` for a negative volume,
  ///   ``ScalingError/unreachableLoss(loss:floor:)``.
  public func cheapest(reaching loss: Double, servedTokens: Double) throws(ScalingError)
    -> ServingAllocation
  {
    guard servedTokens >= 0, servedTokens.isFinite else {
      throw .notPositive(name: "the number of tokens served", value: servedTokens)
    }
    guard loss > irreducible, loss.isFinite else {
      throw .unreachableLoss(loss: loss, floor: irreducible)
    }
    // The smallest model whose loss after endless training would be enough; then, far above, one that no
    // volume asks for. In between the total first falls and then rises.
    let smallest = log(parameterCoefficient / (loss - irreducible)) / parameterExponent
    let logSize = minimumByGoldenSection(in: smallest...smallest + 40) { logSize in
      guard let plan = try? serving(parameters: exp(logSize), reaching: loss, servedTokens: servedTokens)
      else { return .infinity }
      return log(plan.totalFLOPs)
    }
    return try serving(parameters: exp(logSize), reaching: loss, servedTokens: servedTokens)
  }

  /// A model of this size, trained until it has this loss, and then served.
  ///
  /// - Throws: ``ScalingError/unreachableLoss(loss:floor:)`` for a model that is too small.
  public func serving(
    parameters: Double, reaching loss: Double, servedTokens: Double
  ) throws(ScalingError) -> ServingAllocation {
    let tokens = try tokens(reaching: loss, parameters: parameters)
    return ServingAllocation(training: allocation(parameters, tokens), servedTokens: servedTokens)
  }
}

/// Where a function with one valley is lowest, to eight digits of the interval's length.
func minimumByGoldenSection(in interval: ClosedRange<Double>, _ function: (Double) -> Double) -> Double {
  let ratio = (5.0.squareRoot() - 1) / 2
  var (low, high) = (interval.lowerBound, interval.upperBound)
  var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
  var (leftValue, rightValue) = (function(left), function(right))
  for _ in 0..<40 {
    if leftValue <= rightValue, leftValue.isFinite {
      (high, right, rightValue) = (right, left, leftValue)
      left = high - ratio * (high - low)
      leftValue = function(left)
    } else {
      (low, left, leftValue) = (left, right, rightValue)
      right = low + ratio * (high - low)
      rightValue = function(right)
    }
  }
  return (low + high) / 2
}
