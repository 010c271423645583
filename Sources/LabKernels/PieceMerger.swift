/// Merges the bytes of one piece into tokens.
///
/// Short pieces: every place keeps the rank of the pair that begins there, and the lowest of all is looked for
/// again after each merge; quadratic, but sixteen ranks are compared by one instruction. Long ones, such as a
/// million equal letters: `LongPieceMerger`.
final class PieceMerger {
  /// Bits for a place within a piece, below the rank, so that the smallest number is the leftmost of the lowest.
  private static let placeBits = 6
  private static let longest = 1 << placeBits
  /// One more than the highest rank: that of a place where nothing can be merged.
  static let rankLimit = UInt32.max >> UInt32(placeBits)

  private let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: longest)
  private let waiting = UnsafeMutablePointer<UInt32>.allocate(capacity: longest)
  private lazy var longMerger = LongPieceMerger()

  deinit {
    ids.deallocate()
    waiting.deallocate()
  }

  /// Calls `body` with the tokens of a piece of at least one byte.
  @inline(__always)
  func withTokens<Result>(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View,
    _ body: (UnsafeBufferPointer<UInt32>) -> Result
  ) -> Result {
    guard length <= Self.longest else { return longMerger.withTokens(of: bytes, length, table, body) }
    return body(UnsafeBufferPointer(start: ids, count: merge(bytes, length, table)))
  }

  /// Leaves the tokens in `ids` and returns how many there are.
  private func merge(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View) -> Int {
    start(bytes, length, table)
    // A bit for each place that holds a token; what was merged into the place before it holds none.
    var held = ~UInt64(0) >> UInt64(Self.longest - length)
    let (lanes, bits) = ((length + 15) / 16, UInt32(Self.placeBits))
    while true {
      let lowest = lowestWaiting(lanes)
      guard lowest >> bits != Self.rankLimit else { break }
      let place = Int(lowest) & (Self.longest - 1)
      let (before, behind) = (held & ~(~0 << UInt64(place)), held & (~1 << UInt64(place)))
      let right = behind.trailingZeroBitCount
      let after = behind & (behind &- 1)
      held &= ~(1 << UInt64(right))
      waiting[right] = .max
      ids[place] = table.products[Int(lowest >> bits)]
      wait(at: place, after == 0 ? PairTable.none : table.ranks[ids[place], ids[after.trailingZeroBitCount]])
      if before != 0 {
        let left = 63 - before.leadingZeroBitCount
        wait(at: left, table.ranks[ids[left], ids[place]])
      }
    }
    return closeGaps(held)
  }

  private func start(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View) {
    waiting.update(repeating: .max, count: Self.longest)
    for i in 0..<length { ids[i] = table.byteIDs[Int(bytes[i])] }
    for i in 0..<length - 1 { wait(at: i, table.byteRanks[Int(bytes[i]) << 8 | Int(bytes[i + 1])]) }
  }

  @inline(__always)
  private func wait(at place: Int, _ rank: UInt32) {
    waiting[place] = rank << UInt32(Self.placeBits) | UInt32(place)
  }

  @inline(__always)
  private func lowestWaiting(_ lanes: Int) -> UInt32 {
    var lowest = UInt32.max
    for lane in 0..<lanes {
      for i in 0..<16 { lowest = min(lowest, waiting[16 * lane + i]) }
    }
    return lowest
  }

  private func closeGaps(_ held: UInt64) -> Int {
    var (held, count) = (held, 0)
    while held != 0 {
      ids[count] = ids[held.trailingZeroBitCount]
      count += 1
      held &= held &- 1
    }
    return count
  }
}
