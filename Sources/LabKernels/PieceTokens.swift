/// The distinct pieces of a text as they stand after some merges, one behind the other in one array.
struct PieceTokens {
  private var tokens: [UInt32]
  private var starts: [Int] = []
  private var lengths: [Int32] = []
  /// How often each piece stands in the text.
  let weights: [Int]
  /// How many bytes each token has.
  var tokenLengths = [UInt32](repeating: 1, count: 256)

  init(_ counter: PieceCounter) {
    tokens = []
    tokens.reserveCapacity((0..<counter.pieces.count).reduce(0) { $0 + counter.pieces.length(of: $1) })
    weights = counter.counts
    for piece in 0..<counter.pieces.count {
      starts.append(tokens.count)
      tokens.append(contentsOf: counter.pieces[piece].lazy.map { UInt32($0) })
      lengths.append(Int32(tokens.count - starts[piece]))
    }
  }

  var count: Int { starts.count }

  /// Calls `body` with each pair of a piece, and with the byte at which it begins.
  @inline(__always)
  func forEachPair(of piece: Int, _ body: (_ left: UInt32, _ right: UInt32, _ offset: Int) -> Void) {
    var offset = 0
    let start = starts[piece]
    for i in start..<start + max(0, Int(lengths[piece]) - 1) {
      body(tokens[i], tokens[i + 1], offset)
      offset += Int(tokenLengths[Int(tokens[i])])
    }
  }

  /// The byte at which a piece first holds the pair; `nil` if it does not.
  func offset(of left: UInt32, _ right: UInt32, in piece: Int) -> Int? {
    var offset = 0
    let start = starts[piece]
    for i in start..<start + max(0, Int(lengths[piece]) - 1) {
      if tokens[i] == left, tokens[i + 1] == right { return offset }
      offset += Int(tokenLengths[Int(tokens[i])])
    }
    return nil
  }

  /// Replaces each `left`, `right` by `product`, scanning from left to right, and carries the change over to the
  /// counts of the pairs beside them.
  mutating func merge(
    _ left: UInt32, _ right: UInt32, into product: UInt32, in piece: Int, _ pairs: inout PairCounts
  ) {
    let (start, length, weight) = (starts[piece], Int(lengths[piece]), weights[piece])
    var (read, write, offset, follows) = (0, 0, 0, false)
    tokens.withUnsafeMutableBufferPointer { all in
      let tokens = UnsafeMutableBufferPointer(rebasing: all[start..<start + length])
      while read < length {
        if tokens[read] == left, read + 1 < length, tokens[read + 1] == right {
          // The pair between two merged pairs is taken away once, by the first.
          if write > 0, !follows { pairs.remove(tokens[write - 1], left, weight) }
          if read + 2 < length { pairs.remove(right, tokens[read + 2], weight) }
          if write > 0 {
            let before = offset - Int(tokenLengths[Int(tokens[write - 1])])
            pairs.add(tokens[write - 1], product, weight, piece: piece, offset: before)
          }
          tokens[write] = product
          follows = true
          read += 2
        } else {
          if follows {
            pairs.add(
              product, tokens[read], weight, piece: piece, offset: offset - Int(tokenLengths[Int(product)]))
          }
          tokens[write] = tokens[read]
          follows = false
          read += 1
        }
        offset += Int(tokenLengths[Int(tokens[write])])
        write += 1
      }
    }
    lengths[piece] = Int32(write)
  }
}
