/// Unpacks a gzip file of one or more members (RFC 1952).
enum Gzip {
  static func recognises(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  static func unpack(_ bytes: [UInt8], atMost limit: Int) throws(ArchiveProblem) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes[...]
    // Zeros may stand behind the last member: tar fills its blocks.
    while rest.contains(where: { $0 != 0 }) {
      let body = rest.dropFirst(try headerSize(rest))
      let result: Inflate.Result
      do {
        result = try Inflate.unpack(body, atMost: limit - output.count)
      } catch .tooLarge {
        throw .tooLarge(limit: limit)
      }
      let trailer = ByteFields(rest[result.end...])
      guard try trailer.long(0) == Int(CRC32.checksum(of: result.bytes)),
        try trailer.long(4) == result.bytes.count & 0xFFFF_FFFF
      else { throw .damaged("the checksum of the compressed file does not match") }
      output += result.bytes
      rest = rest[(result.end + 8)...]
    }
    return output
  }

  /// The fixed fields, and those that the flags say are there (section 2.3).
  private static func headerSize(_ member: ArraySlice<UInt8>) throws(ArchiveProblem) -> Int {
    let fields = ByteFields(member)
    guard try Array(fields.slice(0, 3)) == [0x1F, 0x8B, 8] else {
      throw .damaged("what follows the compressed file is none")
    }
    let flags = try fields.short(3) & 0xFF
    guard flags & 0xE0 == 0 else { throw .unsupported("a reserved flag of gzip") }
    var size = 10
    if flags & 4 != 0 { size += 2 + (try fields.short(size)) }
    for flag in [8, 16] where flags & flag != 0 { size += try textSize(fields, from: size) }
    if flags & 2 != 0 { size += 2 }
    _ = try fields.slice(0, size)
    return size
  }

  /// A name or a comment, to its zero.
  private static func textSize(_ fields: ByteFields, from start: Int) throws(ArchiveProblem) -> Int {
    let text = try fields.slice(start, fields.bytes.count - start)
    guard let end = text.firstIndex(of: 0) else { throw .damaged("it ends too early") }
    return end - text.startIndex + 1
  }
}
