/// Reads the values of a message in order, and refuses what the message cannot hold.
public struct WireReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// A reader at the start of `bytes`.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// How many bytes have not been read.
  public var remaining: Int { bytes.count - position }

  /// Reads an integer, least significant byte first.
  public mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) throws
    -> Integer
  {
    let size = MemoryLayout<Integer>.size
    guard remaining >= size else { throw WireError.truncated }
    defer { position += size }
    return bytes.withUnsafeBytes {
      Integer(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Integer.self))
    }
  }

  /// Reads a length and checks that as many elements of `minimumSize` bytes can follow.
  public mutating func length(ofElementsTaking minimumSize: Int) throws -> Int {
    let length = Int(try integer(UInt32.self))
    guard length <= remaining / max(minimumSize, 1) else { throw WireError.impossibleLength(length) }
    return length
  }

  /// Reads the next `count` bytes.
  public mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else { throw WireError.truncated }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Reads `count` plain numbers in one copy.
  mutating func numbers<Number: BitwiseCopyable>(_ count: Int, as type: Number.Type) throws -> [Number] {
    let slice = try bytes(count * MemoryLayout<Number>.stride)
    return [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      slice.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
      initialized = count
    }
  }

  /// Throws when anything is left.
  public func finish() throws {
    guard remaining == 0 else { throw WireError.bytesLeftOver(remaining) }
  }
}
