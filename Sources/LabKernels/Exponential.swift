extension Vector {
  /// eˣ for each number, within 2 units in the last place: Cody and Waite's reduction with the polynomial of
  /// Moshier's Cephes library.
  ///
  /// Results under 2⁻¹²⁶ are 0, and those over the largest float are +∞.
  @inline(__always)
  func exponential() -> Vector {
    let power = Vector.reducedExponential(self)
      .replacing(with: .infinity, where: self .> Vector(repeating: 88.722_83))
    return power.replacing(with: 0, where: self .< Vector(repeating: -87.336_54))
  }

  /// eˣ for numbers that are not positive, as in softmax, where the largest was subtracted.
  @inline(__always)
  func exponentialOfNonPositive() -> Vector {
    Vector.reducedExponential(self).replacing(with: 0, where: self .< Vector(repeating: -87.336_54))
  }

  /// eˣ = 2ⁿ · eʳ with n the integer nearest to x / ln 2, so that |r| ≤ ln 2 / 2.
  @inline(__always)
  private static func reducedExponential(_ x: Vector) -> Vector {
    // Adding 1.5 · 2²³ rounds to an integer and leaves that integer in the lowest bits.
    let shifter = Vector(repeating: 0x1.8p23)
    let shifted = shifter.adding(x, times: Vector(repeating: 1.442_695))
    let n = shifted - shifter
    // ln 2 in two pieces: n times the first is exact.
    var r = x.adding(n, times: Vector(repeating: -0.693_359_4))
    r = r.adding(n, times: Vector(repeating: 2.121_944_4e-4))
    var p = Vector(repeating: 1.398_2e-3).adding(r, times: Vector(repeating: 1.987_569_1e-4))
    p = Vector(repeating: 8.333_452e-3).adding(p, times: r)
    p = Vector(repeating: 4.166_579_6e-2).adding(p, times: r)
    p = Vector(repeating: 1.666_666_5e-1).adding(p, times: r)
    p = Vector(repeating: 5.000_000_1e-1).adding(p, times: r)
    p = (r + 1).adding(p, times: r * r)
    // Adding n to the exponent bits multiplies by 2ⁿ.
    let bits = unsafeBitCast(p, to: SIMD16<Int32>.self)
    let exponents = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
    return unsafeBitCast(bits &+ exponents, to: Vector.self)
  }
}
