extension BytePairTokenizer {
  /// Which of several pairs with the same, highest count is merged.
  public enum TieRule: String, Hashable, Sendable, Codable, CaseIterable {
    /// The one whose first occurrence stands first in the text, as in minbpe.
    case firstSeen
    /// The one with the smallest tokens, as in Hugging Face's tokenizers.
    case smallest
  }

  /// Learns merges from a text until there are `vocabulary` tokens.
  ///
  /// Counts are exact, and overlapping pairs count as often as they stand there: `aaa` holds `aa` twice, as in
  /// minbpe. It ends early when no pair occurs twice. A vocabulary under 256 gives the bytes alone.
  ///
  /// - Complexity: a merge costs a look at every distinct pair, and work on the pieces that hold the merged one.
  public static func trained(
    on bytes: [UInt8], vocabulary: Int, preTokenization: PreTokenization = .words,
    ties: TieRule = .smallest
  ) -> BytePairTokenizer {
    var counts = PairCounts(bytes, preTokenization)
    var merges: [Pair] = []
    var tokenBytes = (0...255).map { [UInt8($0)] }
    while tokenBytes.count < vocabulary {
      guard let pair = counts.mostFrequent(ties, isAllowed: { fits($0, tokenBytes) }) else { break }
      counts.merge(pair, into: tokenBytes.count)
      tokenBytes.append(tokenBytes[pair.left] + tokenBytes[pair.right])
      merges.append(pair)
    }
    let ranks = Dictionary(uniqueKeysWithValues: zip(merges, 0...))
    return BytePairTokenizer(
      merges: merges, preTokenization: preTokenization, tokenBytes: tokenBytes, ranks: ranks)
  }

  private static func fits(_ pair: Pair, _ tokenBytes: [[UInt8]]) -> Bool {
    tokenBytes[pair.left].count + tokenBytes[pair.right].count <= longestToken
  }
}

/// The distinct pieces of a text as tokens, and how often each pair stands in all of them.
private struct PairCounts {
  typealias Pair = BytePairTokenizer.Pair

  /// In the order of their first appearance, so that the first piece with a pair holds its first occurrence.
  private var pieces: [(ids: [Int], count: Int)] = []
  private var counts: [Pair: Int] = [:]
  /// Pieces that hold a pair, and perhaps some that held it before a merge.
  private var places: [Pair: Set<Int>] = [:]

  init(_ bytes: [UInt8], _ preTokenization: PreTokenization) {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    for range in preTokenization.pieces(of: bytes) {
      let number = numbers[bytes[range], default: pieces.count]
      if number == pieces.count {
        numbers[bytes[range]] = number
        pieces.append((bytes[range].map(Int.init), 0))
      }
      pieces[number].count += 1
    }
    for number in pieces.indices { count(number, times: 1) }
  }

  /// Adds the pairs of a piece to the counts, or takes them out.
  private mutating func count(_ number: Int, times sign: Int) {
    let (ids, count) = pieces[number]
    for (left, right) in zip(ids, ids.dropFirst()) {
      let pair = Pair(left, right)
      counts[pair, default: 0] += sign * count
      if sign > 0 { places[pair, default: []].insert(number) }
      if counts[pair] == 0 { counts[pair] = nil }
    }
  }

  mutating func merge(_ pair: Pair, into id: Int) {
    for number in places.removeValue(forKey: pair) ?? [] {
      count(number, times: -1)
      LabEngine.merge(pair, into: id, in: &pieces[number].ids)
      count(number, times: 1)
    }
  }

  /// The pair to merge next; `nil` when none occurs twice.
  func mostFrequent(_ ties: BytePairTokenizer.TieRule, isAllowed: (Pair) -> Bool) -> Pair? {
    var most = 2
    var best: [Pair] = []
    for (pair, count) in counts where count >= most && isAllowed(pair) {
      if count > most { best.removeAll() }
      most = count
      best.append(pair)
    }
    switch ties {
    case .smallest: return best.min()
    case .firstSeen: return best.min { firstPlace(of: $0) < firstPlace(of: $1) }
    }
  }

  private func firstPlace(of pair: Pair) -> (piece: Int, position: Int) {
    let holding = (places[pair] ?? []).compactMap { number -> (Int, Int)? in
      let ids = pieces[number].ids
      let position = zip(ids, ids.dropFirst()).enumerated().first { Pair($1.0, $1.1) == pair }?.offset
      return position.map { (number, $0) }
    }
    return holding.min { $0 < $1 } ?? (.max, 0)
  }
}
