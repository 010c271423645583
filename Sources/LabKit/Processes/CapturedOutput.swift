/// The first bytes of a stream, and how many there were in all.
public struct CapturedOutput: Sendable {
  /// What was kept.
  public private(set) var bytes: [UInt8] = []
  /// How many bytes came.
  public private(set) var total = 0
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  mutating func append(_ more: UnsafeRawBufferPointer) {
    total += more.count
    bytes.append(contentsOf: more.prefix(max(0, limit - bytes.count)))
  }

  /// Hands over what was kept, and begins again.
  mutating func take() -> [UInt8] {
    defer { (bytes, total) = ([], 0) }
    return bytes
  }

  /// Whether more came than was kept.
  public var isTruncated: Bool { total > bytes.count }

  /// What was kept, as text; bytes that are not UTF-8 become the replacement character.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
