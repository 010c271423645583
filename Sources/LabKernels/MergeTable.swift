/// The merges of a byte-pair encoding, laid out for encoding.
///
/// A merge has a rank; of all pairs in a piece the one with the lowest rank is merged first, the leftmost among
/// equals (Sennrich, Haddow and Birch, 2016).
public struct MergeTable: Sendable {
  /// The token of each byte.
  let byteIDs: [UInt32]
  /// The rank of each pair of tokens.
  let ranks: PairTable
  /// The token that each rank makes.
  let products: [UInt32]
  /// The rank of each pair of bytes, the first byte in the upper half: where every piece begins.
  let byteRanks: [UInt32]
  /// Tokens that encoding their own bytes gives back, and all tokens' bytes: a piece that is such a token needs
  /// no merging.
  let vocabulary: ByteStringTable
  let vocabularyIDs: [UInt32]
  private(set) var isWhole: [Bool]

  /// A table.
  ///
  /// - Parameters:
  ///   - byteIDs: 256 tokens.
  ///   - merges: the pairs by rank, and the token each makes; a pair that comes again is ignored. Pairs of equal
  ///     rank are given by `ranks`.
  ///   - ranks: the rank of each merge if it is not its place.
  ///   - vocabulary: the bytes of the tokens, and `vocabularyIDs` their ids.
  public init(
    byteIDs: [UInt32], merges: [(left: UInt32, right: UInt32, product: UInt32)], ranks: [UInt32]? = nil,
    vocabulary: ByteStringTable, vocabularyIDs: [UInt32]
  ) {
    guard byteIDs.count == 256 else { fatalError("\(byteIDs.count) tokens were given for 256 bytes") }
    guard ranks.map({ $0.count == merges.count }) ?? true else { fatalError("each merge needs a rank") }
    self.byteIDs = byteIDs
    var table = PairTable(capacity: merges.count)
    var products = [UInt32](repeating: 0, count: ranks.map { Int($0.max() ?? 0) + 1 } ?? merges.count)
    for (i, merge) in merges.enumerated() {
      let rank = ranks?[i] ?? UInt32(i)
      if table.insert(merge.left, merge.right, rank) == rank { products[Int(rank)] = merge.product }
    }
    self.ranks = table
    self.products = products
    byteRanks = (0..<65_536).map { table[byteIDs[$0 >> 8], byteIDs[$0 & 0xFF]] }
    guard vocabularyIDs.count == vocabulary.count else { fatalError("each token needs an id") }
    self.vocabulary = vocabulary
    self.vocabularyIDs = vocabularyIDs
    isWhole = []
    isWhole = wholeTokens()
  }

  /// Which tokens come back when their bytes are encoded as one piece. In a vocabulary that was trained all do;
  /// in one made by hand, some may not.
  private func wholeTokens() -> [Bool] {
    let merger = PieceMerger()
    return withView { view in
      (0..<vocabulary.count).map { id in
        vocabulary[id].withContiguousStorageIfAvailable { bytes in
          guard let base = bytes.baseAddress, !bytes.isEmpty else { return false }
          return merger.withTokens(of: base, bytes.count, view) {
            $0.count == 1 && $0[0] == vocabularyIDs[id]
          }
        } ?? false
      }
    }
  }

  /// The table as the loops read it.
  struct View {
    let byteIDs: UnsafePointer<UInt32>
    let byteRanks: UnsafePointer<UInt32>
    let products: UnsafePointer<UInt32>
    let rankCount: Int
    let ranks: PairTable.View
  }

  func withView<Result>(_ body: (View) -> Result) -> Result {
    byteIDs.withUnsafeBufferPointer { byteIDs in
      byteRanks.withUnsafeBufferPointer { byteRanks in
        products.withUnsafeBufferPointer { products in
          ranks.withView { ranks in
            guard let ids = byteIDs.baseAddress, let pairs = byteRanks.baseAddress else {
              fatalError("a table has 256 bytes")
            }
            return body(
              View(
                byteIDs: ids, byteRanks: pairs, products: products.baseAddress ?? ids,
                rankCount: products.count, ranks: ranks))
          }
        }
      }
    }
  }
}
