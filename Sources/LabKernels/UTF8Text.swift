/// Text as UTF-8 bytes, read one character at a time, whether or not the bytes are valid.
///
/// A malformed sequence counts as U+FFFD, one for each maximal part (Unicode 17, section 3.9, table 3-8), as
/// `String(decoding:as:)` and Python's `errors="replace"` have it. The bytes themselves are kept, so that
/// tokens still spell the input.
struct UTF8Text {
  let bytes: UnsafePointer<UInt8>
  let count: Int
  private let classes: UnsafePointer<UInt8>

  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    self.bytes = bytes
    self.count = count
    classes = UnicodeClass.table.bytes
  }

  /// The class of the character at `i` and how many bytes it has; `i` must be before the end.
  @inline(__always)
  func character(at i: Int) -> (unicodeClass: UnicodeClass, width: Int) {
    let byte = bytes[i]
    if byte < 0x80 { return (UnicodeClass(rawValue: classes[Int(byte)]), 1) }
    return wideCharacter(at: i)
  }

  @inline(never)
  private func wideCharacter(at i: Int) -> (unicodeClass: UnicodeClass, width: Int) {
    let (scalar, width) = decode(at: i)
    return (UnicodeClass(rawValue: classes[Int(scalar)]), width)
  }

  /// The scalar value at `i`, U+FFFD for a malformed part, and its bytes.
  func decode(at i: Int) -> (scalar: UInt32, width: Int) {
    let lead = bytes[i]
    // The second byte's range is what excludes overlong forms, surrogates and values above U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>)
    switch lead {
    case 0x00...0x7F: return (UInt32(lead), 1)
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return (0xFFFD, 1)
    }
    guard i + 1 < count, second.contains(bytes[i + 1]) else { return (0xFFFD, 1) }
    var scalar = (UInt32(lead) & 0x7F >> UInt32(length)) << 6 | UInt32(bytes[i + 1] & 0x3F)
    for offset in 2..<max(2, length) {
      guard i + offset < count, bytes[i + offset] & 0xC0 == 0x80 else { return (0xFFFD, offset) }
      scalar = scalar << 6 | UInt32(bytes[i + offset] & 0x3F)
    }
    return (scalar, length)
  }
}

extension UTF8Text {
  /// The end of the longest run from `start` whose characters all satisfy `belongs`.
  @inline(__always)
  func run(from start: Int, _ belongs: (UnicodeClass) -> Bool) -> Int {
    var i = start
    while i < count {
      let (unicodeClass, width) = character(at: i)
      guard belongs(unicodeClass) else { break }
      i += width
    }
    return i
  }

  /// The class at `i`, `nil` at the end.
  @inline(__always)
  func unicodeClass(at i: Int) -> UnicodeClass? {
    i < count ? character(at: i).unicodeClass : nil
  }

  /// The bytes of a contraction whose apostrophe is at `start`: `'s 't 'm 'd 'll 've 're`, or 0.
  ///
  /// - Parameter anyCase: `(?i:…)`, whose `s` includes the long s, U+017F.
  @inline(__always)
  func contraction(at start: Int, anyCase: Bool) -> Int {
    guard start + 1 < count, bytes[start] == UInt8(ascii: "'") else { return 0 }
    let fold: UInt8 = anyCase ? 0x20 : 0
    let first = bytes[start + 1] | fold
    let second = start + 2 < count ? bytes[start + 2] | fold : 0
    switch first {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
    case UInt8(ascii: "l"): return second == UInt8(ascii: "l") ? 3 : 0
    case UInt8(ascii: "v"), UInt8(ascii: "r"): return second == UInt8(ascii: "e") ? 3 : 0
    case 0xE5 where anyCase:
      return bytes[start + 1] == 0xC5 && start + 2 < count && bytes[start + 2] == 0xBF ? 3 : 0
    default: return 0
    }
  }
}

extension UnicodeClass {
  @inline(__always) var isLetter: Bool { rawValue & UnicodeClass.letter.rawValue != 0 }
  @inline(__always) var isNumber: Bool { rawValue & UnicodeClass.number.rawValue != 0 }
  @inline(__always) var isSpace: Bool { rawValue & UnicodeClass.space.rawValue != 0 }
  @inline(__always) var isNewline: Bool { rawValue & UnicodeClass.newline.rawValue != 0 }
  /// `[^\s\p{L}\p{N}]`.
  @inline(__always) var isOther: Bool { rawValue & (1 | 8 | 16) == 0 }
}
