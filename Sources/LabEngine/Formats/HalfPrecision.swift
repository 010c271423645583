/// The two 16-bit floating-point formats that model files use.
public enum HalfPrecision {
  /// bfloat16, widened to float32 exactly: the upper half of its bits.
  public static func bfloat16(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// IEEE 754 binary16, widened exactly: 1 sign, 5 exponent and 10 fraction bits.
  public static func float16(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 10) & 31, Float(bits & 0x3FF))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24  // subnormal
    case 31 where fraction == 0: return sign * .infinity
    case 31: return .nan
    default:
      return sign * (1 + fraction * 0x1p-10) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }

  /// The bits of the nearest binary16, ties to the even fraction (IEEE 754, roundTiesToEven).
  ///
  /// From 65520 on the nearest is infinity. Every NaN becomes one quiet NaN of its sign.
  public static func float16Bits(_ value: Float) -> UInt16 {
    let sign = UInt16(value.bitPattern >> 16) & 0x8000
    let magnitude = value.bitPattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Below 2⁻¹⁴ the steps are all of 2⁻²⁴; the multiplication is exact.
      return sign | UInt16((abs(value) * 0x1p24).rounded(.toNearestOrEven))
    }
    // Half of what is cut off, and the last kept bit so that ties go to even; a carry raises the exponent.
    let rounded = magnitude + 0xFFF + (magnitude >> 13 & 1)
    return sign | UInt16((rounded - 0x3800_0000) >> 13)
  }

  /// The nearest number that binary16 can hold.
  public static func roundedToFloat16(_ value: Float) -> Float { float16(float16Bits(value)) }
}
