/// A JSON text (RFC 8259) as values, with members in their order.
///
/// Tokenizer files need what Foundation's decoders do not give: duplicate keys seen, strings compared by scalars
/// rather than by canonical equivalence, and errors that name the line. Numbers are kept as integers or doubles.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Equatable {
    let key: String
    let value: JSONValue
  }

  /// Reads a whole text. Throws `TokenizerError.invalidFile`, which names the line and column.
  init(parsing bytes: [UInt8]) throws(TokenizerError) {
    var parser = JSONParser(bytes)
    self = try parser.parse()
  }

  /// The member of an object; `nil` where there is none or it is null.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self,
      let member = members.last(where: { $0.key.utf8.elementsEqual(key.utf8) }), member.value != .null
    else { return nil }
    return member.value
  }

  var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  var integer: Int? {
    if case .integer(let value) = self { value } else { nil }
  }

  var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  var members: [Member]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// Whether it is there and true.
  var isTrue: Bool { self == .bool(true) }
}

extension JSONValue {
  /// The value as JSON without needless space.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += String(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let values):
      text += "["
      for (i, value) in values.enumerated() {
        if i > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (i, member) in members.enumerated() {
        if i > 0 { text += "," }
        Self.write(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
