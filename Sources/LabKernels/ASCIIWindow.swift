/// The classes of 64 ASCII characters: the top bit of each byte says whether the character belongs.
///
/// Where pieces start follows from the classes of each character and of the ones beside it, so that a scanner
/// needs three windows, a byte apart, and a few operations on whole vectors in place of a branch a byte (after
/// Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019). The other bits of a byte mean nothing, nor
/// does anything but `specials` say about a byte that is not ASCII.
struct ASCIIWindow {
  typealias Lanes = SIMD8<UInt64>

  private let window: Lanes
  private let raised: Lanes

  /// Looks at 64 bytes, which must be there.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>) {
    window = UnsafeRawPointer(bytes).loadUnaligned(as: Lanes.self)
    raised = window | Self.each(0x80)
  }

  @inline(__always)
  var letters: Lanes {
    let lowered = raised | Self.each(0x20)
    return (lowered &- Self.each(0x61)) & ~(lowered &- Self.each(0x7B))
  }

  @inline(__always)
  var digits: Lanes { within(0x30, 0x3A) }

  /// The space alone.
  @inline(__always)
  var blanks: Lanes { within(0x20, 0x21) }

  /// `\s`: nine to thirteen and the space.
  @inline(__always)
  var spaces: Lanes { blanks | within(0x09, 0x0E) }

  /// Apostrophes, and every byte that is not ASCII.
  @inline(__always)
  var specials: Lanes { window | within(0x27, 0x28) }

  /// The characters that are at least `lower` and under `upper`.
  ///
  /// Swift compares vectors lane by lane; eight bytes in a word are compared by one subtraction instead, which
  /// leaves its answer in the top bit of each byte and never borrows from the next.
  @inline(__always)
  private func within(_ lower: UInt64, _ upper: UInt64) -> Lanes {
    (raised &- Self.each(lower)) & ~(raised &- Self.each(upper))
  }

  /// The byte in all 64 places.
  @inline(__always)
  private static func each(_ byte: UInt64) -> Lanes {
    Lanes(repeating: byte &* 0x0101_0101_0101_0101)
  }

  /// The top bits side by side, the first byte's in the lowest; each word's are gathered by one multiplication.
  ///
  /// Not inlined: the optimiser would take the vectors apart all the way up to the loads.
  @inline(never)
  static func bits(_ lanes: Lanes) -> UInt64 {
    let tops = (lanes &>> 7) & each(1)
    let bytes = (tops &* 0x0102_0408_1020_4080) &>> 56
    let placed = bytes &<< Lanes(0, 8, 16, 24, 32, 40, 48, 56)
    let halves = placed.lowHalf | placed.highHalf
    let quarters = halves.lowHalf | halves.highHalf
    return quarters.x | quarters.y
  }
}
