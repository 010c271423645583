/// The tokens of pieces of up to fifteen bytes: a hash table with linear probing, at most half full.
///
/// Up to three tokens lie beside the key, in one half of a cache line. What is inserted first lies nearest to
/// where it is looked for. It cannot be copied, so that whoever reads it counts no references.
struct PieceTable: ~Copyable, @unchecked Sendable {
  /// `count` tokens, in `ids`, or, if there are more than three, in the table from `ids.0` on. A `count` of 0
  /// means that the piece is not there.
  struct Entry {
    fileprivate var key = PieceKey.free
    fileprivate(set) var ids: (UInt32, UInt32, UInt32) = (0, 0, 0)
    fileprivate(set) var count: UInt32 = 0
  }

  private var entries: UnsafeMutablePointer<Entry>
  private var bits: UInt64
  private var manyIDs: [UInt32] = []
  /// Pieces in the table.
  private(set) var count = 0

  /// An empty table with room for `capacity` pieces.
  init(capacity: Int = 128) {
    bits = UInt64(max(8, Int.bitWidth - max(1, 2 * capacity - 1).leadingZeroBitCount))
    entries = Self.free(1 << bits)
  }

  deinit { entries.deallocate() }

  private static func free(_ count: Int) -> UnsafeMutablePointer<Entry> {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: count)
    entries.initialize(repeating: Entry(), count: count)
    return entries
  }

  @inline(__always)
  private func home(of key: PieceKey) -> Int { Int(truncatingIfNeeded: key.hash &>> (64 &- bits)) }

  /// What is there for a piece.
  @inline(__always)
  subscript(key: PieceKey) -> Entry {
    var i = home(of: key)
    while entries[i].count != 0, !(entries[i].key == key) { i = (i &+ 1) & (1 << bits &- 1) }
    return entries[i]
  }

  /// The first token that lies where a piece is looked for first, and whether it is that piece's.
  ///
  /// There is no branch in it, so that many pieces' loads are under way at the same time.
  @inline(__always)
  func tokenAtHome(of key: PieceKey) -> (token: UInt32, isRight: Bool) {
    let entry = entries + home(of: key)
    return (entry.pointee.ids.0, entry.pointee.key == key)
  }

  /// Calls `body` with the tokens of an entry that has more than three.
  func withManyTokens(of entry: Entry, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    manyIDs.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[Int(entry.ids.0)..<Int(entry.ids.0 + entry.count)]))
    }
  }

  /// Adds a piece that is not there and has at least one token.
  mutating func insert(_ key: PieceKey, _ ids: UnsafeBufferPointer<UInt32>) {
    var entry = Entry(key: key, count: UInt32(ids.count))
    if ids.count > 3 {
      entry.ids.0 = UInt32(manyIDs.count)
      manyIDs.append(contentsOf: ids)
    } else {
      entry.ids = (ids[0], ids.count > 1 ? ids[1] : 0, ids.count > 2 ? ids[2] : 0)
    }
    count += 1
    if 2 * count > 1 << bits { grow() }
    place(entry)
  }

  private func place(_ entry: Entry) {
    var i = home(of: entry.key)
    while entries[i].count != 0 { i = (i &+ 1) & (1 << bits &- 1) }
    entries[i] = entry
  }

  private mutating func grow() {
    let (old, oldCount) = (entries, 1 << bits)
    bits += 1
    entries = Self.free(2 * oldCount)
    for i in 0..<oldCount where old[i].count != 0 { place(old[i]) }
    old.deallocate()
  }
}
