/// Reads numbers at places that come from the archive itself, so that every place is checked.
struct ByteFields {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  /// The bytes at an offset from the start; all of them must be there.
  func slice(_ offset: Int, _ count: Int) throws(ArchiveProblem) -> ArraySlice<UInt8> {
    guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else {
      throw .damaged("it ends too early")
    }
    let start = bytes.startIndex + offset
    return bytes[start..<start + count]
  }

  /// A number of two bytes, lowest first.
  func short(_ offset: Int) throws(ArchiveProblem) -> Int {
    try slice(offset, 2).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number of four bytes, lowest first.
  func long(_ offset: Int) throws(ArchiveProblem) -> Int {
    try slice(offset, 4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
