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

  /// A list of tokens: each place has its token, or `none` once it became part of the one before it.
  private struct Place {
    var id: UInt32
    var next: UInt32
    var previous: UInt32
  }

  private var places = UnsafeMutablePointer<Place>.allocate(capacity: 0)
  private var waiting = UnsafeMutablePointer<Waiting>.allocate(capacity: 0)
  private var queues = UnsafeMutablePointer<Queue>.allocate(capacity: 0)
  /// One bit for each queue that holds something.
  private var occupied = UnsafeMutablePointer<UInt64>.allocate(capacity: 0)
  private var (capacity, rankCapacity) = (0, 0)
  private var (count, waitingCount, lowest) = (0, 0, 0)

  deinit {
    places.deallocate()
    waiting.deallocate()
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
    while let rank = lowestRank(of: table.rankCount) { mergeLeftmost(rank, table) }
    var (tokens, place): ([UInt32], Int) = ([], 0)
    while place < length {
      tokens.append(places[place].id)
      place = Int(places[place].next)
    }
    return tokens.withUnsafeBufferPointer(body)
  }

  private func reserve(_ length: Int, ranks: Int) {
    guard length < Int(UInt32.max) / 3 else { fatalError("a piece of \(length) bytes is too long") }
    if capacity < length {
      places.deallocate()
      waiting.deallocate()
      capacity = length
      places = .allocate(capacity: length)
      // Each pair of bytes waits once, and each merge makes two more pairs.
      waiting = .allocate(capacity: 3 * length)
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
    for i in 0..<length {
      places[i] = Place(
        id: table.byteIDs[Int(bytes[i])], next: UInt32(i + 1), previous: UInt32(truncatingIfNeeded: i - 1))
    }
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

  private func mergeLeftmost(_ rank: Int, _ table: MergeTable.View) {
    if !queues[rank].isOrdered { order(rank) }
    let entry = waiting[Int(queues[rank].head)]
    queues[rank].head = entry.next
    if entry.next == Self.none {
      queues[rank].tail = Self.none
      occupied[rank >> 6] &= ~(1 << UInt64(rank & 63))
    }
    let place = Int(entry.place)
    let right = Int(places[place].next)
    guard places[place].id != Self.none, right < count else { return }
    // The pair that waited may be gone: one of its tokens was merged elsewhere.
    guard table.ranks[places[place].id, places[right].id] == rank else { return }
    let (product, after) = (table.products[rank], Int(places[right].next))
    places[place].id = product
    places[place].next = UInt32(after)
    places[right].id = Self.none
    if after < count {
      places[after].previous = UInt32(place)
      wait(UInt32(place), table.ranks[product, places[after].id])
    }
    if place > 0 {
      let before = places[place].previous
      wait(before, table.ranks[places[Int(before)].id, product])
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
