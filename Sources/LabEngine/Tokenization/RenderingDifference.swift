/// The first byte at which two renderings of a conversation differ: two programs that disagree about one line break
/// show a model two different languages.
public struct RenderingDifference: Hashable, Sendable, CustomStringConvertible {
  /// The byte, counted from 0; the length of the shorter rendering if it begins the longer one.
  public let offset: Int
  /// The line of the byte, counted from 1.
  public let line: Int
  /// The byte in its line, counted from 1.
  public let column: Int
  /// A few bytes of each rendering from there on.
  public let first: [UInt8]
  /// A few bytes of each rendering from there on.
  public let second: [UInt8]

  /// `nil` if the renderings are the same bytes; equal-looking characters may not be.
  public init?(_ first: String, _ second: String) {
    let (a, b) = (Array(first.utf8), Array(second.utf8))
    let shorter = min(a.count, b.count)
    let offset = (0..<shorter).first { a[$0] != b[$0] } ?? shorter
    guard offset < max(a.count, b.count) else { return nil }
    let before = a[..<offset]
    self.offset = offset
    line = before.count { $0 == 0x0A } + 1
    column = offset - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    self.first = Array(a[offset...].prefix(8))
    self.second = Array(b[offset...].prefix(8))
  }

  /// A sentence with the place and the bytes of both.
  public var description: String {
    "line \(line), byte \(column): \(Self.show(first)) in one, \(Self.show(second)) in the other"
  }

  private static func show(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "the end" }
    let numbers = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    return String(decoding: bytes, as: UTF8.self).debugDescription + " (\(numbers))"
  }
}
