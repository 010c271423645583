import Foundation

/// What reading the same text again is worth (Muennighoff et al., "Scaling Data-Constrained Language Models", 2023,
/// equations 5 and 6).
///
/// U unique tokens read D/U times count as D' = U + U·R*·(1 − e^(−R/R*)) fresh ones, R = D/U − 1: the second
/// reading is worth nearly as much as the first, the fortieth nothing. Parameters beyond those that U tokens can
/// teach are discounted in the same way. That too many readings make a model worse is not in this law.
public struct RepeatedDataLaw: Hashable, Sendable, Codable {
  /// The law for text that is read once.
  public let fresh: ScalingLaw
  /// R* of tokens: the number of repetitions over which their worth decays.
  public let tokenDecay: Double
  /// R* of parameters.
  public let parameterDecay: Double

  /// A law.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)`` for a decay that is not positive.
  public init(fresh: ScalingLaw, tokenDecay: Double, parameterDecay: Double) throws(ScalingError) {
    try requirePositive(tokenDecay, "the decay of tokens")
    try requirePositive(parameterDecay, "the decay of parameters")
    self.init(trusted: fresh, tokenDecay, parameterDecay)
  }

  private init(trusted fresh: ScalingLaw, _ tokenDecay: Double, _ parameterDecay: Double) {
    (self.fresh, self.tokenDecay, self.parameterDecay) = (fresh, tokenDecay, parameterDecay)
  }

  /// The constants of the paper's appendix A, fitted on runs of 7 million to 9 billion parameters.
  public static let muennighoff = RepeatedDataLaw(trusted: .muennighoff, 15.387_756, 5.309_743)

  /// D': the fresh tokens that `tokens` tokens are worth when only `unique` of them differ.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func effectiveTokens(_ tokens: Double, unique: Double) throws(ScalingError) -> Double {
    try requirePositive(tokens, "the number of tokens")
    try requirePositive(unique, "the number of unique tokens")
    return discounted(tokens, beyond: unique, decay: tokenDecay)
  }

  /// N': the parameters that `parameters` are worth when only `unique` tokens differ.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func effectiveParameters(_ parameters: Double, unique: Double) throws(ScalingError) -> Double {
    try requirePositive(parameters, "the number of parameters")
    let taught = try fresh.optimum(tokens: unique).parameters
    return discounted(parameters, beyond: taught, decay: parameterDecay)
  }

  /// The loss after `tokens` tokens of which `unique` differ.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func loss(parameters: Double, tokens: Double, unique: Double) throws(ScalingError) -> Double {
    fresh.loss(
      parameters: try effectiveParameters(parameters, unique: min(unique, tokens)),
      tokens: try effectiveTokens(tokens, unique: unique))
  }

  /// The model and the tokens with the lowest loss for a budget, when only `unique` tokens differ.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(flops: Double, unique: Double) throws(ScalingError) -> ComputeAllocation {
    try requirePositive(unique, "the number of unique tokens")
    let plain = try fresh.optimum(flops: flops)
    let centre = log(plain.parameters)
    let logSize = minimumByGoldenSection(in: centre - 20...centre + 20) { logSize in
      let tokens = ComputeBudget.affordableTokens(parameters: exp(logSize), flops: flops)
      return (try? loss(parameters: exp(logSize), tokens: tokens, unique: unique)) ?? .infinity
    }
    let parameters = exp(logSize)
    let tokens = ComputeBudget.affordableTokens(parameters: parameters, flops: flops)
    return ComputeAllocation(
      parameters: parameters, tokens: tokens,
      loss: try loss(parameters: parameters, tokens: tokens, unique: unique))
  }

  private func discounted(_ amount: Double, beyond limit: Double, decay: Double) -> Double {
    guard amount > limit else { return amount }
    return limit * (1 + decay * (1 - exp(-(amount / limit - 1) / decay)))
  }
}
