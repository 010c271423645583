import Foundation

/// Attention with linear biases (Press, Smith and Lewis, "ALiBi", 2022): no position vectors at all; a score
/// loses a head's slope for every step between query and key.
extension PlainAttention {
  /// The slope of each head.
  ///
  /// For n heads, n a power of two, 2^(−8/n), 2^(−16/n), … down to 2^−8. For other n, as in the authors' code:
  /// those of the power of two below, then every second one of the power above, from its first.
  /// No head, no slope.
  public static func slopes(nHeads: Int) -> [Float] {
    guard nHeads > 0 else { return [] }
    let below = 1 << (Int.bitWidth - 1 - nHeads.leadingZeroBitCount)
    func geometric(_ n: Int) -> [Float] { (1...n).map { Float(exp2(-8 * Double($0) / Double(n))) } }
    guard below < nHeads else { return geometric(nHeads) }
    let between = stride(from: 0, to: 2 * (nHeads - below), by: 2).map { geometric(2 * below)[$0] }
    return geometric(below) + between
  }

  /// What ALiBi adds to one head's scores, `[queries, keys]`: −slope · distance, and −∞ for later keys.
  ///
  /// Query i stands at position keys − queries + i, as in `causalMask`. Throws as that does.
  public static func linearBias(queries: Int, keys: Int, slope: Float) throws -> Tensor {
    var bias = try causalMask(queries: queries, keys: keys)
    for query in 0..<queries {
      let position = keys - queries + query
      for key in 0..<max(0, min(keys, position + 1)) {
        bias.values[query * keys + key] = -slope * Float(position - key)
      }
    }
    return bias
  }
}
