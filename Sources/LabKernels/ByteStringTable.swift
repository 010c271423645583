/// Distinct strings of bytes, numbered in the order in which they came.
///
/// A hash table with linear probing over one array that holds all the bytes; 12 bytes and the string itself for
/// each. It serves as vocabulary (string to id) and as counter of pre-tokens.
public struct ByteStringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// The upper half of the hash and the number plus one; 0 is free.
  private var slots: [UInt64]

  /// An empty table.
  public init() {
    slots = Array(repeating: 0, count: 16)
  }

  /// How many strings there are.
  public var count: Int { ends.count }

  /// The bytes of string number `index`.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    guard index >= 0, index < ends.count else {
      fatalError("there is no string \(index) among \(ends.count)")
    }
    return bytes[start(of: index)..<ends[index]]
  }

  /// How many bytes string number `index` has.
  public func length(of index: Int) -> Int {
    guard index >= 0, index < ends.count else {
      fatalError("there is no string \(index) among \(ends.count)")
    }
    return ends[index] - start(of: index)
  }

  /// The number of a string; `nil` for one that is not there.
  public func index(of string: some Collection<UInt8>) -> Int? {
    let found = string.withContiguousStorageIfAvailable { find($0.baseAddress, $0.count) }
    return found ?? Array(string).withUnsafeBufferPointer { find($0.baseAddress, $0.count) }
  }

  /// The number of a string, which is added if it is not there.
  public mutating func insert(_ string: some Collection<UInt8>) -> Int {
    let inserted = string.withContiguousStorageIfAvailable { insert($0.baseAddress, $0.count) }
    return inserted ?? Array(string).withUnsafeBufferPointer { insert($0.baseAddress, $0.count) }
  }

  private func start(of index: Int) -> Int { index == 0 ? 0 : ends[index - 1] }

  func find(_ string: UnsafePointer<UInt8>?, _ length: Int) -> Int? {
    let hash = Self.hash(string, length)
    let slot = slots[place(of: string, length, hash)]
    return slot == 0 ? nil : Int(slot & 0xFFFF_FFFF) - 1
  }

  mutating func insert(_ string: UnsafePointer<UInt8>?, _ length: Int) -> Int {
    let hash = Self.hash(string, length)
    let place = place(of: string, length, hash)
    if slots[place] != 0 { return Int(slots[place] & 0xFFFF_FFFF) - 1 }
    bytes.append(contentsOf: UnsafeBufferPointer(start: string, count: length))
    ends.append(bytes.count)
    guard ends.count < Int(UInt32.max) else { fatalError("more than four thousand million strings") }
    slots[place] = hash & ~0xFFFF_FFFF | UInt64(ends.count)
    if 2 * ends.count > slots.count { grow() }
    return ends.count - 1
  }

  /// Where the string is, or the free place where it would be.
  @inline(__always)
  private func place(of string: UnsafePointer<UInt8>?, _ length: Int, _ hash: UInt64) -> Int {
    let mask = slots.count &- 1
    var i = Int(hash >> 32) & mask
    while slots[i] != 0 {
      if slots[i] ^ hash <= 0xFFFF_FFFF, equals(Int(slots[i] & 0xFFFF_FFFF) - 1, string, length) { return i }
      i = (i &+ 1) & mask
    }
    return i
  }

  @inline(__always)
  private func equals(_ index: Int, _ string: UnsafePointer<UInt8>?, _ length: Int) -> Bool {
    let start = start(of: index)
    guard ends[index] - start == length else { return false }
    guard let string else { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      for i in 0..<length where bytes[start + i] != string[i] { return false }
      return true
    }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: 4 * slots.count)
    let mask = larger.count &- 1
    for slot in slots where slot != 0 {
      // Half a hash is kept: enough for tables of up to 2^32 places.
      var i = Int(slot >> 32) & mask
      while larger[i] != 0 { i = (i &+ 1) & mask }
      larger[i] = slot
    }
    slots = larger
  }

  /// Eight bytes at a time by multiply and fold, as in wyhash; the length is mixed in first.
  @inline(__always)
  static func hash(_ string: UnsafePointer<UInt8>?, _ length: Int) -> UInt64 {
    guard let string else { return 0 }
    let raw = UnsafeRawPointer(string)
    var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
    var i = 0
    while i + 8 <= length {
      hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      i += 8
    }
    var tail: UInt64 = 0
    while i < length {
      tail = tail << 8 | UInt64(string[i])
      i += 1
    }
    return mix(hash ^ tail)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}
