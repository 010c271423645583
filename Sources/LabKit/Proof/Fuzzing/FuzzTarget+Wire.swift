import LabContracts

extension FuzzTarget {
  /// The replies of an exercise host. The format has one spelling for each value, so whatever is taken must be
  /// written again byte for byte.
  static let reply = FuzzTarget(
    "replies of a host",
    samples: [
      CallReply(id: 0, result: .notBound), CallReply(id: 1, result: .value([1, 2, 3])),
      CallReply(id: 2, result: .value(sample.wireBytes)),
      CallReply(id: 3, result: .thrown(ThrownError(WireError.truncated))),
    ].map(\.wireBytes),
    fragments: lengths
  ) { bytes in
    judge(CallReply.self, bytes) { $0.wireBytes == bytes }
  }

  /// The values inside replies. A dictionary may be written in any order, so it must be alike when read again.
  static let answer = FuzzTarget(
    "values in replies", samples: [sample.wireBytes, [String: [Double?]]().wireBytes], fragments: lengths
  ) { bytes in
    judge([String: [Double?]].self, bytes) { value in
      (try? [String: [Double?]](wireBytes: value.wireBytes)).map(value.isAlike) ?? false
    }
  }

  private static let sample: [String: [Double?]] = [
    "refund": [0.5, nil, -.infinity], "é": [], "": [.nan, 1e300],
  ]

  /// Lengths at which arithmetic goes wrong.
  private static let lengths: [[UInt8]] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF].map {
    (value: UInt32) in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func judge<Value: Wire>(
    _ type: Value.Type, _ bytes: [UInt8], survives: (Value) -> Bool
  ) -> Judgement {
    do {
      return survives(try Value(wireBytes: bytes)) ? .taken : .broken("taken, but not written again")
    } catch {
      return error is WireError ? .refused : .broken("refused by \(error)")
    }
  }
}
