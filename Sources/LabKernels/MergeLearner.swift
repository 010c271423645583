/// Learns the merges of a byte-pair encoding from counted pieces, with exact counts throughout.
///
/// A merge changes only the pairs beside it, and only in the pieces that hold it. So each pair keeps its count
/// and a list of the pieces it was seen in, and a heap gives the most frequent pair. Counts in the heap may be
/// out of date, but only too high: a pair occurs less and less once the merge that made its newer token is done.
/// Whatever is found on top with an old count goes back with the new one.
///
/// Counts are of adjacent places: `aaa` holds `aa` twice.
public struct MergeLearner {
  /// Which of several pairs with the same, highest count is merged.
  public enum Ties: Sendable {
    /// The one whose first occurrence stands first in the text.
    case firstSeen
    /// The one with the smallest left, then right token.
    case smallestPair
    /// The one with the greatest bytes of the left, then of the right token.
    case greatestBytes
  }

  /// A pair that was merged, and how often it stood in the text.
  public struct Merge: Sendable {
    /// The first token.
    public let left: Int
    /// The token behind it.
    public let right: Int
    /// How often they stood side by side.
    public let count: Int
  }

  /// The tokens so far; the first 256 are the bytes.
  public private(set) var tokens: ByteStringTable
  private var pieces: PieceTokens
  private var pairs: PairCounts
  private var heap: PairHeap
  private let longestToken: Int

  /// Counts the pairs of bytes.
  ///
  /// - Parameter longestToken: pairs that would make a longer one are left alone.
  public init(_ counter: PieceCounter, ties: Ties, longestToken: Int) {
    tokens = ByteStringTable()
    for byte in UInt8.min...UInt8.max { _ = tokens.insert([byte]) }
    self.longestToken = longestToken
    pieces = PieceTokens(counter)
    pairs = PairCounts()
    heap = PairHeap(ties)
    for piece in 0..<pieces.count {
      pieces.forEachPair(of: piece) { left, right, offset in
        pairs.add(left, right, pieces.weights[piece], piece: piece, offset: offset)
      }
    }
    pushNewPairs()
  }

  /// Merges the most frequent pair that stands at least `minimumCount` times in the text; `nil` if none does.
  public mutating func mergeNext(minimumCount: Int) -> Merge? {
    while let top = heap.pop(tokens) {
      let pair = Int(top.pair)
      let count = pairs.counts[pair]
      if count < max(1, minimumCount) { continue }
      if count != top.count {
        heap.push(entry(of: pair), tokens)
      } else if let product = insertProduct(of: pair) {
        merge(pair, into: product)
        return Merge(left: Int(pairs.lefts[pair]), right: Int(pairs.rights[pair]), count: count)
      }
    }
    return nil
  }

  /// `nil` if the token would be too long, or if another pair spelled it already.
  private mutating func insertProduct(of pair: Int) -> Int? {
    let (left, right) = (tokens[Int(pairs.lefts[pair])], tokens[Int(pairs.rights[pair])])
    guard left.count + right.count <= longestToken else { return nil }
    let known = tokens.count
    let product = tokens.insert(Array(left + right))
    return product == known ? product : nil
  }

  private mutating func merge(_ pair: Int, into product: Int) {
    let (left, right) = (pairs.lefts[pair], pairs.rights[pair])
    pieces.tokenLengths.append(UInt32(tokens.length(of: product)))
    var previous = Int.max
    for piece in pairs.takePieces(of: pair) where piece != previous {
      previous = piece
      pieces.merge(left, right, into: UInt32(product), in: piece, &pairs)
    }
    pairs.counts[pair] = 0
    pushNewPairs()
  }

  private mutating func pushNewPairs() {
    for pair in pairs.takeNewPairs() where pairs.counts[pair] > 0 { heap.push(entry(of: pair), tokens) }
  }

  private mutating func entry(of pair: Int) -> PairHeap.Entry {
    let (left, right) = (pairs.lefts[pair], pairs.rights[pair])
    let key =
      switch heap.ties {
      case .firstSeen: pairs.firstPlace(of: pair, in: pieces)
      case .smallestPair: UInt64(left) << 32 | UInt64(right)
      case .greatestBytes: UInt64(0)
      }
    return PairHeap.Entry(count: pairs.counts[pair], key: key, pair: UInt32(pair), left: left, right: right)
  }
}
