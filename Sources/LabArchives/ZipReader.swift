/// Reads the list of a zip archive (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.4).
///
/// The central directory is what counts. An entry whose own header tells another name, or whose bytes lie in those
/// of another entry, is made to look different to different readers, and ends the reading.
struct ZipReader {
  private(set) var entries: [Archive.Entry] = []
  private let file: ByteFields
  private var taken: [Range<Int>] = []

  static func recognises(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6])
  }

  init(_ bytes: [UInt8], limits: ArchiveLimits) throws(ArchiveProblem) {
    file = ByteFields(bytes[...])
    let end = try findEnd()
    let count = try file.short(end + 10)
    guard try file.short(end + 4) == 0, try file.short(end + 8) == count else {
      throw .unsupported("several parts")
    }
    guard count <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
    var place = try file.long(end + 16)
    guard count < 0xFFFF, place < 0xFFFF_FFFF else { throw .unsupported("zip64") }
    for _ in 0..<count { place = try readEntry(at: place) }
    guard place <= end else { throw .damaged("its directory does not end where it should") }
    try checkSizes(limits)
  }

  /// The end record stands last, before a comment of up to 64 KB (section 4.3.16).
  private func findEnd() throws(ArchiveProblem) -> Int {
    let last = file.bytes.count - Self.endSize
    guard last >= 0 else { throw .damaged("it ends too early") }
    for place in stride(from: last, through: max(0, last - 0xFFFF), by: -1) {
      guard try file.long(place) == 0x0605_4b50, try file.short(place + 20) == last - place else { continue }
      return place
    }
    throw .damaged("it has no directory")
  }

  private static let endSize = 22

  /// One header of the directory (section 4.3.12), and where the next one stands.
  private mutating func readEntry(at place: Int) throws(ArchiveProblem) -> Int {
    guard try file.long(place) == 0x0201_4b50 else { throw .damaged("its directory is broken") }
    let name = try file.slice(place + 46, file.short(place + 28))
    let path = String(decoding: name, as: UTF8.self)
    guard try file.short(place + 8) & 1 == 0 else { throw .unsupported("encryption") }
    let (packed, size) = (try file.long(place + 20), try file.long(place + 24))
    let start = try file.long(place + 42)
    guard packed < 0xFFFF_FFFF, size < 0xFFFF_FFFF, start < 0xFFFF_FFFF else { throw .unsupported("zip64") }
    let range = try bodyRange(of: path, header: start, name: name, packed: packed)
    let body: Archive.Body
    switch try file.short(place + 10) {
    case 0:
      guard packed == size else { throw .damaged("`\(path)` is not as long as it says") }
      body = .stored(range)
    case 8: body = .deflated(range)
    case let method: throw .unsupported("compression method \(method)")
    }
    entries.append(
      Archive.Entry(
        path: path, kind: try kind(at: place, path), size: size, body: body,
        checksum: UInt32(try file.long(place + 16))))
    return place + 46 + name.count + (try file.short(place + 30)) + (try file.short(place + 32))
  }

  /// Where an entry's bytes lie, behind its own header (section 4.3.7).
  private mutating func bodyRange(
    of path: String, header: Int, name: ArraySlice<UInt8>, packed: Int
  ) throws(ArchiveProblem) -> Range<Int> {
    guard try file.long(header) == 0x0403_4b50 else { throw .damaged("`\(path)` is not where it should be") }
    let nameSize = try file.short(header + 26)
    guard try file.slice(header + 30, nameSize) == name else {
      throw .damaged("`\(path)` has another name in its own header")
    }
    let start = header + 30 + nameSize + (try file.short(header + 28))
    _ = try file.slice(start, packed)
    taken.append(header..<start + packed)
    return start..<start + packed
  }

  /// Unix's kinds stand in the upper half of the external attributes (section 4.4.15).
  private func kind(at place: Int, _ path: String) throws(ArchiveProblem) -> Archive.Kind {
    let system = try file.short(place + 4) >> 8
    let mode = try file.long(place + 38) >> 16 & 0o170000
    if [Self.unix, Self.macOS].contains(system), mode != 0 {
      switch mode {
      case 0o100000: return path.hasSuffix("/") ? .folder : .file
      case 0o040000: return .folder
      case 0o120000: return .link
      default: return .special
      }
    }
    return path.hasSuffix("/") ? .folder : .file
  }

  private static let (unix, macOS) = (3, 19)

  private func checkSizes(_ limits: ArchiveLimits) throws(ArchiveProblem) {
    guard entries.reduce(0, { $0 + $1.size }) <= limits.totalBytes else {
      throw .tooLarge(limit: limits.totalBytes)
    }
    let inOrder = taken.sorted { $0.lowerBound < $1.lowerBound }
    for (range, next) in zip(inOrder, inOrder.dropFirst()) where range.upperBound > next.lowerBound {
      throw .damaged("two of its files share their bytes")
    }
  }
}
