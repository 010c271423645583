/// Why an archive, or one of its files, is not read.
public enum ArchiveProblem: Error, Equatable, Sendable {
  /// It is neither zip nor tar, compressed or not.
  case unknownFormat
  /// It breaks the rules of its format.
  case damaged(String)
  /// It uses a part of its format that is not read here.
  case unsupported(String)
  /// It lists more files and folders than it may.
  case tooManyEntries(limit: Int)
  /// One file is larger than it may be.
  case fileTooLarge(path: String, limit: Int)
  /// All files together, unpacked, are larger than they may be.
  case tooLarge(limit: Int)
}

extension ArchiveProblem: CustomStringConvertible {
  /// A sentence for whoever packed it.
  public var description: String {
    switch self {
    case .unknownFormat: "the archive is neither zip nor tar (.tar, .tar.gz)"
    case .damaged(let what): "the archive is damaged: \(what)"
    case .unsupported(let what): "the archive uses \(what), which is not read here"
    case .tooManyEntries(let limit): "the archive lists more than \(limit) files"
    case .fileTooLarge(let path, let limit): "`\(path)` is larger than \(Self.size(limit))"
    case .tooLarge(let limit): "the archive unpacks to more than \(Self.size(limit))"
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes >> 10) KB"
  }
}
