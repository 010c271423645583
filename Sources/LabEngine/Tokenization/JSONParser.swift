/// Reads JSON (RFC 8259) from bytes.
struct JSONParser {
  private let bytes: [UInt8]
  private var i = 0
  private var depth = 0
  /// Deeper texts would exhaust the stack; no tokenizer's file comes near.
  private static let deepest = 64

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(TokenizerError) -> JSONValue {
    let value = try value()
    skipSpace()
    guard i == bytes.count else { throw wrong("something follows the end") }
    return value
  }

  private func wrong(_ reason: String) -> TokenizerError {
    let before = bytes[..<min(i, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    return .invalidFile(place: "line \(line), column \(column)", reason: reason)
  }

  private mutating func skipSpace() {
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x0A || bytes[i] == 0x0D || bytes[i] == 0x09 {
      i += 1
    }
  }

  private mutating func next() throws(TokenizerError) -> UInt8 {
    guard i < bytes.count else { throw wrong("the file ends here") }
    defer { i += 1 }
    return bytes[i]
  }

  private mutating func expect(_ byte: UInt8) throws(TokenizerError) {
    skipSpace()
    guard i < bytes.count else {
      throw wrong("the file ends where \(Character(UnicodeScalar(byte))) is expected")
    }
    guard bytes[i] == byte else { throw wrong("\(Character(UnicodeScalar(byte))) is expected") }
    i += 1
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard i < bytes.count, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  private mutating func value() throws(TokenizerError) -> JSONValue {
    skipSpace()
    guard i < bytes.count else { throw wrong("the file ends where a value is expected") }
    switch bytes[i] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try container()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[i...].starts(with: word.utf8) {
        i += word.utf8.count
        return value
      }
      throw wrong("a value is expected")
    }
  }

  private mutating func container() throws(TokenizerError) -> JSONValue {
    guard depth < Self.deepest else { throw wrong("values are nested more than \(Self.deepest) deep") }
    depth += 1
    defer { depth -= 1 }
    return bytes[i] == UInt8(ascii: "{") ? try object() : try array()
  }

  private mutating func object() throws(TokenizerError) -> JSONValue {
    try expect(UInt8(ascii: "{"))
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpace()
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\"") else {
        throw wrong("a key in quotation marks is expected")
      }
      let key = try string()
      try expect(UInt8(ascii: ":"))
      members.append(JSONValue.Member(key: key, value: try value()))
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return .object(members)
  }

  private mutating func array() throws(TokenizerError) -> JSONValue {
    try expect(UInt8(ascii: "["))
    var values: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array(values) }
    repeat { values.append(try value()) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return .array(values)
  }

  private mutating func number() throws(TokenizerError) -> JSONValue {
    let start = i
    while i < bytes.count, "+-.eE0123456789".utf8.contains(bytes[i]) { i += 1 }
    let text = String(decoding: bytes[start..<i], as: UTF8.self)
    if let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw wrong("\(text) is not a number") }
    return .number(value)
  }

  private mutating func string() throws(TokenizerError) -> String {
    try expect(UInt8(ascii: "\""))
    var content: [UInt8] = []
    while true {
      let byte = try next()
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          throw wrong("a string is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): content += Array(String(try escape()).utf8)
      case 0..<0x20: throw wrong("a string holds a control character")
      default: content.append(byte)
      }
    }
  }

  private mutating func escape() throws(TokenizerError) -> Unicode.Scalar {
    switch try next() {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw wrong("the escape is not known")
    }
  }

  /// `\u` and four digits, twice for a scalar above U+FFFF.
  private mutating func unicodeEscape() throws(TokenizerError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u") else {
      throw wrong("half a surrogate pair stands alone")
    }
    let second = try hexadecimal()
    guard 0xDC00...0xDFFF ~= second,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw wrong("half a surrogate pair stands alone") }
    return scalar
  }

  private mutating func hexadecimal() throws(TokenizerError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(UnicodeScalar(try next())).hexDigitValue else {
        throw wrong("four hexadecimal digits are expected")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
