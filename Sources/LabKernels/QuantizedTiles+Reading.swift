extension QuantizedTiles {
  /// Reads every byte once, in order, on one core, and does next to nothing with it: what a product could reach
  /// if it waited for memory alone.
  public func readThrough() -> UInt64 {
    var sum: UInt64 = 0
    codes.withUnsafeBytes { sum &+= Self.sum($0) }
    scales.withUnsafeBytes { sum &+= Self.sum($0) }
    return sum
  }

  private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0 }
    var sums = (SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>())
    for offset in stride(from: 0, to: bytes.count / 256 * 256, by: 256) {
      let p = base + offset
      sums.0 &+= p.loadUnaligned(as: SIMD8<UInt64>.self)
      sums.1 &+= (p + 64).loadUnaligned(as: SIMD8<UInt64>.self)
      sums.2 &+= (p + 128).loadUnaligned(as: SIMD8<UInt64>.self)
      sums.3 &+= (p + 192).loadUnaligned(as: SIMD8<UInt64>.self)
    }
    return ((sums.0 &+ sums.1) &+ (sums.2 &+ sums.3)).wrappedSum()
  }
}
