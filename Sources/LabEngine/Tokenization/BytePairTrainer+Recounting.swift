extension BytePairTrainer {
  /// Learns as the definition says: count every pair of the whole text, merge the best, start over.
  ///
  /// For reading and for checking ``train(on:progress:)-([UInt8],_)``, which gives the same merges: each merge
  /// costs the whole text. Throws the same errors.
  public func trainByRecounting(on bytes: [UInt8]) throws(TokenizerError) -> BytePairTokenizer {
    guard mergeGoal >= 0 else {
      throw .vocabularyTooSmall(asked: vocabulary, needed: 256 + specialTokens.count)
    }
    guard !bytes.isEmpty else { throw .emptyText }
    var pieces = preTokenization.pieces(of: bytes).map { bytes[$0].map(Int.init) }
    var tokens = (0...255).map { [UInt8($0)] }
    var known = Set(tokens)
    var merges: [BytePairTokenizer.Pair] = []
    while merges.count < mergeGoal {
      let counts = PlainCounts(pieces)
      let pair = counts.best(ties, tokens, minimumFrequency) {
        $0.count <= TokenVocabulary.longestToken && !known.contains($0)
      }
      guard let pair else {
        throw .noPairLeft(
          reached: 256 + merges.count + specialTokens.count, asked: vocabulary,
          minimumFrequency: minimumFrequency)
      }
      for i in pieces.indices {
        pieces[i] = BytePairTokenizer.merging(pair, into: tokens.count, in: pieces[i])
      }
      tokens.append(tokens[pair.left] + tokens[pair.right])
      known.insert(tokens[tokens.count - 1])
      merges.append(pair)
    }
    return try tokenizer(merges: merges)
  }
}

/// Every pair of a text with its count and the place where it was first seen.
private struct PlainCounts {
  private var seen: [BytePairTokenizer.Pair: (count: Int, first: Int)] = [:]

  init(_ pieces: [[Int]]) {
    var place = 0
    for piece in pieces {
      for (left, right) in zip(piece, piece.dropFirst()) {
        seen[BytePairTokenizer.Pair(left, right), default: (0, place)].count += 1
        place += 1
      }
    }
  }

  func best(
    _ ties: BytePairTrainer.TieRule, _ tokens: [[UInt8]], _ minimum: Int, isAllowed: ([UInt8]) -> Bool
  ) -> BytePairTokenizer.Pair? {
    let allowed = seen.filter {
      $0.value.count >= minimum && isAllowed(tokens[$0.key.left] + tokens[$0.key.right])
    }
    let most = allowed.values.map(\.count).max()
    let best = allowed.filter { $0.value.count == most }
    switch ties {
    case .firstSeen: return best.min { $0.value.first < $1.value.first }?.key
    case .smallestPair: return best.keys.min()
    case .greatestBytes:
      return best.keys.max { a, b in
        let (left, other) = (tokens[a.left], tokens[b.left])
        return left == other
          ? tokens[a.right].lexicographicallyPrecedes(tokens[b.right]) : left.lexicographicallyPrecedes(other)
      }
    }
  }
}

extension BytePairTokenizer {
  /// The ids with every `pair` replaced by `id`, scanning from left to right, so that pairs do not overlap.
  public static func merging(_ pair: Pair, into id: Int, in ids: [Int]) -> [Int] {
    var (merged, i): ([Int], Int) = ([], 0)
    while i < ids.count {
      let isPair = i + 1 < ids.count && ids[i] == pair.left && ids[i + 1] == pair.right
      merged.append(isPair ? id : ids[i])
      i += isPair ? 2 : 1
    }
    return merged
  }
}
