/// Tools that exercises may use: Swift's own `Float16` is missing on some Macs.
extension Quantization {
  /// The sixteen bits of the float16 nearest to `value`, ties to the even one (IEEE 754 binary16).
  ///
  /// From 65,520 on the nearest is infinity. NaN becomes the quiet NaN.
  public static func float16Bits(_ value: Float) -> UInt16 {
    let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
    let magnitude = abs(value)
    guard !value.isNaN else { return sign | 0x7E00 }
    guard magnitude < 65_520 else { return sign | 0x7C00 }
    // Neighbours are 2^(exponent − 10) apart. Below 2⁻¹⁴ they come no closer, and 0 is one of them.
    let exponent = magnitude < 0x1p-14 ? -14 : Int(magnitude.exponent)
    let step = Float(sign: .plus, exponent: exponent - 10, significand: 1)
    let steps = UInt16((magnitude / step).rounded(.toNearestOrEven))
    // The first 1,024 steps are those below 2⁻¹⁴; a binade has as many, and its steps begin at 1,024.
    return sign | ((UInt16(exponent + 14) << 10) + steps)
  }

  /// The number that sixteen bits stand for, exactly.
  public static func float16(_ bits: UInt16) -> Float {
    let (exponent, fraction) = (Int(bits >> 10) & 31, Float(bits & 0x3FF))
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
      }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
