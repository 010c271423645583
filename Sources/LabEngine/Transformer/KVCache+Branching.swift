/// Growing a tree of continuations: keep some sequences, go on from one in several ways, take tokens back.
extension KVCache {
  /// A cache that holds copies of some of this one's sequences, in the order given; one may be named repeatedly.
  ///
  /// Throws `TransformerError.emptyBatch` for none, `.cacheMismatch` for a sequence that is not there.
  public func selecting(_ sequences: [Int]) throws(TransformerError) -> KVCache {
    if let missing = sequences.first(where: { !(0..<count).contains($0) }) {
      throw .cacheMismatch("the cache holds \(count) sequences; there is no number \(missing)")
    }
    var selected = try KVCache(configuration, count: sequences.count, capacity: capacity)
    for (new, old) in sequences.enumerated() {
      selected.lengths[new] = lengths[old]
      let (source, target) = (old * capacity * width, new * capacity * width)
      for layer in keys.indices {
        for i in 0..<lengths[old] * width {
          selected.keys[layer][target + i] = keys[layer][source + i]
          selected.values[layer][target + i] = values[layer][source + i]
        }
      }
    }
    return selected
  }

  /// Forgets the tokens of a sequence behind the first `length`.
  ///
  /// Throws `TransformerError.cacheMismatch` for a sequence that is not there or is shorter.
  public mutating func truncate(_ sequence: Int, to length: Int) throws(TransformerError) {
    guard (0..<count).contains(sequence), (0...lengths[sequence]).contains(length) else {
      throw .cacheMismatch("there is no sequence \(sequence) with \(length) tokens or more")
    }
    lengths[sequence] = length
  }

  /// The final hidden states that the last `decode` computed its scores from: `[count, dModel]`.
  var hiddenStates: [Float] { scratch.normed }
}
