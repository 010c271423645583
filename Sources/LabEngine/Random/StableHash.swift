extension StringProtocol {
  /// A number that depends on the text alone, the same in every run and on every machine (FNV-1a over its UTF-8).
  ///
  /// Its low bits depend on the low bits of the letters alone: draw from `RandomStream(seed: stableHash)` to decide by it.
  var stableHash: UInt64 {
    utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
