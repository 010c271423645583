extension BytePairTokenizer {
  /// The tokenizer with `count` more tokens, learned from a text of a new kind.
  ///
  /// Old ids stay, special ones too, and the new follow them. New merges rank behind all old ones, so that a text in
  /// which no new token appears is encoded as before. Ties go to the smallest pair.
  ///
  /// Throws `TokenizerError.noPairLeft` when too few pairs stand at least `minimumFrequency` times in the text.
  ///
  /// - Complexity: O(`count` · distinct pieces of the text).
  public func extended(
    by count: Int, on bytes: [UInt8], minimumFrequency: Int = 2
  ) throws(TokenizerError) -> BytePairTokenizer {
    var pieces = weightedPieces(of: bytes)
    var (tokens, merges, id) = (tokens, merges, vocabulary)
    while id < vocabulary + max(0, count) {
      guard let pair = Self.mostFrequent(pieces, tokens, minimumFrequency) else {
        throw .noPairLeft(reached: id, asked: vocabulary + count, minimumFrequency: minimumFrequency)
      }
      try tokens.insertProduct(of: pair, id: id, number: merges.count)
      merges.append(pair)
      for i in pieces.indices { pieces[i].ids = Self.merging(pair, into: id, in: pieces[i].ids) }
      id += 1
    }
    return try BytePairTokenizer(
      tokens: tokens, merges: merges, preTokenization: preTokenization, specialTokens: specialTokens,
      mergesShareRanks: mergesShareRanks)
  }

  /// The tokenizer with more special tokens behind all other ids. Throws `TokenizerError.invalidToken`.
  public func extended(withSpecialTokens names: [String]) throws(TokenizerError) -> BytePairTokenizer {
    var specials = specialTokens
    for (i, name) in names.enumerated() { try specials.insert(name, id: vocabulary + i) }
    return try BytePairTokenizer(
      tokens: tokens, merges: merges, preTokenization: preTokenization, specialTokens: specials,
      mergesShareRanks: mergesShareRanks)
  }

  private func weightedPieces(of bytes: [UInt8]) -> [(ids: [Int], weight: Int)] {
    var weights: [ArraySlice<UInt8>: Int] = [:]
    for range in preTokenization.pieces(of: bytes) { weights[bytes[range], default: 0] += 1 }
    return weights.map { (encode(Array($0.key)), $0.value) }.filter { $0.0.count > 1 }
  }

  private static func mostFrequent(
    _ pieces: [(ids: [Int], weight: Int)], _ tokens: TokenVocabulary, _ minimum: Int
  ) -> Pair? {
    var counts: [Pair: Int] = [:]
    for (ids, weight) in pieces {
      for (left, right) in zip(ids, ids.dropFirst()) { counts[Pair(left, right), default: 0] += weight }
    }
    let allowed = counts.filter { pair, count in
      let spelled = (tokens.bytes(of: pair.left) ?? []) + (tokens.bytes(of: pair.right) ?? [])
      return count >= minimum && tokens.id(of: spelled) == nil
        && spelled.count <= TokenVocabulary.longestToken
    }
    return allowed.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}
