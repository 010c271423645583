/// What the pre-tokenizers' patterns ask of a character: `\p{L}`, `\p{N}`, `\s`, `[\r\n]`, and o200k's two
/// kinds of letters.
///
/// The table is one byte a scalar value, 1.1 MB, built once from the runs in `UnicodeClassRanges.swift`.
/// Left out: every other property of Unicode.
public struct UnicodeClass: OptionSet, Hashable, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// A class with these bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// `\p{L}`.
  public static let letter = UnicodeClass(rawValue: 1)
  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: what may stand at the front of a word.
  public static let upper = UnicodeClass(rawValue: 2)
  /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: what may stand at the end of a word.
  public static let lower = UnicodeClass(rawValue: 4)
  /// `\p{N}`.
  public static let number = UnicodeClass(rawValue: 8)
  /// `\s`: the property White_Space.
  public static let space = UnicodeClass(rawValue: 16)
  /// `[\r\n]`.
  public static let newline = UnicodeClass(rawValue: 32)

  /// The class of a scalar value; empty above U+10FFFF and for everything that no pattern names.
  public static func of(_ scalar: UInt32) -> UnicodeClass {
    scalar < 0x110000 ? UnicodeClass(rawValue: table.bytes[Int(scalar)]) : []
  }

  static let table = UnicodeClassTable()
}

/// One byte of `UnicodeClass` for each scalar value. Never freed: there is one, and it lives as long as the
/// process.
struct UnicodeClassTable: @unchecked Sendable {
  let bytes: UnsafePointer<UInt8>

  init() {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 0x110000)
    var (scalar, length, number) = (0, 0, 0)
    UnicodeClass.runs.withUTF8Buffer { text in
      for byte in text {
        switch byte {
        case UInt8(ascii: "."):
          (length, number) = (number, 0)
        case UInt8(ascii: " "):
          (table + scalar).initialize(repeating: UInt8(number), count: length)
          (scalar, number) = (scalar + length, 0)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): number = 36 * number + Int(byte) - 87
        default: number = 36 * number + Int(byte) - 48
        }
      }
      (table + scalar).initialize(repeating: UInt8(number), count: length)
    }
    bytes = UnsafePointer(table)
  }
}
