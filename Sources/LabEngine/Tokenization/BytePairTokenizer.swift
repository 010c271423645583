import LabKernels

/// A byte-level byte-pair encoding (Sennrich, Haddow and Birch 2016; on bytes as in GPT-2).
///
///     let tokenizer = BytePairTokenizer.trained(on: Array(text.utf8), vocabulary: 512)
///     let ids = tokenizer.encode("Where is my parcel?")
///     try tokenizer.text(of: ids)  // "Where is my parcel?"
///
/// 256 tokens are the bytes, so every text can be written and nothing is unknown; each further token is two
/// others side by side. Text never becomes a special token unless the caller says so.
public struct BytePairTokenizer: Sendable {
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
  /// The pairs in the order of their ranks; the lowest is merged first.
  public let merges: [Pair]
  /// Whether all pairs that spell the same token have one rank, that of the token, as in tiktoken's files.
  public let mergesShareRanks: Bool
  /// The tokens that text becomes.
  public let tokens: TokenVocabulary
  /// The tokens that stand for no text.
  public let specialTokens: SpecialTokens
  let table: EncodingTable

  /// A tokenizer whose first 256 tokens are the bytes and whose merge number i makes token 256 + i; special
  /// tokens follow.
  ///
  /// Throws `TokenizerError.invalidMerge` for a merge of tokens that do not exist yet, or of a pair twice.
  public init(
    merges: [Pair], preTokenization: PreTokenization = .words, specialTokens names: [String] = []
  ) throws(TokenizerError) {
    var tokens = try TokenVocabulary((0...255).map { [UInt8($0)] })
    for (number, pair) in merges.enumerated() {
      try tokens.insertProduct(of: pair, id: 256 + number, number: number)
    }
    var specials = SpecialTokens()
    for (i, name) in names.enumerated() { try specials.insert(name, id: 256 + merges.count + i) }
    try self.init(tokens: tokens, merges: merges, preTokenization: preTokenization, specialTokens: specials)
  }

  /// A tokenizer with any ids.
  ///
  /// Throws `TokenizerError.invalidToken` if a byte is missing or a special token's id is taken, `.invalidMerge`
  /// for a pair of unknown tokens, one that spells no token, or one that comes twice.
  public init(
    tokens: TokenVocabulary, merges: [Pair], preTokenization: PreTokenization,
    specialTokens: SpecialTokens = SpecialTokens(), mergesShareRanks: Bool = false
  ) throws(TokenizerError) {
    for (_, id) in specialTokens.all where tokens.bytes(of: id) != nil {
      throw .invalidToken(id: id, reason: "a special token has the id of an ordinary one")
    }
    self.tokens = tokens
    self.merges = merges
    self.preTokenization = preTokenization
    self.specialTokens = specialTokens
    self.mergesShareRanks = mergesShareRanks
    table = try EncodingTable(tokens: tokens, merges: merges, shareRanks: mergesShareRanks)
  }

  /// The rows an embedding needs: one more than the largest id, special tokens included.
  public var vocabulary: Int { max(tokens.idCount, specialTokens.idCount) }
}

extension BytePairTokenizer: Hashable {
  /// Equal when they give every text the same ids and have the same special tokens.
  public static func == (a: BytePairTokenizer, b: BytePairTokenizer) -> Bool {
    a.preTokenization == b.preTokenization && a.merges == b.merges && a.tokens == b.tokens
      && a.specialTokens == b.specialTokens && a.mergesShareRanks == b.mergesShareRanks
  }

  /// Feeds the merges.
  public func hash(into hasher: inout Hasher) { hasher.combine(merges) }
}

extension TokenVocabulary {
  /// Merges of merges double a token's length: sixty lines of a file could ask for more bytes than there are.
  static let longestToken = 1 << 16

  /// Adds the token that a merge makes. Throws `TokenizerError.invalidMerge`.
  mutating func insertProduct(of pair: BytePairTokenizer.Pair, id: Int, number: Int) throws(TokenizerError) {
    guard let left = bytes(of: pair.left), let right = bytes(of: pair.right) else {
      throw .invalidMerge(number: number, reason: "\(pair.left) or \(pair.right) is not a token before it")
    }
    guard left.count + right.count <= Self.longestToken else {
      throw .invalidMerge(number: number, reason: "its token is longer than \(Self.longestToken) bytes")
    }
    do {
      try insert(left + right, id: id)
    } catch .invalidToken(_, let reason) {
      throw .invalidMerge(number: number, reason: "\(pair.left) and \(pair.right): \(reason)")
    }
  }
}

extension EncodingTable {
  fileprivate convenience init(
    tokens: TokenVocabulary, merges: [BytePairTokenizer.Pair], shareRanks: Bool
  ) throws(TokenizerError) {
    var byteIDs: [UInt32] = []
    for byte in UInt8.min...UInt8.max {
      guard let id = tokens.id(of: [byte]) else {
        throw .invalidToken(
          id: 0, reason: "no token is the byte \(byte), so that some text could not be written")
      }
      byteIDs.append(UInt32(id))
    }
    let most = MergeTable.largestRankCount
    guard merges.count <= most else {
      throw .invalidMerge(number: most, reason: "a tokenizer has no room for more merges")
    }
    var (rows, ranks): ([(left: UInt32, right: UInt32, product: UInt32)], [UInt32]) = ([], [])
    var seen = PairTable(capacity: merges.count)
    for (number, pair) in merges.enumerated() {
      guard let left = tokens.bytes(of: pair.left), let right = tokens.bytes(of: pair.right) else {
        throw .invalidMerge(number: number, reason: "\(pair.left) or \(pair.right) is not a token")
      }
      guard let product = tokens.id(of: left + right) else {
        throw .invalidMerge(number: number, reason: "\(pair.left) and \(pair.right) together are not a token")
      }
      let row = (left: UInt32(pair.left), right: UInt32(pair.right), product: UInt32(product))
      guard seen.insert(row.left, row.right, UInt32(number)) == number else {
        throw .invalidMerge(number: number, reason: "\(pair.left) and \(pair.right) are merged already")
      }
      rows.append(row)
      ranks.append(UInt32(shareRanks ? product : number))
    }
    let (strings, ids) = tokens.kernelTable
    self.init(
      merges: MergeTable(byteIDs: byteIDs, merges: rows, ranks: ranks), vocabulary: strings, ids: ids)
  }
}
