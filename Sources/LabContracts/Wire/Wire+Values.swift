extension Bool: Wire {
  /// Appends one byte, 0 or 1.
  public func write(to writer: inout WireWriter) { writer.append(self ? 1 : UInt8(0)) }
  /// Reads one byte that must be 0 or 1.
  public init(from reader: inout WireReader) throws {
    switch try reader.integer(UInt8.self) {
    case 0: self = false
    case 1: self = true
    default: throw WireError.invalid(type: "Bool")
    }
  }
  /// False.
  public static var blank: Bool { false }
  /// Alike when equal.
  public func isAlike(_ other: Bool) -> Bool { self == other }
  /// One byte.
  public static var minimumWireSize: Int { 1 }
}

extension String: Wire {
  /// Appends the length in bytes and the UTF-8.
  public func write(to writer: inout WireWriter) {
    writer.append(UInt32(utf8.count))
    writer.append(bytes: utf8)
  }
  /// Reads UTF-8 that must be valid.
  public init(from reader: inout WireReader) throws {
    let bytes = try reader.bytes(try reader.length(ofElementsTaking: 1))
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw WireError.invalid(type: "String")
    }
    self = string
  }
  /// The empty string.
  public static var blank: String { "" }
  /// Alike when spelled with the same code points: `==` would call é and e + ◌́ equal.
  public func isAlike(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
  /// The length alone.
  public static var minimumWireSize: Int { 4 }
}

extension Array: Wire where Element: Wire {
  /// Appends the count and the elements.
  public func write(to writer: inout WireWriter) {
    writer.append(UInt32(count))
    Element.writeAll(self, to: &writer)
  }
  /// Reads as many elements as the message says and can hold.
  public init(from reader: inout WireReader) throws {
    self = try Element.readAll(
      try reader.length(ofElementsTaking: Element.minimumWireSize), from: &reader)
  }
  /// No elements.
  public static var blank: [Element] { [] }
  /// Alike when equally long and alike at every place.
  public func isAlike(_ other: [Element]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.isAlike($1) }
  }
  /// The count alone.
  public static var minimumWireSize: Int { 4 }
}

extension Dictionary: Wire where Key: Wire, Value: Wire {
  /// Appends the count, the keys and the values.
  public func write(to writer: inout WireWriter) {
    Array(keys).write(to: &writer)
    Array(values).write(to: &writer)
  }
  /// Reads keys and values; a key that comes twice is refused.
  public init(from reader: inout WireReader) throws {
    let keys = try [Key](from: &reader)
    let values = try [Value](from: &reader)
    self = Dictionary(zip(keys, values), uniquingKeysWith: { first, _ in first })
    guard keys.count == values.count, count == keys.count else {
      throw WireError.invalid(type: "Dictionary")
    }
  }
  /// No entries.
  public static var blank: [Key: Value] { [:] }
  /// Alike when the keys are equal and the values alike.
  public func isAlike(_ other: [Key: Value]) -> Bool {
    count == other.count && allSatisfy { key, value in other[key].map(value.isAlike) ?? false }
  }
  /// Two counts.
  public static var minimumWireSize: Int { 8 }
}

extension Optional: Wire where Wrapped: Wire {
  /// Appends one byte, and the value where there is one.
  public func write(to writer: inout WireWriter) {
    (self != nil).write(to: &writer)
    self?.write(to: &writer)
  }
  /// Reads one byte, and a value where it says so.
  public init(from reader: inout WireReader) throws {
    self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
  }
  /// No value.
  public static var blank: Wrapped? { nil }
  /// Alike when both are absent or the values are alike.
  public func isAlike(_ other: Wrapped?) -> Bool {
    guard let self, let other else { return self == nil && other == nil }
    return self.isAlike(other)
  }
  /// One byte.
  public static var minimumWireSize: Int { 1 }
}

extension Wire where Self: RawRepresentable, RawValue: Wire {
  /// Appends the raw value.
  public func write(to writer: inout WireWriter) { rawValue.write(to: &writer) }
  /// Reads a raw value that must belong to a case.
  public init(from reader: inout WireReader) throws {
    guard let value = Self(rawValue: try RawValue(from: &reader)) else {
      throw WireError.invalid(type: "\(Self.self)")
    }
    self = value
  }
  /// Alike when the raw values are.
  public func isAlike(_ other: Self) -> Bool { rawValue.isAlike(other.rawValue) }
  /// As many bytes as the raw value.
  public static var minimumWireSize: Int { RawValue.minimumWireSize }
}

extension Wire where Self: CaseIterable {
  /// The first case.
  public static var blank: Self {
    guard let first = allCases.first else { fatalError("\(Self.self) has no cases") }
    return first
  }
}
