/// Numbers for pairs of token ids: a hash table with linear probing, its keys and values side by side.
///
/// Swift's `Dictionary` guards against chosen keys, which costs ten times a lookup; ids are small numbers of our
/// own, and a table at most half full stays short of long probes.
public struct PairTable: Sendable {
  fileprivate struct Slot {
    var left: UInt32
    var right: UInt32
    var value: UInt32
  }

  /// No value.
  public static let none = UInt32.max
  private static let empty = Slot(left: none, right: none, value: none)

  private var slots: [Slot]
  private var shift: UInt64
  /// Pairs in the table.
  public private(set) var count = 0

  /// An empty table with room for `capacity` pairs.
  public init(capacity: Int = 16) {
    let bits = max(4, Int.bitWidth - max(1, 2 * capacity - 1).leadingZeroBitCount)
    slots = Array(repeating: Self.empty, count: 1 << bits)
    shift = UInt64(64 - bits)
  }

  /// The number of a pair, or `none`.
  public subscript(left: UInt32, right: UInt32) -> UInt32 {
    slots.withUnsafeBufferPointer { View(slots: $0.baseAddress, shift: shift)[left, right] }
  }

  /// The number that is stored for the pair; stores `value`, which must not be `none`, if there is none.
  public mutating func insert(_ left: UInt32, _ right: UInt32, _ value: @autoclosure () -> UInt32) -> UInt32 {
    var i = Self.place(left, right, shift)
    while slots[i].value != Self.none {
      if slots[i].left == left, slots[i].right == right { return slots[i].value }
      i = (i &+ 1) & (slots.count &- 1)
    }
    let value = value()
    guard value != Self.none else { fatalError("\(value) stands for an empty place") }
    slots[i] = Slot(left: left, right: right, value: value)
    count += 1
    if 2 * count > slots.count { grow() }
    return value
  }

  private mutating func grow() {
    var larger = PairTable(capacity: slots.count)
    for slot in slots where slot.value != Self.none {
      _ = larger.insert(slot.left, slot.right, slot.value)
    }
    self = larger
  }

  @inline(__always)
  fileprivate static func place(_ left: UInt32, _ right: UInt32, _ shift: UInt64) -> Int {
    let key = UInt64(left) << 32 | UInt64(right)
    return Int(((key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15) >> shift)
  }

  /// The table as the loops read it.
  struct View {
    fileprivate let slots: UnsafePointer<Slot>?
    fileprivate let shift: UInt64

    @inline(__always)
    subscript(left: UInt32, right: UInt32) -> UInt32 {
      guard let slots else { return PairTable.none }
      let mask = Int(~UInt64(0) >> shift)
      var i = PairTable.place(left, right, shift)
      while slots[i].value != PairTable.none {
        if slots[i].left == left, slots[i].right == right { return slots[i].value }
        i = (i &+ 1) & mask
      }
      return PairTable.none
    }
  }

  func withView<Result>(_ body: (View) -> Result) -> Result {
    slots.withUnsafeBufferPointer { body(View(slots: $0.baseAddress, shift: shift)) }
  }
}
