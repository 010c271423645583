import Foundation

/// A way to spend a training budget, and what a law promises for it.
public struct ComputeAllocation: Hashable, Sendable, Codable {
  /// N.
  public let parameters: Double
  /// D.
  public let tokens: Double
  /// The law's loss.
  public let loss: Double

  /// 6ND.
  public var trainingFLOPs: Double {
    ComputeBudget.trainingFLOPs(parameters: parameters, tokens: tokens)
  }

  /// D/N.
  public var tokensPerParameter: Double { tokens / parameters }
}

extension ScalingLaw {
  /// The model and the tokens that give the lowest loss for a budget of 6ND operations.
  ///
  /// In closed form: N = G·(C/6)^(β/(α+β)) with G = (αA / βB)^(1/(α+β)), and D = C / 6N (Hoffmann et al. 2022,
  /// equation 4).
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(flops: Double) throws(ScalingError) -> ComputeAllocation {
    try requirePositive(flops, "the budget")
    let parameters = balance * pow(flops / 6, optimalParameterExponent)
    return allocation(parameters, ComputeBudget.affordableTokens(parameters: parameters, flops: flops))
  }

  /// How the budget is spent with a fixed number of tokens a parameter: N = √(C / 6r), D = rN.
  ///
  /// The rule of thumb r = 20 gives N = 0.0913·√C. The often quoted pair N = 0.2·√(C/6), D = 5·√(C/6) is r = 25.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func allocation(flops: Double, tokensPerParameter ratio: Double) throws(ScalingError)
    -> ComputeAllocation
  {
    try requirePositive(flops, "the budget")
    try requirePositive(ratio, "the number of tokens a parameter")
    let parameters = (flops / (6 * ratio)).squareRoot()
    return allocation(parameters, ratio * parameters)
  }

  /// The tokens that are best for a model of this size: those for which it is the optimum of its budget.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(parameters: Double) throws(ScalingError) -> ComputeAllocation {
    try requirePositive(parameters, "the number of parameters")
    let flops = 6 * pow(parameters / balance, 1 / optimalParameterExponent)
    return allocation(parameters, ComputeBudget.affordableTokens(parameters: parameters, flops: flops))
  }

  /// The model that is best for so many tokens.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(tokens: Double) throws(ScalingError) -> ComputeAllocation {
    try requirePositive(tokens, "the number of tokens")
    let parameters = balance * pow(balance * tokens, tokenExponent / parameterExponent)
    return allocation(parameters, tokens)
  }

  /// The tokens after which a model of this size has this loss: (B / (L − E − A/N^α))^(1/β).
  ///
  /// - Throws: ``ScalingError/unreachableLoss(loss:floor:)`` when no number of tokens is enough.
  public func tokens(reaching loss: Double, parameters: Double) throws(ScalingError) -> Double {
    try requirePositive(parameters, "the number of parameters")
    let floor = irreducible + parameterCoefficient / pow(parameters, parameterExponent)
    guard loss > floor, loss.isFinite else { throw .unreachableLoss(loss: loss, floor: floor) }
    return pow(tokenCoefficient / (loss - floor), 1 / tokenExponent)
  }

  func allocation(_ parameters: Double, _ tokens: Double) -> ComputeAllocation {
    ComputeAllocation(
      parameters: parameters, tokens: tokens, loss: loss(parameters: parameters, tokens: tokens))
  }

  /// G in the closed form.
  private var balance: Double {
    pow(
      parameterExponent * parameterCoefficient / (tokenExponent * tokenCoefficient),
      1 / (parameterExponent + tokenExponent))
  }
}
