/// Small integers to wider ones and to float32. Written lane by lane: the standard library's conversions of
/// whole vectors are calls, while this becomes one instruction.
extension SIMD16<Int8> {
  /// Sixteen codes from any address.
  @inline(__always)
  init(_ address: UnsafePointer<UInt8>) {
    self = UnsafeRawPointer(address).loadUnaligned(as: SIMD16<Int8>.self)
  }

  @inline(__always)
  func widened() -> SIMD16<Int32> {
    var wide = SIMD16<Int32>()
    for i in 0..<16 { wide[i] = Int32(self[i]) }
    return wide
  }
}

extension SIMD16<Int32> {
  @inline(__always)
  func floats() -> Vector {
    var floats = Vector()
    for i in 0..<16 { floats[i] = Float(self[i]) }
    return floats
  }

  /// Thirty-two codes of four bits from any address: byte j holds code j below and code j + 16 above.
  @inline(__always)
  static func nibbles(_ address: UnsafePointer<UInt8>) -> (low: SIMD16<Int32>, high: SIMD16<Int32>) {
    let bytes = UnsafeRawPointer(address).loadUnaligned(as: SIMD16<UInt8>.self)
    var wide = SIMD16<Int32>()
    for i in 0..<16 { wide[i] = Int32(bytes[i]) }
    return (wide & SIMD16(repeating: 15), wide &>> 4)
  }
}
