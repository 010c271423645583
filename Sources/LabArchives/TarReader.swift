/// Reads the list of a tar archive: POSIX ustar and pax (IEEE 1003.1, `pax`), and GNU's long names.
///
/// Of a pax header only `path` and `size` are read. Sparse files are refused.
struct TarReader {
  private(set) var entries: [Archive.Entry] = []
  private let file: ByteFields
  private let limits: ArchiveLimits
  /// What a header before this one says of it.
  private var announced = Announced()

  private struct Announced {
    var path: String?
    var size: Int?
  }

  /// A first header whose sum is right; nothing else tells an old tar.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    guard let header = try? ByteFields(bytes[...]).slice(0, Self.block) else { return false }
    return header.allSatisfy { $0 == 0 } || isHeader(header)
  }

  private static let block = 512

  init(_ bytes: [UInt8], limits: ArchiveLimits) throws(ArchiveProblem) {
    file = ByteFields(bytes[...])
    self.limits = limits
    var place = 0
    // Two blocks of zeros end it; some writers leave them out.
    while place < bytes.count {
      let header = try file.slice(place, Self.block)
      if header.allSatisfy({ $0 == 0 }) { return }
      guard Self.isHeader(header) else { throw .damaged("a header's sum does not match") }
      place = try readEntry(ByteFields(header), at: place + Self.block)
    }
  }

  /// The sum of all bytes, its own eight counted as blanks, by which headers are known.
  private static func isHeader(_ header: ArraySlice<UInt8>) -> Bool {
    let fields = ByteFields(header)
    guard let told = try? octal(fields, 148, 8) else { return false }
    let own = header.startIndex + 148..<header.startIndex + 156
    return told == header.indices.reduce(0) { $0 + (own.contains($1) ? 32 : Int(header[$1])) }
  }

  /// One entry, and where the next header stands.
  private mutating func readEntry(
    _ header: ByteFields, at start: Int
  ) throws(ArchiveProblem) -> Int {
    let type = try header.slice(156, 1).first ?? 0
    let size = if let size = announced.size { size } else { try Self.octal(header, 124, 12) }
    guard size <= limits.totalBytes else { throw .tooLarge(limit: limits.totalBytes) }
    let kind = Self.kind(type)
    // Links and folders carry no bytes, whatever their size says.
    let count = kind == nil || kind == .file ? size : 0
    let body = try file.slice(start, count)
    switch type {
    case UInt8(ascii: "L"): announced.path = Self.text(body)
    case UInt8(ascii: "x"): try readPax(body)
    case UInt8(ascii: "g"), UInt8(ascii: "K"): break
    case UInt8(ascii: "S"): throw .unsupported("sparse files")
    default:
      guard entries.count < limits.entries else { throw .tooManyEntries(limit: limits.entries) }
      let path = if let path = announced.path { path } else { try Self.path(header) }
      entries.append(
        Archive.Entry(
          path: path, kind: path.hasSuffix("/") ? .folder : kind ?? .special, size: count,
          body: .stored(start..<start + count)))
      announced = Announced()
    }
    return start + (count + Self.block - 1) / Self.block * Self.block
  }

  private static func kind(_ type: UInt8) -> Archive.Kind? {
    switch type {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
    case UInt8(ascii: "1"), UInt8(ascii: "2"): .link
    case UInt8(ascii: "3"), UInt8(ascii: "4"), UInt8(ascii: "6"): .special
    case UInt8(ascii: "5"): .folder
    default: nil
    }
  }

  /// The name, behind its prefix where there is one.
  private static func path(_ header: ByteFields) throws(ArchiveProblem) -> String {
    let name = text(try header.slice(0, 100))
    let isPOSIX = try Array(header.slice(257, 6)) == Array("ustar\0".utf8)
    let prefix = isPOSIX ? text(try header.slice(345, 155)) : ""
    return prefix.isEmpty ? name : "\(prefix)/\(name)"
  }

  /// Text to the first zero.
  private static func text(_ field: ArraySlice<UInt8>) -> String {
    String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// A number in octal digits, among blanks and zeros.
  private static func octal(_ header: ByteFields, _ offset: Int, _ count: Int) throws(ArchiveProblem) -> Int {
    let digits = text(try header.slice(offset, count)).filter { $0 != " " }
    guard let number = digits.isEmpty ? 0 : Int(digits, radix: 8), number >= 0 else {
      throw .damaged("a header's number cannot be read")
    }
    return number
  }

  /// Records such as `30 path=a/long/name\n`, where the number counts the whole record.
  private mutating func readPax(_ body: ArraySlice<UInt8>) throws(ArchiveProblem) {
    var rest = body
    while let blank = rest.firstIndex(of: UInt8(ascii: " ")) {
      guard let size = Int(String(decoding: rest[..<blank], as: UTF8.self)),
        size > blank - rest.startIndex + 1, size <= rest.count
      else { throw .damaged("an extended header cannot be read") }
      let record = rest[(blank + 1)..<rest.startIndex + size].dropLast()
      let parts = record.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .damaged("an extended header cannot be read") }
      let value = String(decoding: parts[1], as: UTF8.self)
      switch String(decoding: parts[0], as: UTF8.self) {
      case "path": announced.path = value
      case "size":
        guard let size = Int(value), size >= 0 else { throw .damaged("a size cannot be read") }
        announced.size = size
      case let key where key.hasPrefix("GNU.sparse"): throw .unsupported("sparse files")
      default: break
      }
      rest = rest[(rest.startIndex + size)...]
    }
  }
}
