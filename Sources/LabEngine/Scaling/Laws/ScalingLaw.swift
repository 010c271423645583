import Foundation

/// L(N, D) = E + A/N^α + B/D^β: the loss of a model of N parameters after D tokens (Hoffmann et al., "Training
/// Compute-Optimal Large Language Models", 2022, equation 2).
///
/// E is what no model can avoid: the entropy of the text. The second term is what a model of this size cannot
/// hold, the third what it could not learn from so few tokens.
public struct ScalingLaw: Hashable, Sendable, Codable {
  /// E, in nats a token.
  public let irreducible: Double
  /// A.
  public let parameterCoefficient: Double
  /// α.
  public let parameterExponent: Double
  /// B.
  public let tokenCoefficient: Double
  /// β.
  public let tokenExponent: Double

  /// A law with these constants.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)`` for one that is not positive.
  public init(e: Double, a: Double, alpha: Double, b: Double, beta: Double) throws(ScalingError) {
    for (name, value) in [("E", e), ("A", a), ("alpha", alpha), ("B", b), ("beta", beta)] {
      try requirePositive(value, name)
    }
    self.init(trusted: e, a, alpha, b, beta)
  }

  init(trusted e: Double, _ a: Double, _ alpha: Double, _ b: Double, _ beta: Double) {
    (irreducible, parameterCoefficient, parameterExponent) = (e, a, alpha)
    (tokenCoefficient, tokenExponent) = (b, beta)
  }

  /// The law's loss, in nats a token; `nan` where a size is negative.
  public func loss(parameters: Double, tokens: Double) -> Double {
    irreducible + parameterCoefficient / pow(parameters, parameterExponent)
      + tokenCoefficient / pow(tokens, tokenExponent)
  }

  /// How fast the best model grows: N ∝ C^a with a = β / (α + β).
  public var optimalParameterExponent: Double { tokenExponent / (parameterExponent + tokenExponent) }
}

extension ScalingLaw {
  /// Approach 3 of Hoffmann et al. 2022, as their paper prints it. Rounding moves its optimum by a fifth.
  public static let hoffmannRounded = ScalingLaw(trusted: 1.69, 406.4, 0.34, 410.7, 0.28)

  /// The same fit with the digits that stand in the source of their paper.
  public static let hoffmann = ScalingLaw(
    trusted: exp(0.526_722_8), exp(6.007_340_4), 0.339_170_84, exp(6.017_918_6), 0.284_908_3)

  /// The fit of Besiroglu et al., "Chinchilla Scaling: A replication attempt", 2024, to points read off a figure
  /// of the same paper.
  public static let besiroglu = ScalingLaw(trusted: 1.8172, 482.01, 0.3478, 2085.43, 0.3658)

  /// The single-epoch law of Muennighoff et al., "Scaling Data-Constrained Language Models", 2023, appendix A.
  public static let muennighoff = ScalingLaw(
    trusted: exp(0.625_480_4), exp(6.255_414), 0.352_659_6, exp(7.304_997_4), 0.352_659_6)
}
