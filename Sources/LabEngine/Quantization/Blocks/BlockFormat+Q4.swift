extension BlockWriter {
  /// d = (the x of largest magnitude, with its sign) / −8, so that it gets code 0; of several the first counts.
  ///
  /// A block of zeros stores −0. The product and the sum are rounded together, as ggml's compilers do; ties
  /// depend on it and on nothing else.
  mutating func writeQ40(_ x: [Float]) throws(QuantizationError) {
    let largest = x.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
    let d = largest / -8
    let inverse = Self.inverse(d)
    try appendHalf(d)
    append(packed(x.map { Float(8.5).addingProduct($0, inverse) }))
  }

  /// d = (max − min) / 15 and m = min.
  mutating func writeQ41(_ x: [Float]) throws(QuantizationError) {
    let (low, high) = (x.min() ?? 0, x.max() ?? 0)
    let d = (high - low) / 15
    let inverse = Self.inverse(d)
    try appendHalf(d)
    try appendHalf(low)
    append(packed(x.map { ($0 - low) * inverse + 0.5 }))
  }

  /// Truncated to codes 0…15, code j in the lower half of byte j, code j + 16 in the upper.
  private func packed(_ shifted: [Float]) -> [UInt8] {
    let codes = shifted.map { UInt8(max(0, min(15, $0))) }
    return (0..<16).map { codes[$0] | codes[$0 + 16] << 4 }
  }
}

extension BlockFormat {
  static func readQ40(_ block: [UInt8]) -> [Float] {
    let d = half(block, at: 0)
    return NibblePacking.unpack(Array(block[2...])).map { Float(Int($0) - 8) * d }
  }

  static func readQ41(_ block: [UInt8]) -> [Float] {
    let (d, m) = (half(block, at: 0), half(block, at: 2))
    return NibblePacking.unpack(Array(block[4...])).map { Float($0) * d + m }
  }
}
