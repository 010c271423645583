/// Little-endian numbers taken from the front of some bytes, never beyond their end.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position: Int

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  var available: Int { bytes.count - position }

  /// Moves on and returns where `count` bytes start; asks before anything is allocated for them.
  mutating func skip(_ count: Int, _ field: String) throws(FormatError) -> Int {
    guard count <= available else { throw .truncated(field: field, needed: count, available: available) }
    defer { position += count }
    return position
  }

  mutating func int32(_ field: String) throws(FormatError) -> Int32 {
    Int32(bitPattern: word(at: try skip(4, field)))
  }

  mutating func uint64(_ field: String) throws(FormatError) -> UInt64 {
    let start = try skip(8, field)
    return UInt64(word(at: start)) | UInt64(word(at: start + 4)) << 32
  }

  mutating func bytes(_ count: Int, _ field: String) throws(FormatError) -> ArraySlice<UInt8> {
    let start = try skip(count, field)
    return bytes[start..<start + count]
  }

  /// `count` float32 numbers.
  mutating func floats(_ count: Int, _ field: String) throws(FormatError) -> [Float] {
    let (size, overflow) = count.multipliedReportingOverflow(by: 4)
    guard count >= 0, !overflow else {
      throw .invalid(field: field, reason: "it cannot hold \(count) numbers")
    }
    let start = try skip(size, field)
    return (0..<count).map { Float(bitPattern: word(at: start + 4 * $0)) }
  }

  /// `count` numbers of two bytes each.
  mutating func halves(
    _ count: Int, _ field: String, _ decode: (UInt16) -> Float
  ) throws(FormatError) -> [Float] {
    let (size, overflow) = count.multipliedReportingOverflow(by: 2)
    guard count >= 0, !overflow else {
      throw .invalid(field: field, reason: "it cannot hold \(count) numbers")
    }
    let start = try skip(size, field)
    return (0..<count).map { decode(UInt16(bytes[start + 2 * $0]) | UInt16(bytes[start + 2 * $0 + 1]) << 8) }
  }

  private func word(at start: Int) -> UInt32 {
    UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8
      | UInt32(bytes[start + 2]) << 16 | UInt32(bytes[start + 3]) << 24
  }
}
