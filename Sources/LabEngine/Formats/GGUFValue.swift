/// A value among the metadata of a GGUF file.
public enum GGUFValue: Equatable, Sendable {
  /// One byte.
  case uint8(UInt8)
  /// One byte.
  case int8(Int8)
  /// Two bytes.
  case uint16(UInt16)
  /// Two bytes.
  case int16(Int16)
  /// Four bytes.
  case uint32(UInt32)
  /// Four bytes.
  case int32(Int32)
  /// Four bytes.
  case float32(Float)
  /// One byte, 0 or 1.
  case bool(Bool)
  /// UTF-8, its length before it.
  case string(String)
  /// Values of one type, whose number in the file is `elementType`.
  case array(elementType: UInt32, [GGUFValue])
  /// Eight bytes.
  case uint64(UInt64)
  /// Eight bytes.
  case int64(Int64)
  /// Eight bytes.
  case float64(Double)

  /// An array of texts.
  public static func strings(_ texts: [String]) -> GGUFValue {
    .array(elementType: 8, texts.map(GGUFValue.string))
  }

  /// The number that files have for the type (the specification's `gguf_metadata_value_type`).
  public var type: UInt32 {
    switch self {
    case .uint8: 0
    case .int8: 1
    case .uint16: 2
    case .int16: 3
    case .uint32: 4
    case .int32: 5
    case .float32: 6
    case .bool: 7
    case .string: 8
    case .array: 9
    case .uint64: 10
    case .int64: 11
    case .float64: 12
    }
  }

  /// A whole number of any width that fits into `Int`.
  public var integer: Int? {
    switch self {
    case .uint8(let value): Int(value)
    case .int8(let value): Int(value)
    case .uint16(let value): Int(value)
    case .int16(let value): Int(value)
    case .uint32(let value): Int(value)
    case .int32(let value): Int(value)
    case .uint64(let value): Int(exactly: value)
    case .int64(let value): Int(value)
    default: nil
    }
  }

  /// A floating-point number.
  public var number: Double? {
    switch self {
    case .float32(let value): Double(value)
    case .float64(let value): value
    default: nil
    }
  }

  /// A text.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The elements of an array.
  public var elements: [GGUFValue]? {
    if case .array(_, let elements) = self { elements } else { nil }
  }
}
