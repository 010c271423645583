import Foundation

extension WordPieceTokenizer {
  /// Learns tokens by merging, in each round, the pair that makes the text most probable to a model that draws each
  /// token by itself (Schuster and Nakajima 2012), where BPE takes the pair that stands there most often.
  ///
  /// Pairs of frequent tokens are met often by mere chance; they gain less than pairs that belong together. Ties go
  /// to the smallest pair. Training ends early when no pair that occurs `minimumFrequency` times makes the text more
  /// probable. `[UNK]` is token 0, and the characters follow.
  ///
  /// Throws `TokenizerError.emptyText`, or `.vocabularyTooSmall` for less than the text's characters need.
  ///
  /// - Complexity: O(tokens · distinct words).
  public static func trained(
    on text: String, vocabulary: Int, minimumFrequency: Int = 2
  ) throws(TokenizerError) -> WordPieceTokenizer {
    var learner = WordPieceLearner(text)
    guard !learner.tokens.isEmpty else { throw .emptyText }
    guard vocabulary > learner.tokens.count else {
      throw .vocabularyTooSmall(asked: vocabulary, needed: learner.tokens.count + 1)
    }
    while learner.tokens.count + 1 < vocabulary, learner.mergeBest(minimumFrequency) {}
    return try WordPieceTokenizer(
      tokens: ["[UNK]"] + learner.tokens.map { String(decoding: $0, as: UTF8.self) })
  }
}

/// The words of a text, spelled in the tokens found so far.
private struct WordPieceLearner {
  /// First the characters in the order of their bytes, then what was merged.
  private(set) var tokens: [[UInt8]]
  private var ids: [[UInt8]: Int]
  private var words: [(spelling: [Int], count: Int)]
  private static let mark = WordPieceTokenizer.continuation

  init(_ text: String) {
    var counts: [[Unicode.Scalar]: Int] = [:]
    for word in WordPieceTokenizer.words(of: text) { counts[Array(word), default: 0] += 1 }
    let spelled = counts.map { word, count in
      (
        characters: word.enumerated().map { ($0 == 0 ? [] : Self.mark) + Array(String($1).utf8) },
        count: count
      )
    }
    let characters = Set(spelled.flatMap(\.characters)).sorted { $0.lexicographicallyPrecedes($1) }
    let ids = Dictionary(uniqueKeysWithValues: zip(characters, characters.indices))
    words = spelled.map { ($0.characters.compactMap { ids[$0] }, $0.count) }
    (tokens, self.ids) = (characters, ids)
  }

  /// Whether there was a pair to merge.
  mutating func mergeBest(_ minimumFrequency: Int) -> Bool {
    guard let pair = bestPair(minimumFrequency) else { return false }
    let token = tokens[pair.left] + tokens[pair.right].dropFirst(Self.mark.count)
    let id = ids[token] ?? tokens.count
    if id == tokens.count {
      tokens.append(token)
      ids[token] = id
    }
    for index in words.indices where words[index].spelling.contains(pair.left) {
      words[index].spelling = BytePairTokenizer.merging(pair, into: id, in: words[index].spelling)
    }
    return true
  }

  private func bestPair(_ minimumFrequency: Int) -> BytePairTokenizer.Pair? {
    var counts = [Int](repeating: 0, count: tokens.count)
    var pairs: [BytePairTokenizer.Pair: Int] = [:]
    for (spelling, count) in words {
      for token in spelling { counts[token] += count }
      for (left, right) in zip(spelling, spelling.dropFirst()) {
        pairs[BytePairTokenizer.Pair(left, right), default: 0] += count
      }
    }
    let total = counts.reduce(0, +)
    let gains = pairs.filter { $0.value >= max(1, minimumFrequency) }.map { pair, count in
      (pair: pair, gain: Self.gain(of: pair, count, counts, total))
    }
    return gains.filter { $0.gain > 0 }.min { ($1.gain, $0.pair) < ($0.gain, $1.pair) }?.pair
  }

  /// By how much a merge raises Σ count · log(count / total), the text's log-probability.
  private static func gain(
    of pair: BytePairTokenizer.Pair, _ count: Int, _ counts: [Int], _ total: Int
  ) -> Double {
    func term(_ count: Int) -> Double { count > 0 ? Double(count) * log(Double(count)) : 0 }
    let (left, right) = (counts[pair.left], counts[pair.right])
    let (before, after) =
      pair.left == pair.right
      ? (term(left), term(left - 2 * count))
      : (term(left) + term(right), term(left - count) + term(right - count))
    return after + term(count) - before - term(total - count) + term(total)
  }
}
