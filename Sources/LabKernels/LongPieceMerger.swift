/// Merges long pieces in time linear in their length, for merges that training gave.
///
/// Pairs wait in one queue for each rank, and queues are served from the lowest rank up. A token made at rank r
/// can only be part of pairs with higher ranks, so that a queue, once served, stays empty, and nothing is ever
/// sorted: a heap would cost a logarithm a pair. Merges that break this rule (a file may hold any) are served
/// all the same, by going back to the lower queue. Within a rank the leftmost pair goes first: a queue whose
/// places arrived out of order is put in order before it is served.
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

  // A list of tokens: each place has its token, or `none` once it became part of the one before it.
  private var ids: [UInt32] = []
  private var next: [UInt32] = []
  private var previous: [UInt32] = []
  private var waiting: [Waiting] = []
  private var queues: [Queue] = []
  /// One bit for each queue that holds something.
  private var occupied: [UInt64] = []
  private var lowest = 0

  /// Calls `body` with the tokens of a piece of at least two bytes.
  func withTokens<Result>(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View,
    _ body: (UnsafeBufferPointer<UInt32>) -> Result
  ) -> Result {
    start(bytes, length, table)
    while let rank = lowestRank() {
      mergeLeftmost(rank, table)
    }
    var (write, place) = (0, 0)
    while place < length {
      ids[write] = ids[place]
      write += 1
      place = Int(next[place])
    }
    return ids.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<write])) }
  }

  private func start(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View) {
    guard length < Int(UInt32.max) else { fatalError("a piece of \(length) bytes is too long") }
    ids = (0..<length).map { table.byteIDs[Int(bytes[$0])] }
    next = (1...length).map { UInt32($0) }
    previous = (0..<length).map { UInt32(truncatingIfNeeded: $0 - 1) }
    waiting.removeAll(keepingCapacity: true)
    waiting.reserveCapacity(length)
    if queues.count < table.rankCount {
      queues = Array(repeating: Queue(), count: table.rankCount)
      occupied = Array(repeating: 0, count: (table.rankCount + 63) / 64)
    }
    lowest = 0
    for i in 0..<length - 1 {
      wait(UInt32(i), table.byteRanks[Int(bytes[i]) << 8 | Int(bytes[i + 1])])
    }
    lowest = 0
  }

  @inline(__always)
  private func wait(_ place: UInt32, _ rank: UInt32) {
    guard rank != PairTable.none else { return }
    let (rank, entry) = (Int(rank), UInt32(waiting.count))
    waiting.append(Waiting(place: place, next: Self.none))
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

  private func lowestRank() -> Int? {
    while lowest < occupied.count {
      if occupied[lowest] != 0 { return lowest << 6 | occupied[lowest].trailingZeroBitCount }
      lowest += 1
    }
    return nil
  }

  private func mergeLeftmost(_ rank: Int, _ table: MergeTable.View) {
    if !queues[rank].isOrdered { order(rank) }
    let entry = waiting[Int(queues[rank].head)]
    queues[rank].head = entry.next
    if entry.next == Self.none {
      queues[rank].tail = Self.none
      occupied[rank >> 6] &= ~(1 << UInt64(rank & 63))
    }
    let place = Int(entry.place)
    guard ids[place] != Self.none, Int(next[place]) < ids.count else { return }
    let right = Int(next[place])
    // The pair that waited may be gone: one of its tokens was merged elsewhere.
    guard table.ranks[ids[place], ids[right]] == rank else { return }
    let (product, after) = (table.products[rank], Int(next[right]))
    ids[place] = product
    ids[right] = Self.none
    next[place] = UInt32(after)
    if after < ids.count {
      previous[after] = UInt32(place)
      wait(UInt32(place), table.ranks[product, ids[after]])
    }
    if place > 0 {
      let before = previous[place]
      wait(before, table.ranks[ids[Int(before)], product])
    }
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
