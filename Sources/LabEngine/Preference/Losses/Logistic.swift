import Foundation

/// The logistic function σ of a number, without overflow.
public enum Logistic {
  /// log σ(x): −1000 for x = −1000, where the logarithm of the rounded sigmoid would be −∞.
  public static func logSigmoid(_ x: Double) -> Double { min(x, 0) - log1p(exp(-abs(x))) }

  /// 1 / (1 + e⁻ˣ), by the form whose exponential cannot overflow.
  public static func sigmoid(_ x: Double) -> Double {
    let e = exp(-abs(x))
    return x >= 0 ? 1 / (1 + e) : e / (1 + e)
  }
}
