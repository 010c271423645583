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
  /// Whether every pair has a higher rank than the merges that make its tokens, as training has it.
  let isInOrder: Bool

  /// A table.
  ///
  /// - Parameters:
  ///   - byteIDs: 256 tokens.
  ///   - merges: the pairs by rank, and the token each makes; a pair that comes again is ignored. Pairs of equal
  ///     rank are given by `ranks`.
  ///   - ranks: the rank of each merge if it is not its place.
  public init(
    byteIDs: [UInt32], merges: [(left: UInt32, right: UInt32, product: UInt32)], ranks: [UInt32]? = nil
  ) {
    guard byteIDs.count == 256 else { fatalError("\(byteIDs.count) tokens were given for 256 bytes") }
    guard ranks.map({ $0.count == merges.count }) ?? true else { fatalError("each merge needs a rank") }
    self.byteIDs = byteIDs
    var table = PairTable(capacity: merges.count)
    let rankCount = ranks.map { Int($0.max() ?? 0) + 1 } ?? merges.count
    guard rankCount <= Self.largestRankCount else { fatalError("\(rankCount) ranks are too many") }
    var products = [UInt32](repeating: 0, count: rankCount)
    for (i, merge) in merges.enumerated() {
      let rank = ranks?[i] ?? UInt32(i)
      if table.insert(merge.left, merge.right, rank) == rank { products[Int(rank)] = merge.product }
    }
    self.ranks = table
    self.products = products
    isInOrder = Self.isInOrder(merges, table)
    byteRanks = (0..<65_536).map { table[byteIDs[$0 >> 8], byteIDs[$0 & 0xFF]] }
  }

  /// Ranks there may be: a rank and a place in a piece share one word.
  public static let largestRankCount = Int(PieceMerger.rankLimit)

  private static func isInOrder(
    _ merges: [(left: UInt32, right: UInt32, product: UInt32)], _ ranks: PairTable
  ) -> Bool {
    let largest = merges.reduce(0) { max($0, $1.left, $1.right, $1.product) }
    var lastMade = [Int](repeating: -1, count: Int(largest) + 1)
    for merge in merges {
      let rank = Int(ranks[merge.left, merge.right])
      lastMade[Int(merge.product)] = max(lastMade[Int(merge.product)], rank)
    }
    return merges.allSatisfy { merge in
      Int(ranks[merge.left, merge.right]) > max(lastMade[Int(merge.left)], lastMade[Int(merge.right)])
    }
  }

  /// The table as the loops read it.
  struct View {
    let byteIDs: UnsafePointer<UInt32>
    let byteRanks: UnsafePointer<UInt32>
    let products: UnsafePointer<UInt32>
    let rankCount: Int
    let isInOrder: Bool
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
                rankCount: products.count, isInOrder: isInOrder, ranks: ranks))
          }
        }
      }
    }
  }
}
