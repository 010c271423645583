/// Bytes that arrive in pieces, handed on as text without cutting a character in two.
struct TextStream {
  private var pending: [UInt8] = []

  /// Adds bytes and takes all text that is complete.
  mutating func take(_ bytes: [UInt8]) -> String {
    pending += bytes
    let complete = pending.count - unfinished
    defer { pending.removeFirst(complete) }
    return String(decoding: pending[..<complete], as: UTF8.self)
  }

  /// Adds bytes without taking any text.
  mutating func keep(_ bytes: [UInt8]) {
    pending += bytes
  }

  /// How many bytes have been added and not taken.
  var count: Int { pending.count }

  /// Takes everything, complete or not.
  mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end begin a UTF-8 sequence that is not whole yet.
  private var unfinished: Int {
    for back in 1...4 where back <= pending.count {
      let byte = pending[pending.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return length > back ? back : 0
    }
    return 0
  }
}
