/// How often each pair of tokens stands in the text, and in which pieces.
///
/// The lists of pieces share one array of links, and lists of merged pairs are used again: millions of small
/// arrays would cost more than what they hold.
struct PairCounts {
  private static let none = UInt32.max

  private struct Link {
    var piece: UInt32
    var next: UInt32
  }

  private var table = PairTable(capacity: 1 << 12)
  private(set) var lefts: [UInt32] = []
  private(set) var rights: [UInt32] = []
  var counts: [Int] = []
  /// The first and last link of each pair's pieces, which ascend.
  private var heads: [UInt32] = []
  private var tails: [UInt32] = []
  /// Where each pair was first seen: the piece in the upper half, the byte in the lower.
  private var places: [UInt64] = []
  private var links: [Link] = []
  private var free = Self.none
  private var firstNew = 0

  @inline(__always)
  mutating func add(_ left: UInt32, _ right: UInt32, _ weight: Int, piece: Int, offset: Int) {
    let next = UInt32(truncatingIfNeeded: counts.count)
    let pair = Int(table.insert(left, right, next))
    if pair == counts.count { append(left, right, UInt64(piece) << 32 | UInt64(offset)) }
    counts[pair] += weight
    let tail = tails[pair]
    if tail != Self.none, links[Int(tail)].piece == piece { return }
    let link = newLink(to: UInt32(piece))
    if tail == Self.none { heads[pair] = link } else { links[Int(tail)].next = link }
    tails[pair] = link
  }

  /// Takes away occurrences of a pair that is there.
  @inline(__always)
  mutating func remove(_ left: UInt32, _ right: UInt32, _ weight: Int) {
    counts[Int(table[left, right])] -= weight
  }

  @inline(never)
  private mutating func append(_ left: UInt32, _ right: UInt32, _ place: UInt64) {
    lefts.append(left)
    rights.append(right)
    counts.append(0)
    heads.append(Self.none)
    tails.append(Self.none)
    places.append(place)
  }

  private mutating func newLink(to piece: UInt32) -> UInt32 {
    guard free != Self.none else {
      links.append(Link(piece: piece, next: Self.none))
      return UInt32(links.count - 1)
    }
    let link = free
    free = links[Int(link)].next
    links[Int(link)] = Link(piece: piece, next: Self.none)
    return link
  }

  /// The pieces that held a pair when they were counted, in ascending order; the pair forgets them.
  mutating func takePieces(of pair: Int) -> [Int] {
    var pieces: [Int] = []
    var link = heads[pair]
    while link != Self.none {
      pieces.append(Int(links[Int(link)].piece))
      link = links[Int(link)].next
    }
    if tails[pair] != Self.none {
      links[Int(tails[pair])].next = free
      free = heads[pair]
    }
    (heads[pair], tails[pair]) = (Self.none, Self.none)
    return pieces
  }

  /// The pairs that came since the last call.
  mutating func takeNewPairs() -> Range<Int> {
    defer { firstNew = counts.count }
    return firstNew..<counts.count
  }

  /// Where the pair stands first; pieces that lost it are dropped on the way.
  mutating func firstPlace(of pair: Int, in pieces: PieceTokens) -> UInt64 {
    if pair >= firstNew { return places[pair] }
    while heads[pair] != Self.none {
      let link = links[Int(heads[pair])]
      if let offset = pieces.offset(of: lefts[pair], rights[pair], in: Int(link.piece)) {
        return UInt64(link.piece) << 32 | UInt64(offset)
      }
      links[Int(heads[pair])].next = free
      free = heads[pair]
      heads[pair] = link.next
    }
    tails[pair] = Self.none
    return UInt64.max
  }
}
