/// Numbers travel as their own bytes; lists of them in one copy.
public protocol PlainNumber: Wire, BitwiseCopyable {}

extension PlainNumber {
  /// The number's own size.
  public static var minimumWireSize: Int { MemoryLayout<Self>.size }

  /// Appends the memory of all values at once.
  public static func writeAll(_ values: [Self], to writer: inout WireWriter) {
    writer.appendMemory(of: values)
  }

  /// Copies `count` values out of the message at once.
  public static func readAll(_ count: Int, from reader: inout WireReader) throws -> [Self] {
    try reader.numbers(count, as: Self.self)
  }
}

extension PlainNumber where Self: FixedWidthInteger {
  /// Appends the integer.
  public func write(to writer: inout WireWriter) { writer.append(self) }
  /// Reads the integer.
  public init(from reader: inout WireReader) throws { self = try reader.integer() }
  /// Zero.
  public static var blank: Self { 0 }
  /// Integers are alike when equal.
  public func isAlike(_ other: Self) -> Bool { self == other }
}

extension Int: PlainNumber {}
extension Int32: PlainNumber {}
extension Int8: PlainNumber {}
extension UInt8: PlainNumber {}
extension UInt16: PlainNumber {}
extension UInt32: PlainNumber {}
extension UInt64: PlainNumber {}

extension Float: PlainNumber {
  /// Appends the bit pattern.
  public func write(to writer: inout WireWriter) { writer.append(bitPattern) }
  /// Reads the bit pattern.
  public init(from reader: inout WireReader) throws { self.init(bitPattern: try reader.integer()) }
  /// Zero.
  public static var blank: Float { 0 }
  /// Equal within a hundred-thousandth, or both not a number.
  public func isAlike(_ other: Float) -> Bool { isClose(self, other, within: 1e-5) }
}

extension Double: PlainNumber {
  /// Appends the bit pattern.
  public func write(to writer: inout WireWriter) { writer.append(bitPattern) }
  /// Reads the bit pattern.
  public init(from reader: inout WireReader) throws { self.init(bitPattern: try reader.integer()) }
  /// Zero.
  public static var blank: Double { 0 }
  /// Equal within a millionth, or both not a number.
  public func isAlike(_ other: Double) -> Bool { isClose(self, other, within: 1e-6) }
}

private func isClose<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number, within tolerance: Number) -> Bool
{
  if a == b || (a.isNaN && b.isNaN) { return true }
  guard a.isFinite, b.isFinite else { return false }
  return abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
