extension BlockWriter {
  /// d = max |x| / 127; codes are rounded with the float32 d, ties away from zero, and d is stored in float16.
  mutating func writeQ80(_ x: [Float]) throws(QuantizationError) {
    let d = x.reduce(0) { max($0, abs($1)) } / 127
    let inverse = Self.inverse(d)
    try appendHalf(d)
    // Only a d too small for float32's normal numbers is rounded so far that a code leaves its range.
    append(x.map { UInt8(bitPattern: Int8(max(-127, min(127, ($0 * inverse).rounded())))) })
  }
}

extension BlockFormat {
  static func readQ80(_ block: [UInt8]) -> [Float] {
    let d = half(block, at: 0)
    return block[2...].map { Float(Int8(bitPattern: $0)) * d }
  }
}
