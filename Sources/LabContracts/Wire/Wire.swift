/// A value that can cross between the process that grades and the process that holds a learner's code.
///
/// The format is plain bytes, little-endian, with every length written first. Reading never runs
/// code of the sender and never allocates more than the message could hold.
///
/// Structs get a conformance from `WireRecord`, enums with a raw value by naming `Wire`.
public protocol Wire: Sendable {
  /// Appends the value to `writer`.
  func write(to writer: inout WireWriter)

  /// Reads a value; throws `WireError` when the bytes are not one.
  init(from reader: inout WireReader) throws

  /// The value made of zeros and empty lists: what an exercise that does nothing would answer.
  static var blank: Self { get }

  /// Whether two values are equal but for the rounding of their floating-point numbers.
  func isAlike(_ other: Self) -> Bool

  /// The fewest bytes that a value of this type takes; bounds the length of a list before it is read.
  static var minimumWireSize: Int { get }

  /// Appends many values; types laid out as plain bytes do it in one copy.
  static func writeAll(_ values: [Self], to writer: inout WireWriter)

  /// Reads `count` values.
  static func readAll(_ count: Int, from reader: inout WireReader) throws -> [Self]
}

extension Wire {
  /// Appends `values` one by one.
  public static func writeAll(_ values: [Self], to writer: inout WireWriter) {
    for value in values { value.write(to: &writer) }
  }

  /// Reads `count` values one by one.
  public static func readAll(_ count: Int, from reader: inout WireReader) throws -> [Self] {
    var values: [Self] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try Self(from: &reader)) }
    return values
  }

  /// The value as a message of its own.
  public var wireBytes: [UInt8] {
    var writer = WireWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Reads a value from a whole message; throws when bytes are left over.
  public init(wireBytes: [UInt8]) throws {
    var reader = WireReader(wireBytes)
    try self.init(from: &reader)
    try reader.finish()
  }
}

/// Why bytes are not the value they should be.
public enum WireError: Error, Equatable, CustomStringConvertible {
  /// The message ended inside a value.
  case truncated
  /// A list says it is longer than the rest of the message.
  case impossibleLength(Int)
  /// Bytes were left after the value.
  case bytesLeftOver(Int)
  /// The bytes do not spell a value of the type.
  case invalid(type: String)

  /// A sentence for the report.
  public var description: String {
    switch self {
    case .truncated: "the message ended inside a value"
    case .impossibleLength(let length): "a list claims \(length) elements, more than the message can hold"
    case .bytesLeftOver(let count): "\(count) bytes were left over after the value"
    case .invalid(let type): "the bytes are not a \(type)"
    }
  }
}
