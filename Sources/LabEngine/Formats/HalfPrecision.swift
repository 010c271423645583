/// The two 16-bit floating-point formats that model files use, widened to float32 exactly.
enum HalfPrecision {
  /// bfloat16: the upper half of a float32.
  static func bfloat16(_ bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits.
  static func float16(_ bits: UInt16) -> Float {
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
}
