/// Eight float64 numbers, for the few fits that float32 is too coarse for.
typealias DoubleVector = SIMD8<Double>

extension DoubleVector {
  /// Numbers in a vector.
  static let width = 8

  /// Eight numbers from any address.
  @inline(__always)
  init(_ address: UnsafePointer<Double>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: DoubleVector.self)
  }

  /// self + a · b: one instruction where the processor has it.
  @inline(__always)
  func adding(_ a: DoubleVector, times b: DoubleVector) -> DoubleVector {
    #if LABS_PORTABLE
      return self + a * b
    #else
      return addingProduct(a, b)
    #endif
  }

  /// eˣ for numbers that are not positive, within 2 units in the last place; 0 under −708.
  ///
  /// eˣ = 2ⁿ · eʳ with n the integer nearest to x / ln 2, and Taylor's series for |r| ≤ ln 2 / 2: its next
  /// term is under 10⁻¹⁷.
  @inline(__always)
  func exponentialOfNonPositive() -> DoubleVector {
    let smallest = DoubleVector(repeating: -708)
    let x = replacing(with: smallest, where: self .< smallest)
    // Adding 1.5 · 2⁵² rounds to an integer and leaves that integer in the lowest bits.
    let shifter = DoubleVector(repeating: 0x1.8p52)
    let shifted = shifter.adding(x, times: DoubleVector(repeating: 1.442_695_040_888_963_4))
    let n = shifted - shifter
    // ln 2 in two pieces: n times the first is exact.
    var r = x.adding(n, times: DoubleVector(repeating: -0x1.62e42fee00000p-1))
    r = r.adding(n, times: DoubleVector(repeating: -0x1.a39ef35793c76p-33))
    var p = DoubleVector(repeating: 1 / 6_227_020_800)
    p = DoubleVector(repeating: 1 / 479_001_600).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 39_916_800).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 3_628_800).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 362_880).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 40_320).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 5_040).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 720).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 120).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 24).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 6).adding(p, times: r)
    p = DoubleVector(repeating: 1 / 2).adding(p, times: r)
    p = (r + 1).adding(p, times: r * r)
    // Adding n to the exponent bits multiplies by 2ⁿ.
    let exponents = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52
    let power = unsafeBitCast(unsafeBitCast(p, to: SIMD8<UInt64>.self) &+ exponents, to: DoubleVector.self)
    return power.replacing(with: 0, where: self .< smallest)
  }

  /// ln x for positive numbers of usual size, within 2 units in the last place of the larger of ln x and 1.
  ///
  /// x = 2ⁿ · m with m around 1, and ln m = 2 artanh((m − 1)/(m + 1)), whose series needs eleven terms.
  @inline(__always)
  func logarithm() -> DoubleVector {
    let bits = unsafeBitCast(self, to: SIMD8<UInt64>.self)
    let rootOfHalf = SIMD8<UInt64>(repeating: (0.5).squareRoot().bitPattern)
    let exponent = (bits &- rootOfHalf) &>> 52
    let m = unsafeBitCast(bits &- (exponent &<< 52), to: DoubleVector.self)
    // An integer in the lowest bits of 2⁵² is that much more than 2⁵².
    let shifter = DoubleVector(repeating: 0x1p52)
    let n = unsafeBitCast(unsafeBitCast(shifter, to: SIMD8<UInt64>.self) | exponent, to: DoubleVector.self)
    let f = (m - 1) / (m + 1)
    let square = f * f
    var p = DoubleVector(repeating: 1 / 21)
    p = DoubleVector(repeating: 1 / 19).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 17).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 15).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 13).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 11).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 9).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 7).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 5).adding(p, times: square)
    p = DoubleVector(repeating: 1 / 3).adding(p, times: square)
    p = (2 * f).adding(p, times: 2 * f * square)
    return p.adding(n - shifter, times: DoubleVector(repeating: 0.693_147_180_559_945_3))
  }
}
