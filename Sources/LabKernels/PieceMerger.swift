/// Merges the bytes of one piece into tokens.
///
/// Short pieces: look at all ranks, merge the lowest, close the gap; quadratic, but in a few cache lines. Long
/// ones, such as a million equal letters: `LongPieceMerger`.
final class PieceMerger {
  /// Where looking at every rank begins to cost more than keeping them in order.
  private static let longest = 96

  private let ids = UnsafeMutablePointer<UInt32>.allocate(capacity: longest)
  private let ranks = UnsafeMutablePointer<UInt32>.allocate(capacity: longest)
  private lazy var longMerger = LongPieceMerger()

  deinit {
    ids.deallocate()
    ranks.deallocate()
  }

  /// Calls `body` with the tokens of a piece of at least one byte.
  func withTokens<Result>(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View,
    _ body: (UnsafeBufferPointer<UInt32>) -> Result
  ) -> Result {
    guard length <= Self.longest else { return longMerger.withTokens(of: bytes, length, table, body) }
    return body(UnsafeBufferPointer(start: ids, count: merge(bytes, length, table)))
  }

  /// Leaves the tokens in `ids` and returns how many there are.
  private func merge(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ table: MergeTable.View) -> Int {
    for i in 0..<length { ids[i] = table.byteIDs[Int(bytes[i])] }
    for i in 0..<length - 1 { ranks[i] = table.byteRanks[Int(bytes[i]) << 8 | Int(bytes[i + 1])] }
    var count = length
    while count > 1 {
      var (lowest, place) = (ranks[0], 0)
      for i in 1..<max(1, count - 1) where ranks[i] < lowest { (lowest, place) = (ranks[i], i) }
      if lowest == PairTable.none { break }
      ids[place] = table.products[Int(lowest)]
      count -= 1
      for i in place + 1..<max(place + 1, count) { ids[i] = ids[i + 1] }
      for i in place..<max(place, count - 1) { ranks[i] = ranks[i + 1] }
      if place > 0 { ranks[place - 1] = table.ranks[ids[place - 1], ids[place]] }
      if place < count - 1 { ranks[place] = table.ranks[ids[place], ids[place + 1]] }
    }
    return count
  }
}
