import Foundation

/// One student's folder or archive, as it lies among the others.
public struct SubmissionEntry: Sendable, Equatable {
  /// Who handed it in: the name of the folder, or of the archive without its ending.
  public let id: String
  /// The folders and archives of that name; more than one is a submission that cannot be told.
  public let files: [URL]

  /// A submission.
  public init(id: String, files: [URL]) {
    (self.id, self.files) = (id, files)
  }
}

extension SubmissionEntry {
  /// The submissions in a folder, by name, and what else lies there.
  ///
  /// Folders and archives are submissions, and so are files that a student may have taken for one; files of other
  /// kinds are named as ignored, hidden ones are passed over.
  ///
  /// - Throws: `FileError` when the folder cannot be read.
  public static func all(in folder: URL) throws -> (entries: [SubmissionEntry], ignored: [String]) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw FileError(file: folder, action: .read, code: error.posixCode)
    }
    var files: [String: [URL]] = [:]
    var ignored: [String] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      let file = folder.appending(path: name)
      let kind = FileKind.of(file)
      if kind == .folder || kind == .link {
        files[name, default: []].append(file)
      } else if let id = studentName(ofArchive: name) {
        files[id, default: []].append(file)
      } else {
        ignored.append(name)
      }
    }
    let entries = files.map { SubmissionEntry(id: $0, files: $1) }.sorted { $0.id < $1.id }
    return (entries, ignored)
  }

  /// `ada.tar.gz` was handed in by `ada`. Archives that are not read count too: their sender is told so.
  private static func studentName(ofArchive name: String) -> String? {
    let lowercased = name.lowercased()
    let ending = archiveEndings.first { lowercased.hasSuffix($0) && name.count > $0.count }
    return ending.map { String(name.dropLast($0.count)) }
  }

  private static let archiveEndings = [
    ".tar.gz", ".tar.xz", ".tar.bz2", ".zip", ".tar", ".tgz", ".gz", ".rar", ".7z", ".xz", ".bz2", ".swift",
  ]
}

/// What something on disk is, without following links.
enum FileKind: Equatable {
  case file(bytes: Int)
  case folder
  case link
  case special
  case missing

  static func of(_ url: URL) -> FileKind {
    var status = stat()
    guard lstat(url.path, &status) == 0 else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(bytes: Int(status.st_size))
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .special
    }
  }
}
