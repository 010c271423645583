import Foundation
import LabArchives

extension FuzzTarget {
  /// Archives as students pack them: every file that is handed over is as long as it was said to be, and within the
  /// limits.
  static let archive = FuzzTarget(
    "archives", samples: [zip, tar, deflatedTar],
    fragments: ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", "ustar\0", "../", "30 path=a\n"].map {
      Array($0.utf8)
    }
      + [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x1F, 0x8B, 8]],
    mend: mendFirstHeader
  ) { bytes in
    do {
      let archive = try Archive(bytes, limits: limits)
      guard archive.entries.count <= limits.entries else { return .broken("too many entries") }
      for entry in archive.entries where entry.kind == .file {
        let contents = try archive.contents(of: entry)
        guard contents.count == entry.size, contents.count <= limits.fileBytes else {
          return .broken("\(contents.count) bytes instead of \(entry.size)")
        }
      }
      return .taken
    } catch {
      return error is ArchiveProblem ? .refused : .broken("refused by \(error)")
    }
  }

  private static let limits: ArchiveLimits = {
    var limits = ArchiveLimits()
    (limits.entries, limits.fileBytes, limits.totalBytes) = (20, 1 << 12, 1 << 14)
    return limits
  }()

  private static let text = Data("func words(_ text: String) -> [String] { [] }\n".utf8)

  private static let zip = [UInt8](
    ZipArchive(
      entries: [
        ZipArchive.Entry(path: "Exercise.swift", data: text),
        ZipArchive.Entry(path: "folder/notes.txt", data: Data()),
      ], date: Date(timeIntervalSince1970: 1_000_000_000)
    ).bytes)

  /// One file in the old format: a header of 512 bytes, and the text filled up with zeros.
  private static let tar: [UInt8] = {
    var header = [UInt8](repeating: 0, count: blockSize)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    put("Exercise.swift", at: 0)
    put(String(text.count, radix: 8), at: 124)
    put("0", at: 156)
    let body = [UInt8](text) + [UInt8](repeating: 0, count: blockSize - text.count)
    var bytes = header + body + [UInt8](repeating: 0, count: 2 * blockSize)
    mendFirstHeader(&bytes)
    return bytes
  }()

  private static let blockSize = 512

  /// The tar in gzip (RFC 1952), its one deflate block stored as it is (RFC 1951, section 3.2.4).
  private static let deflatedTar: [UInt8] = {
    func number(_ value: Int, bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let block = [1] + number(tar.count, bytes: 2) + number(~tar.count, bytes: 2) + tar
    return header + block + number(Int(CRC32.checksum(of: tar)), bytes: 4) + number(tar.count, bytes: 4)
  }()

  /// Sets the sum by which a tar is known, as `TarReader` reckons it.
  @Sendable private static func mendFirstHeader(_ bytes: inout [UInt8]) {
    guard bytes.count >= blockSize, !bytes.starts(with: [0x50, 0x4B]), !bytes.starts(with: [0x1F, 0x8B])
    else { return }
    let field = 148..<156
    bytes.replaceSubrange(field, with: repeatElement(UInt8(ascii: " "), count: field.count))
    let sum = bytes.prefix(blockSize).reduce(0) { $0 + Int($1) }
    bytes.replaceSubrange(field.prefix(6), with: String(format: "%06o", sum).utf8)
  }
}
