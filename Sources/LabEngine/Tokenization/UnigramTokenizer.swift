import Foundation

/// A unigram language model over pieces: of all ways to cut a text into pieces, the most probable (Kudo 2018).
///
/// White space is written as `▁` (U+2581), as in SentencePiece, so that decoding gives it back. Characters that no
/// piece spells are one unknown piece each.
public struct UnigramTokenizer: Hashable, Sendable {
  /// The pieces and the natural logarithms of their probabilities; a piece's place is its id.
  public let pieces: [(text: String, logProbability: Double)]
  private let ids: [[Unicode.Scalar]: Int]
  private let longest: Int

  /// The id of what no piece spells: one behind the last.
  public var unknown: Int { pieces.count }

  /// A model. Throws `TokenizerError.invalidToken` for an empty piece, one given twice, or a probability over 1.
  public init(pieces: [(text: String, logProbability: Double)]) throws(TokenizerError) {
    var ids: [[Unicode.Scalar]: Int] = [:]
    for (id, piece) in pieces.enumerated() {
      guard !piece.text.isEmpty, piece.logProbability <= 0 else {
        throw .invalidToken(id: id, reason: "it is empty, or its probability is not one")
      }
      guard ids.updateValue(id, forKey: Array(piece.text.unicodeScalars)) == nil else {
        throw .invalidToken(id: id, reason: "\(piece.text) is given twice")
      }
    }
    self.pieces = pieces
    self.ids = ids
    longest = ids.keys.map(\.count).max() ?? 0
  }

  /// The ids of the most probable pieces, by the Viterbi algorithm.
  ///
  /// - Complexity: O(characters · longest piece).
  public func encode(_ text: String) -> [Int] {
    let scalars = Array(WhitespaceSymbol.escaped(text).unicodeScalars)
    let unknownScore = (pieces.map(\.logProbability).min() ?? 0) - 10
    var best = [(score: Double, start: Int, id: Int)](
      repeating: (-.infinity, 0, unknown), count: scalars.count + 1)
    best[0].score = 0
    for end in 1..<max(1, scalars.count + 1) {
      best[end] = (best[end - 1].score + unknownScore, end - 1, unknown)
      for start in max(0, end - longest)..<end {
        guard let id = ids[Array(scalars[start..<end])] else { continue }
        let score = best[start].score + pieces[id].logProbability
        if score > best[end].score { best[end] = (score, start, id) }
      }
    }
    var (found, end): ([Int], Int) = ([], scalars.count)
    while end > 0 {
      found.append(best[end].id)
      end = best[end].start
    }
    return found.reversed()
  }

  /// The text of some pieces, with U+FFFD for unknown ones. Throws `TokenizerError.unknownToken`.
  public func text(of ids: [Int]) throws(TokenizerError) -> String {
    var text = ""
    for id in ids {
      guard 0...unknown ~= id else { throw .unknownToken(id: id, vocabulary: unknown + 1) }
      text += id == unknown ? "\u{FFFD}" : pieces[id].text
    }
    return WhitespaceSymbol.unescaped(text)
  }

  /// Equal when the pieces and their probabilities are.
  public static func == (a: UnigramTokenizer, b: UnigramTokenizer) -> Bool {
    a.pieces.elementsEqual(b.pieces) { $0 == $1 }
  }

  /// Feeds the number of pieces.
  public func hash(into hasher: inout Hasher) { hasher.combine(pieces.count) }
}

extension UnigramTokenizer {
  /// Trains a model by expectation and maximisation, dropping the least expected pieces until `vocabulary` are left.
  ///
  /// It begins with all characters and all pieces of words up to eight characters that stand there twice. Each round
  /// cuts every word in all ways, weighs the cuts by their probability, and gives each piece its expected count.
  /// Single characters are never dropped. Left out: the exact loss of dropping a piece, for which its expected count
  /// stands, and SentencePiece's digamma in the second step.
  ///
  /// Throws `TokenizerError.emptyText`, or `.vocabularyTooSmall` for less than the text has characters.
  public static func trained(on text: String, vocabulary: Int, rounds: Int = 4) throws(TokenizerError)
    -> UnigramTokenizer
  {
    var trainer = UnigramTrainer(text)
    guard !trainer.words.isEmpty else { throw .emptyText }
    guard vocabulary >= trainer.characters.count else {
      throw .vocabularyTooSmall(asked: vocabulary, needed: trainer.characters.count)
    }
    while true {
      for _ in 0..<max(1, rounds) { trainer.improve() }
      guard trainer.probabilities.count > vocabulary else { break }
      trainer.prune(to: max(vocabulary, trainer.probabilities.count * 3 / 4))
    }
    return try UnigramTokenizer(pieces: trainer.pieces)
  }
}

/// Pieces with probabilities, and the words they are fitted to.
private struct UnigramTrainer {
  typealias Piece = [Unicode.Scalar]

  private(set) var words: [(scalars: Piece, count: Double)] = []
  private(set) var characters: Set<Piece> = []
  private(set) var probabilities: [Piece: Double] = [:]
  private static let longest = 8

  init(_ text: String) {
    var counts: [String: Int] = [:]
    for range in PreTokenization.gpt2.pieces(of: text) {
      counts[WhitespaceSymbol.escaped(range), default: 0] += 1
    }
    words = counts.sorted { $0.key < $1.key }.map { (Array($0.key.unicodeScalars), Double($0.value)) }
    for (scalars, count) in words {
      for start in scalars.indices {
        characters.insert([scalars[start]])
        for end in start + 1...min(scalars.count, start + Self.longest) {
          probabilities[Array(scalars[start..<end]), default: 0] += count
        }
      }
    }
    probabilities = probabilities.filter { $0.key.count == 1 || $0.value >= 2 }
    normalise()
  }

  /// The pieces, the most probable first.
  var pieces: [(text: String, logProbability: Double)] {
    probabilities.map { (String(String.UnicodeScalarView($0.key)), log($0.value)) }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
  }

  private mutating func normalise() {
    let total = probabilities.values.reduce(0, +)
    probabilities = probabilities.mapValues { $0 / total }
  }

  /// One round: expected counts under the present probabilities become the new ones.
  mutating func improve() {
    var expected: [Piece: Double] = [:]
    for (scalars, count) in words { addExpected(scalars, count, to: &expected) }
    // A character that is never used alone keeps a little, so that any text of these characters can be written.
    for character in characters { expected[character] = max(expected[character] ?? 0, 1e-3) }
    probabilities = expected.filter { $0.value >= 1e-3 }
    normalise()
  }

  /// The forward and backward sums over all ways to cut a word (Baum et al. 1970).
  private func addExpected(_ scalars: Piece, _ count: Double, to expected: inout [Piece: Double]) {
    let n = scalars.count
    var edges: [(start: Int, end: Int, piece: Piece, probability: Double)] = []
    for start in 0..<n {
      for end in start + 1...min(n, start + Self.longest) {
        let piece = Array(scalars[start..<end])
        if let probability = probabilities[piece] { edges.append((start, end, piece, probability)) }
      }
    }
    var forward = [Double](repeating: 0, count: n + 1)
    var backward = forward
    (forward[0], backward[n]) = (1, 1)
    for edge in edges { forward[edge.end] += forward[edge.start] * edge.probability }
    for edge in edges.reversed() { backward[edge.start] += backward[edge.end] * edge.probability }
    guard forward[n] > 0 else { return }
    for edge in edges {
      expected[edge.piece, default: 0] +=
        count * forward[edge.start] * edge.probability * backward[edge.end] / forward[n]
    }
  }

  /// Keeps the characters and the most probable other pieces.
  mutating func prune(to size: Int) {
    let others = probabilities.filter { $0.key.count > 1 }.sorted {
      ($1.value, String(String.UnicodeScalarView($0.key))) < (
        $0.value, String(String.UnicodeScalarView($1.key))
      )
    }
    let kept = Dictionary(
      uniqueKeysWithValues: others.prefix(max(0, size - characters.count)).map { ($0.key, $0.value) })
    probabilities = probabilities.filter { $0.key.count == 1 || kept[$0.key] != nil }
    normalise()
  }
}
