/// The functions a network applies to each value by itself.
public enum Activation: String, Hashable, Sendable, CaseIterable {
  /// x · Φ(x) with the exact normal distribution function: Hendrycks and Gimpel, "Gaussian Error Linear
  /// Units" (2016), and PyTorch's `nn.GELU()`.
  case gelu
  /// GELU with Φ by way of tanh: x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))), as GPT-2 has it.
  case geluTanh
  /// x · σ(x), also called swish.
  case silu
  /// max(0, x), with the gradient 0 at 0.
  case relu
  /// The hyperbolic tangent.
  case tanh
  /// σ(x) = 1 / (1 + exp(−x)).
  case sigmoid
  /// eˣ.
  case exp
}

extension Activation {
  /// f(x) and f′(x), of which an optimised caller pays only for what it uses.
  @inline(__always)
  func valueAndSlope(_ x: Vector) -> (value: Vector, slope: Vector) {
    switch self {
    case .gelu:
      let (phi, density) = x.normalDistribution()
      return (x * phi, phi.adding(x, times: density))
    case .geluTanh:
      // (1 + tanh u) / 2 = σ(2u).
      let square = x * x
      let s = (x * 1.595_769_1 * Vector(repeating: 1).adding(square, times: Vector(repeating: 0.044_715)))
        .sigmoid()
      let inner = Vector(repeating: 1.595_769_1).adding(square, times: Vector(repeating: 0.214_064_4))
      return (x * s, s.adding(x * s * (1 - s), times: inner))
    case .silu:
      let s = x.sigmoid()
      return (x * s, s.adding(x * s, times: 1 - s))
    case .relu:
      let isPositive = x .> 0
      return (
        x.replacing(with: 0, where: .!isPositive), Vector().replacing(with: 1, where: isPositive)
      )
    case .tanh:
      let t = x.hyperbolicTangent()
      return (t, 1 - t * t)
    case .sigmoid:
      let s = x.sigmoid()
      return (s, s * (1 - s))
    case .exp:
      let e = x.exponential()
      return (e, e)
    }
  }
}

extension Vector {
  /// 1 / (1 + exp(−x)).
  @inline(__always)
  func sigmoid() -> Vector {
    1 / ((0 - self).exponential() + 1)
  }

  /// tanh x: a polynomial of Moshier's Cephes library near 0, where the other form would lose digits, and
  /// 1 − 2 / (exp(2|x|) + 1) with the sign of x elsewhere.
  @inline(__always)
  func hyperbolicTangent() -> Vector {
    let magnitude = replacing(with: 0 - self, where: self .< 0)
    let square = self * self
    var p = Vector(repeating: 2.063_908_9e-2).adding(square, times: Vector(repeating: -5.704_988_7e-3))
    p = Vector(repeating: -5.373_971_6e-2).adding(p, times: square)
    p = Vector(repeating: 1.333_144_2e-1).adding(p, times: square)
    p = Vector(repeating: -3.333_328_2e-1).adding(p, times: square)
    let near = adding(self * square, times: p)
    let far = 1 - 2 / ((magnitude + magnitude).exponential() + 1)
    return far.replacing(with: 0 - far, where: self .< 0)
      .replacing(with: near, where: magnitude .< 0.625)
      .replacing(with: self, where: self .!= self)
  }

  /// Φ(x) and φ(x), the normal distribution function and its density.
  ///
  /// With z = |x| / √2, Φ(−|x|) = ½ erfc(z) = ½ exp(−z²) · t · polynomial(t), t = 1 / (1 + 0.3275911 z). That
  /// is the form of Abramowitz and Stegun 7.1.26; the polynomial here has degree 8 and is our own fit, by
  /// weighted least squares on 400 Chebyshev nodes, with a relative error of 2 · 10⁻⁷. The density, which the
  /// gradient needs, shares the exponential.
  @inline(__always)
  func normalDistribution() -> (function: Vector, density: Vector) {
    let magnitude = replacing(with: 0 - self, where: self .< 0)
    let power = (self * self * -0.5).exponentialOfNonPositive()
    let t = 1 / Vector(repeating: 1).adding(magnitude, times: Vector(repeating: 0.231_641_9))
    var p = Vector(repeating: 0.486_187_27).adding(t, times: Vector(repeating: -0.138_698_05))
    p = Vector(repeating: -0.387_014_42).adding(p, times: t)
    p = Vector(repeating: 0.434_956_21).adding(p, times: t)
    p = Vector(repeating: 0.035_686_09).adding(p, times: t)
    p = Vector(repeating: 0.202_565_94).adding(p, times: t)
    p = Vector(repeating: 0.181_305_17).adding(p, times: t)
    p = Vector(repeating: 0.185_011_99).adding(p, times: t)
    let tail = power * p * t * 0.5
    return (tail.replacing(with: 1 - tail, where: self .>= 0), power * 0.398_942_28)
  }
}
