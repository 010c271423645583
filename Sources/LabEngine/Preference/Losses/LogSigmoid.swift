import Foundation

/// log σ(x) without overflow: −1000 for x = −1000, where the logarithm of the rounded sigmoid would be −∞.
public func logSigmoid(_ x: Double) -> Double { min(x, 0) - log1p(exp(-abs(x))) }

/// 1 / (1 + e⁻ˣ), by the form whose exponential cannot overflow.
public func sigmoid(_ x: Double) -> Double {
  let e = exp(-abs(x))
  return x >= 0 ? 1 / (1 + e) : e / (1 + e)
}
