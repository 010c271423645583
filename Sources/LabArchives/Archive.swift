/// An archive that a stranger packed: zip, tar, or tar in gzip.
///
/// Nothing is ever unpacked to disk and no other program is started: entries are listed, and the bytes of those
/// that are wanted are handed over in memory. Every size is held against a limit before anything is
/// allocated for it. The readers are written out here because neither `unzip` nor a zlib to link with is
/// everywhere a Swift toolchain is, and because array bounds are checked in Swift.
///
/// Left out: zip64, encryption, methods of compression other than deflate, archives in several parts.
public struct Archive: Sendable {
  /// What an entry stands for.
  public enum Kind: Sendable, Equatable {
    /// An ordinary file.
    case file
    /// A folder.
    case folder
    /// A symbolic or hard link.
    case link
    /// A device, a pipe or a socket.
    case special
  }

  /// One entry, as the archive lists it.
  public struct Entry: Sendable {
    /// The path as it stands in the archive: not to be trusted.
    public let path: String
    /// What it stands for.
    public let kind: Kind
    /// The bytes it has, unpacked, or says that it has.
    public let size: Int
    let body: Body
    /// What the archive says of its bytes, where it does.
    var checksum: UInt32?
  }

  /// Where an entry's bytes are.
  enum Body: Sendable {
    /// As they are, in `bytes`.
    case stored(Range<Int>)
    /// Deflated, in `bytes`.
    case deflated(Range<Int>)
  }

  /// Everything that is listed, in the archive's order.
  public let entries: [Entry]

  /// The archive; of a compressed tar, the tar.
  private let bytes: [UInt8]
  private let limits: ArchiveLimits

  /// Reads the list of an archive.
  ///
  /// - Throws: `ArchiveProblem` where it is damaged, too large, or none of the formats.
  public init(_ bytes: [UInt8], limits: ArchiveLimits = ArchiveLimits()) throws(ArchiveProblem) {
    self.limits = limits
    if ZipReader.recognises(bytes) {
      entries = try ZipReader(bytes, limits: limits).entries
      self.bytes = bytes
    } else {
      self.bytes = Gzip.recognises(bytes) ? try Gzip.unpack(bytes, atMost: limits.totalBytes) : bytes
      guard TarReader.recognises(self.bytes) else { throw .unknownFormat }
      entries = try TarReader(self.bytes, limits: limits).entries
    }
  }

  /// The bytes of a file.
  ///
  /// - Throws: `ArchiveProblem` where it is larger than it may be, or not what the archive says of it.
  public func contents(of entry: Entry) throws(ArchiveProblem) -> [UInt8] {
    guard entry.size <= limits.fileBytes else {
      throw .fileTooLarge(path: entry.path, limit: limits.fileBytes)
    }
    let contents: [UInt8]
    switch entry.body {
    case .stored(let range): contents = Array(bytes[range])
    case .deflated(let range): contents = try Inflate.unpack(bytes[range], atMost: entry.size).bytes
    }
    guard contents.count == entry.size else { throw .damaged("`\(entry.path)` is not as long as it says") }
    if let sum = entry.checksum, sum != CRC32.checksum(of: contents) {
      throw .damaged("the checksum of `\(entry.path)` does not match")
    }
    return contents
  }
}
