/// Merges long pieces in time linear in their length, for merges that training gave.
///
/// Pairs wait in one queue for each rank, and queues are served from the lowest rank up. A token made at rank r
/// can only be part of pairs with higher ranks, so that a queue is served whole, stays empty then, and nothing is
/// ever sorted: a heap would cost a logarithm a pair. For merges that break this rule (a file may hold any) the
/// lower queues are looked at again after each. Within a rank the leftmost pair goes first: a queue whose places
/// arrived out of order is put in order before it is served.
final class LongPieceMerger {
  private static let none = UInt32.max

  private struct Waiting {
    var place: UInt32
    var next: UInt32
  }

  private struct Queue {
    var head = LongPieceMerger.none
    var tail = LongPieceMerger.none
    var isOrdered = true
  }

  /// The token at each place that holds one.
  private var ids = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  /// A bit for each place that holds a token, and one behind the last place: what was merged into the place
  /// before it holds none.
  private var held = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)
  private var waiting = UnsafeMutablePointer<Waiting>.allocate(capacity: 0)
  /// The places of the rank that is served at which two tokens became one.
  private var merged = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private var queues = UnsafeMutablePointer<Queue>.allocate(capacity: 0)
  /// One bit for each queue that holds something.
  private var occupied = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)
  private var (capacity, rankCapacity) = (0, 0)
  private var (count, waitingCount, lowest) = (0, 0, 0)

  deinit {
    ids.deallocate()
    held.deallocate()
    waiting.deallocate()
    merged.deallocate()
    queues.deallocate()
    occupied.deallocate()
  }

  /// Calls `body` with the tokens of a piece of at least two bytes.
  func withTokens<Result>(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View,
    _ body: (UnsafeBufferPointer<UInt32>) -> Result
  ) -> Result {
    reserve(length, ranks: table.rankCount)
    start(bytes, length, table)
    while let rank = lowestRank(of: table.rankCount) { serve(rank, table) }
    return body(UnsafeBufferPointer(start: ids, count: closeGaps()))
  }

  private func reserve(_ length: Int, ranks: Int) {
    guard length < Int(UInt32.max) / 3 else { fatalError("a piece of \(length) bytes is too long") }
    if capacity < length {
      ids.deallocate()
      held.deallocate()
      waiting.deallocate()
      merged.deallocate()
      capacity = length
      ids = .allocate(capacity: length)
      held = .allocate(capacity: length / 64 + 1)
      // Each pair of bytes waits once, and each merge makes two more pairs.
      waiting = .allocate(capacity: 3 * length)
      merged = .allocate(capacity: length)
    }
    if rankCapacity < ranks {
      queues.deallocate()
      occupied.deallocate()
      rankCapacity = ranks
      queues = .allocate(capacity: ranks)
      queues.initialize(repeating: Queue(), count: ranks)
      occupied = .allocate(capacity: (ranks + 63) / 64)
      occupied.initialize(repeating: 0, count: (ranks + 63) / 64)
    }
  }

  private func start(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View) {
    (count, waitingCount, lowest) = (length, 0, 0)
    held.update(repeating: ~0, count: length / 64 + 1)
    for i in 0..<length { ids[i] = table.byteIDs[Int(bytes[i])] }
    for i in 0..<length - 1 {
      wait(UInt32(i), table.byteRanks[Int(bytes[i]) << 8 | Int(bytes[i + 1])])
    }
    lowest = 0
  }

  @inline(__always)
  private func wait(_ place: UInt32, _ rank: UInt32) {
    guard rank != PairTable.none else { return }
    let (rank, entry) = (Int(rank), UInt32(waitingCount))
    waiting[waitingCount] = Waiting(place: place, next: Self.none)
    waitingCount += 1
    let tail = queues[rank].tail
    if tail == Self.none {
      queues[rank] = Queue(head: entry, tail: entry, isOrdered: true)
      occupied[rank >> 6] |= 1 << UInt64(rank & 63)
      lowest = min(lowest, rank >> 6)
    } else {
      if waiting[Int(tail)].place > place { queues[rank].isOrdered = false }
      waiting[Int(tail)].next = entry
      queues[rank].tail = entry
    }
  }

  private func lowestRank(of ranks: Int) -> Int? {
    while lowest < (ranks + 63) / 64 {
      if occupied[lowest] != 0 { return lowest << 6 | occupied[lowest].trailingZeroBitCount }
      lowest += 1
    }
    return nil
  }

  /// Merges the pairs of a rank from left to right; only the first if the next may be of another rank.
  private func serve(_ rank: Int, _ table: MergeTable.View) {
    if !queues[rank].isOrdered { order(rank) }
    var (entry, mergedCount) = (queues[rank].head, 0)
    repeat {
      let (place, next) = (waiting[Int(entry)].place, waiting[Int(entry)].next)
      if merge(at: Int(place), rank, table) {
        merged[mergedCount] = place
        mergedCount += 1
      }
      entry = next
    } while entry != Self.none && table.isInOrder
    queues[rank].head = entry
    if entry == Self.none {
      queues[rank].tail = Self.none
      occupied[rank >> 6] &= ~(1 << UInt64(rank & 63))
    }
    for i in 0..<mergedCount { waitBeside(merged[i], i > 0 ? merged[i - 1] : Self.none, table) }
  }

  /// Merges the pair at `place` if it is still there: one of its tokens may have been merged elsewhere.
  @inline(__always)
  private func merge(at place: Int, _ rank: Int, _ table: MergeTable.View) -> Bool {
    guard holds(place) else { return false }
    let right = self.place(after: place)
    guard right < count, table.ranks[ids[place], ids[right]] == rank else { return false }
    held[right >> 6] &= ~(1 << UInt64(right & 63))
    ids[place] = table.products[rank]
    return true
  }

  /// The pairs that the new token at `place` is part of begin to wait; the left one does already if it stands
  /// behind another new one, at `lastMerged`.
  @inline(__always)
  private func waitBeside(_ place: UInt32, _ lastMerged: UInt32, _ table: MergeTable.View) {
    if place > 0 {
      let before = self.place(before: Int(place))
      if before != lastMerged { wait(UInt32(before), table.ranks[ids[before], ids[Int(place)]]) }
    }
    let after = self.place(after: Int(place))
    if after < count { wait(place, table.ranks[ids[Int(place)], ids[after]]) }
  }

  @inline(__always)
  private func holds(_ place: Int) -> Bool { held[place >> 6] >> UInt64(place & 63) & 1 == 1 }

  /// The next place that holds a token, or `count`.
  @inline(__always)
  private func place(after place: Int) -> Int {
    var word = (place + 1) >> 6
    var bits = held[word] & (~0 << UInt64((place + 1) & 63))
    while bits == 0 {
      word += 1
      bits = held[word]
    }
    return word << 6 | bits.trailingZeroBitCount
  }

  /// The place before that holds a token; there is one, because the first place always does.
  @inline(__always)
  private func place(before place: Int) -> Int {
    var word = place >> 6
    var bits = held[word] & ~(~0 << UInt64(place & 63))
    while bits == 0 {
      word -= 1
      bits = held[word]
    }
    return word << 6 | (63 - bits.leadingZeroBitCount)
  }

  /// Moves the tokens together and returns how many there are.
  private func closeGaps() -> Int {
    var (place, tokens) = (0, 0)
    while place < count {
      ids[tokens] = ids[place]
      tokens += 1
      place = self.place(after: place)
    }
    return tokens
  }

  private func order(_ rank: Int) {
    var places: [UInt32] = []
    var entry = queues[rank].head
    while entry != Self.none {
      places.append(waiting[Int(entry)].place)
      entry = waiting[Int(entry)].next
    }
    places.sort()
    entry = queues[rank].head
    for place in places {
      waiting[Int(entry)].place = place
      entry = waiting[Int(entry)].next
    }
    queues[rank].isOrdered = true
  }
}
