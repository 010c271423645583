/// How much arithmetic it takes to train and to run a dense decoder.
///
/// Everything is a `Double`: 5.88e21 does not fit the 64 bits of `UInt64`, whose largest number is
/// 1.8e19. A `Double` keeps about 16 digits, far more than the rule of thumb is good for.
/// (Kaplan et al., "Scaling Laws for Neural Language Models", 2020, section 2.1.)
public enum ComputeBudget {
  /// 6·N·D floating-point operations to train `parameters` on `tokens`.
  ///
  /// Two for the multiply and the add of each weight forward, four backward; attention over long
  /// contexts is left out.
  public static func trainingFLOPs(parameters: Double, tokens: Double) -> Double {
    6 * parameters * tokens
  }

  /// 2·N·D floating-point operations to read or write `tokens` with `parameters`.
  public static func inferenceFLOPs(parameters: Double, tokens: Double) -> Double {
    2 * parameters * tokens
  }

  /// The tokens that a training budget of `flops` pays for: C / 6N; infinite for no parameters.
  public static func affordableTokens(parameters: Double, flops: Double) -> Double {
    flops / (6 * parameters)
  }
}
