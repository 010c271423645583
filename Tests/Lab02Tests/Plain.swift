import LabContracts

/// The lab's functions in their plainest form, for misconceptions to go wrong from.
enum Plain {
  /// Every token with the one behind it.
  static func neighbours(_ ids: [Int]) -> [BPE.Pair] { zip(ids, ids.dropFirst()).map { BPE.Pair($0, $1) } }

  /// How often each pair is there.
  static func counts(_ pairs: some Sequence<BPE.Pair>) -> [BPE.Pair: Int] {
    var counts: [BPE.Pair: Int] = [:]
    for pair in pairs { counts[pair, default: 0] += 1 }
    return counts
  }

  /// The pair with the highest count of at least 2, and of equals the smallest.
  static func best(_ counts: [BPE.Pair: Int]) -> BPE.Pair? {
    let best = counts.min {
      ($1.value, $0.key.left, $0.key.right) < ($0.value, $1.key.left, $1.key.right)
    }
    return best.flatMap { $0.value >= 2 ? $0.key : nil }
  }

  /// The bytes as tokens.
  static func bytes(_ piece: String) -> [Int] { piece.utf8.map { Int($0) } }

  /// The bytes of every token that is not special.
  static func tokens(_ merges: [BPE.Pair]) -> [[UInt8]] {
    var tokens = (0...255).map { [UInt8($0)] }
    for pair in merges { tokens.append(tokens[pair.left] + tokens[pair.right]) }
    return tokens
  }
}
