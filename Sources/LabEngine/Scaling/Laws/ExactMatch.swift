import Foundation

/// The chance that an answer of several tokens is right throughout.
///
/// Per-token accuracy rises smoothly with a model's loss; its k-th power stays near 0 for long and then shoots up. What
/// looks like an ability that emerges can be the metric alone (Schaeffer, Miranda and Koyejo, "Are Emergent Abilities of
/// Large Language Models a Mirage?", 2023).
public enum ExactMatch {
  /// p^k: the chance that all of `length` tokens are right when each is with chance `tokenAccuracy`.
  ///
  /// - Throws: ``ScalingError/invalidSetting(_:)`` for an accuracy outside 0…1 or no tokens.
  public static func probability(tokenAccuracy: Double, length: Int) throws(ScalingError) -> Double {
    guard (0...1).contains(tokenAccuracy) else {
      throw .invalidSetting("an accuracy lies between 0 and 1, not at \(tokenAccuracy)")
    }
    guard length >= 1 else { throw .invalidSetting("an answer has at least one token, not \(length)") }
    return pow(tokenAccuracy, Double(length))
  }

  /// e^−L: the chance of the right token, averaged as the loss averages it.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)`` for a negative loss.
  public static func tokenAccuracy(loss: Double) throws(ScalingError) -> Double {
    guard loss >= 0, loss.isFinite else { throw .notPositive(name: "the loss", value: loss) }
    return exp(-loss)
  }
}
