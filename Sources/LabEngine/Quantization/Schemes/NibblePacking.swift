/// Two codes of four bits in a byte.
public enum NibblePacking {
  /// Which codes share a byte.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    /// Code 2j below, code 2j + 1 above.
    case adjacent
    /// Code j below, code j + n/2 above, for each block of n: what ggml's formats do, because a vector of bytes
    /// then yields two vectors of neighbouring codes.
    case split
  }

  /// Packs codes 0…15.
  ///
  /// Throws `QuantizationError.mismatch` for an odd number of codes or one beyond 15.
  public static func pack(_ codes: [UInt8], order: Order = .split) throws(QuantizationError) -> [UInt8] {
    guard codes.count % 2 == 0 else {
      throw .mismatch("\(codes.count) codes do not fill whole bytes: two share one")
    }
    if let code = codes.first(where: { $0 > 15 }) {
      throw .mismatch("code \(code) does not fit into four bits")
    }
    let half = codes.count / 2
    return (0..<half).map { j in
      switch order {
      case .adjacent: codes[2 * j] | codes[2 * j + 1] << 4
      case .split: codes[j] | codes[j + half] << 4
      }
    }
  }

  /// The codes of packed bytes, two for each.
  public static func unpack(_ bytes: [UInt8], order: Order = .split) -> [UInt8] {
    switch order {
    case .adjacent: bytes.flatMap { [$0 & 15, $0 >> 4] }
    case .split: bytes.map { $0 & 15 } + bytes.map { $0 >> 4 }
    }
  }
}
