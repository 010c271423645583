/// Which of the next 64 bytes are letters, digits and spaces, a bit each, the first byte in the lowest bit.
///
/// Finding the cuts of 64 bytes at once replaces a branch a byte by a few operations on whole words (Langdale
/// and Lemire, "Parsing Gigabytes of JSON per Second", 2019).
struct ASCIIWindow {
  let letters: UInt64
  let digits: UInt64
  /// `\s`: nine to thirteen and the space.
  let spaces: UInt64
  /// The space alone.
  let blanks: UInt64
  /// Apostrophes.
  let quotes: UInt64
  /// Positions whose cuts do not depend on bytes outside the window or beyond ASCII.
  let trusted: UInt64

  /// Looks at 64 bytes, which must be there.
  ///
  /// Swift compares vectors lane by lane; eight bytes in a word are compared by one subtraction instead, which
  /// leaves its answer in the top bit of each byte and never borrows from the next.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>) {
    let window = UnsafeRawPointer(bytes).loadUnaligned(as: SIMD8<UInt64>.self)
    let lowered = window | Self.each(0x20)
    let blank = Self.within(window, 0x20, 0x21)
    letters = Self.bits(Self.within(lowered, 0x61, 0x7B))
    digits = Self.bits(Self.within(window, 0x30, 0x3A))
    blanks = Self.bits(blank)
    spaces = Self.bits(blank | Self.within(window, 0x09, 0x0E))
    quotes = Self.bits(Self.within(window, 0x27, 0x28))
    let wide = Self.bits(window & Self.each(0x80))
    // A contraction decides about the three bytes behind it.
    let reach = wide.trailingZeroBitCount - 3
    trusted = reach > 0 ? ~0 >> UInt64(64 - reach) : 0
  }

  /// The byte in all 64 places.
  @inline(__always)
  private static func each(_ byte: UInt64) -> SIMD8<UInt64> {
    SIMD8(repeating: byte &* 0x0101_0101_0101_0101)
  }

  /// The top bit of each byte that is at least `lower` and under `upper`; ASCII only.
  @inline(__always)
  private static func within(_ window: SIMD8<UInt64>, _ lower: UInt64, _ upper: UInt64) -> SIMD8<UInt64> {
    let raised = window | each(0x80)
    return (raised &- each(lower)) & ~(raised &- each(upper)) & each(0x80)
  }

  /// The top bits side by side; each word's are gathered by one multiplication.
  @inline(__always)
  private static func bits(_ tops: SIMD8<UInt64>) -> UInt64 {
    let bytes = ((tops &>> 7) &* 0x0102_0408_1020_4080) &>> 56
    let placed = bytes &<< SIMD8(0, 8, 16, 24, 32, 40, 48, 56)
    let halves = placed.lowHalf | placed.highHalf
    let quarters = halves.lowHalf | halves.highHalf
    return quarters.x | quarters.y
  }

  /// Starts with `'s`, `'ll` and the like as pieces of their own.
  @inline(__always)
  func separatingContractions(_ starts: UInt64, at start: Int, in text: UTF8Text) -> UInt64 {
    var starts = starts
    var candidates = starts & quotes & trusted
    while candidates != 0 {
      let i = candidates.trailingZeroBitCount
      candidates &= candidates &- 1
      let length = text.contraction(at: start + i, anyCase: false)
      guard length > 0 else { continue }
      starts &= ~(1 << UInt64(i + 1))
      starts |= 1 << UInt64(i + length)
    }
    return starts
  }
}
