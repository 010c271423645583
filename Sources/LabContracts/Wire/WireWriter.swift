/// Collects the bytes of a message.
public struct WireWriter: Sendable {
  /// What has been written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty message.
  public init() {}

  /// Appends an integer, least significant byte first.
  public mutating func append<Integer: FixedWidthInteger>(_ value: Integer) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Appends the memory of plain numbers in one copy.
  ///
  /// Every platform that the course runs on is little-endian, as the format is.
  mutating func appendMemory<Number: BitwiseCopyable>(of values: [Number]) {
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// Appends raw bytes without a length.
  public mutating func append(bytes more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }
}
