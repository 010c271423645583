/// The ids of pieces met before, for pieces of up to fifteen bytes, which nearly all are.
///
/// A piece is its own key: its bytes and its length fill two words, so that a lookup loads, masks, compares and
/// never follows a pointer. Up to three ids lie beside the key. Longer pieces are not kept, and when the cache
/// holds `limit` pieces it starts anew, so that no input makes it grow without end.
///
/// A class, because the memory has one owner and is not to be copied; not for two threads at a time.
final class PieceCache {
  struct Key: Equatable {
    var low: UInt64
    var high: UInt64

    /// Sixteen bytes must be readable at `bytes`; `length` is 1 to 15.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
      let raw = UnsafeRawPointer(bytes)
      let (low, high) = (
        raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
      let bits = UInt64(truncatingIfNeeded: 8 &* length)
      // A smart shift by 64 or more gives 0 in Swift; both halves stay free of branches.
      self.low = UInt64(littleEndian: low) & ~(~0 << bits)
      self.high = UInt64(littleEndian: high) & ~(~0 << (bits > 64 ? bits &- 64 : 0)) | UInt64(length) << 56
    }

    @inline(__always)
    var hash: UInt64 {
      let mixed = (low &* 0x9E37_79B9_7F4A_7C15) ^ (high &* 0xD6E8_FEB8_6659_FD93)
      return (mixed ^ mixed >> 32) &* 0xA076_1D64_78BD_642F
    }
  }

  /// `count` ids in `ids`, or, if `count` is over 3, from `ids.0` on in `spilled`. A `count` of 0 is a free place.
  struct Entry {
    var low: UInt64
    var high: UInt64
    var ids: (UInt32, UInt32, UInt32)
    var count: UInt32
  }

  private(set) var entries: UnsafeMutablePointer<Entry>
  private(set) var capacity: Int
  private(set) var shift: UInt64
  private(set) var count = 0
  private(set) var spilled: [UInt32] = []
  private let limit: Int

  init(limit: Int = 1 << 18) {
    self.limit = limit
    capacity = 1 << 10
    shift = 54
    entries = Self.emptyEntries(capacity)
  }

  deinit { entries.deallocate() }

  private static func emptyEntries(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
    let entries = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
    entries.initialize(repeating: Entry(low: 0, high: 0, ids: (0, 0, 0), count: 0), count: capacity)
    return entries
  }

  /// The place of `key`, or the free one where it would be.
  @inline(__always)
  func place(of key: Key) -> Int {
    var i = Int(key.hash >> shift)
    while entries[i].count != 0, entries[i].low != key.low || entries[i].high != key.high {
      i = (i &+ 1) & (capacity &- 1)
    }
    return i
  }

  /// Keeps the ids of a piece that is not there.
  func insert(_ key: Key, _ ids: UnsafeBufferPointer<UInt32>) {
    if count >= limit { reset() }
    if 2 * (count + 1) > capacity { grow() }
    var entry = Entry(low: key.low, high: key.high, ids: (0, 0, 0), count: UInt32(ids.count))
    if ids.count > 3 {
      entry.ids.0 = UInt32(spilled.count)
      spilled.append(contentsOf: ids)
    } else {
      entry.ids.0 = ids[0]
      if ids.count > 1 { entry.ids.1 = ids[1] }
      if ids.count > 2 { entry.ids.2 = ids[2] }
    }
    entries[place(of: key)] = entry
    count += 1
  }

  private func reset() {
    entries.initialize(repeating: Entry(low: 0, high: 0, ids: (0, 0, 0), count: 0), count: capacity)
    spilled.removeAll(keepingCapacity: true)
    count = 0
  }

  private func grow() {
    let (old, oldCapacity) = (entries, capacity)
    capacity *= 4
    shift -= 2
    entries = Self.emptyEntries(capacity)
    for i in 0..<oldCapacity where old[i].count != 0 {
      let key = Key(low: old[i].low, high: old[i].high)
      entries[place(of: key)] = old[i]
    }
    old.deallocate()
  }
}

extension PieceCache.Key {
  init(low: UInt64, high: UInt64) { (self.low, self.high) = (low, high) }
}
