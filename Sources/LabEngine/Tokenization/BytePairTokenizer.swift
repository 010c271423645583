/// A byte-level byte-pair encoding (Sennrich, Haddow and Birch 2016; on bytes as in GPT-2).
///
///     let tokenizer = BytePairTokenizer.trained(on: Array(text.utf8), vocabulary: 512)
///     let ids = tokenizer.encode("Where is my parcel?")
///     tokenizer.text(of: ids)  // "Where is my parcel?"
///
/// The first 256 tokens are the bytes, so every text can be written and nothing is unknown; each further token
/// is two earlier ones side by side. Special tokens and Unicode's classes of characters are left out.
public struct BytePairTokenizer: Hashable, Sendable {
  /// Two tokens side by side.
  public struct Pair: Hashable, Sendable, Comparable {
    /// The first token.
    public let left: Int
    /// The token behind it.
    public let right: Int

    /// Two tokens side by side.
    public init(_ left: Int, _ right: Int) { (self.left, self.right) = (left, right) }

    /// By the first token, then by the second.
    public static func < (a: Pair, b: Pair) -> Bool { (a.left, a.right) < (b.left, b.right) }
  }

  /// How a text is cut before anything is merged.
  public let preTokenization: PreTokenization
  /// Merge number i makes token 256 + i.
  public let merges: [Pair]
  /// The bytes of every token.
  public let tokenBytes: [[UInt8]]
  /// Merge number of each pair; the lowest is merged first.
  let ranks: [Pair: Int]

  /// A tokenizer with these merges.
  ///
  /// Throws `TokenizerError.invalidMerge` for a merge of tokens that do not exist yet, or of a pair twice.
  public init(merges: [Pair], preTokenization: PreTokenization = .words) throws(TokenizerError) {
    var tokenBytes = (0...255).map { [UInt8($0)] }
    var ranks: [Pair: Int] = [:]
    for (rank, pair) in merges.enumerated() {
      let known = tokenBytes.indices
      guard known.contains(pair.left), known.contains(pair.right) else {
        throw .invalidMerge(number: rank, reason: "\(pair.left) or \(pair.right) is not below \(known.count)")
      }
      guard ranks.updateValue(rank, forKey: pair) == nil else {
        throw .invalidMerge(number: rank, reason: "\(pair.left) and \(pair.right) are merged already")
      }
      guard tokenBytes[pair.left].count + tokenBytes[pair.right].count <= Self.longestToken else {
        throw .invalidMerge(number: rank, reason: "its token is longer than \(Self.longestToken) bytes")
      }
      tokenBytes.append(tokenBytes[pair.left] + tokenBytes[pair.right])
    }
    self.init(merges: merges, preTokenization: preTokenization, tokenBytes: tokenBytes, ranks: ranks)
  }

  init(merges: [Pair], preTokenization: PreTokenization, tokenBytes: [[UInt8]], ranks: [Pair: Int]) {
    self.merges = merges
    self.preTokenization = preTokenization
    self.tokenBytes = tokenBytes
    self.ranks = ranks
  }

  /// The number of tokens.
  public var vocabulary: Int { tokenBytes.count }

  /// Merges of merges double a token's length: sixty lines of a file could ask for more bytes than there are.
  static let longestToken = 1 << 16
}

extension BytePairTokenizer {
  /// The tokens of a text: in each piece, the pair with the lowest rank is merged until no pair has one.
  public func encode(_ text: String) -> [Int] { encode(Array(text.utf8)) }

  /// The tokens of some bytes, which need not be UTF-8.
  ///
  /// - Complexity: linear in the number of pieces and quadratic in the length of a piece at worst. Pieces are
  ///   remembered: each distinct one is worked out once in a call.
  public func encode(_ bytes: [UInt8]) -> [Int] {
    var ids: [Int] = []
    ids.reserveCapacity(bytes.count / 2)
    var known: [ArraySlice<UInt8>: [Int]] = [:]
    for piece in preTokenization.pieces(of: bytes) {
      let slice = bytes[piece]
      if let found = known[slice] {
        ids += found
      } else {
        let found = encodePiece(slice)
        known[slice] = found
        ids += found
      }
    }
    return ids
  }

  /// The bytes that tokens stand for. Throws `TokenizerError.unknownToken`.
  public func decode(_ ids: [Int]) throws(TokenizerError) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids {
      guard tokenBytes.indices.contains(id) else {
        throw .unknownToken(id: id, vocabulary: vocabulary)
      }
      bytes += tokenBytes[id]
    }
    return bytes
  }

  /// The text that tokens stand for, with U+FFFD where the bytes are not UTF-8.
  ///
  /// Throws `TokenizerError.unknownToken`.
  public func text(of ids: [Int]) throws(TokenizerError) -> String {
    String(decoding: try decode(ids), as: UTF8.self)
  }

  private func encodePiece(_ piece: ArraySlice<UInt8>) -> [Int] {
    var ids = piece.map(Int.init)
    while let rank = lowestRank(in: ids) {
      merge(merges[rank], into: 256 + rank, in: &ids)
    }
    return ids
  }

  private func lowestRank(in ids: [Int]) -> Int? {
    var lowest: Int?
    for (left, right) in zip(ids, ids.dropFirst()) {
      if let rank = ranks[Pair(left, right)], rank < lowest ?? .max { lowest = rank }
    }
    return lowest
  }
}

/// Replaces every `pair` by `id`, scanning from left to right, so that pairs do not overlap.
func merge(_ pair: BytePairTokenizer.Pair, into id: Int, in ids: inout [Int]) {
  var (read, write) = (0, 0)
  while read < ids.count {
    let isPair = read + 1 < ids.count && ids[read] == pair.left && ids[read + 1] == pair.right
    ids[write] = isPair ? id : ids[read]
    read += isPair ? 2 : 1
    write += 1
  }
  ids.removeSubrange(write...)
}
