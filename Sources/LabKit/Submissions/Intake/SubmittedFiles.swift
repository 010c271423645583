import Foundation
import LabArchives

/// What a submission lists, and how the bytes of one of its files are had.
///
/// Nothing is copied or unpacked; one file is read, after it has been chosen.
struct SubmittedFiles {
  /// One regular file.
  struct File {
    let path: SubmittedPath
    let read: () throws(IntakeProblem) -> Data
  }

  /// The regular files, without litter.
  private(set) var files: [File] = []
  /// What was passed over and why, for the student to read.
  private(set) var notes: [String] = []

  private static let mostEntries = 2_000
  private static let deepest = 8
  /// An exercise has a few kilobytes.
  private static let mostBytes = 1 << 20
  /// An archive of them, with what else a student may have packed.
  private static let mostArchiveBytes = 16 << 20
}

extension SubmittedFiles {
  /// Lists a folder, without following links.
  init(folder: URL) throws(IntakeProblem) {
    var count = 0
    try list(folder, under: "", &count, depth: 0)
  }

  private mutating func list(
    _ folder: URL, under prefix: String, _ count: inout Int, depth: Int
  ) throws(IntakeProblem) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw .refused("the folder `\(prefix.visiblyPrinted)` cannot be read")
    }
    for name in names.sorted() {
      count += 1
      guard count <= Self.mostEntries else { throw .refused("it holds more than \(Self.mostEntries) files") }
      let path = try SubmittedPath(prefix + name)
      guard !path.isLitter else { continue }
      let url = folder.appending(path: name)
      switch FileKind.of(url) {
      case .file: files.append(File(path: path) { () throws(IntakeProblem) in try Self.bytes(of: url, path) })
      case .folder where depth < Self.deepest:
        try list(url, under: "\(path.text)/", &count, depth: depth + 1)
      case .folder: notes.append("`\(path.text)` lies too deep and was not looked into.")
      case .link: try passOverLink(path)
      case .special, .missing: notes.append("`\(path.text)` is not an ordinary file.")
      }
    }
  }

  private mutating func passOverLink(_ path: SubmittedPath) throws(IntakeProblem) {
    guard path.name != Course.exerciseName else {
      throw .refused("`\(path.text)` is a link; hand in the file itself")
    }
    notes.append("`\(path.text)` is a link and was not followed.")
  }

  /// Reads a file that is still the ordinary one that was listed.
  static func bytes(
    of url: URL, _ path: SubmittedPath, atMost limit: Int = mostBytes
  ) throws(IntakeProblem) -> Data {
    let descriptor = open(url.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .refused("`\(path.text)` cannot be read") }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .refused("`\(path.text)` is not an ordinary file")
    }
    guard status.st_size <= limit else { throw .refused("`\(path.text)` is larger than \(limit >> 20) MB") }
    guard let data = try? handle.read(upToCount: limit + 1) ?? Data(), data.count <= limit else {
      throw .refused("`\(path.text)` cannot be read")
    }
    return data
  }
}

extension SubmittedFiles {
  /// Lists an archive.
  init(archive url: URL) throws(IntakeProblem) {
    let name = try SubmittedPath(url.lastPathComponent)
    let bytes = try Self.bytes(of: url, name, atMost: Self.mostArchiveBytes)
    let archive = try Self.orRefused { () throws(ArchiveProblem) in try Archive(Array(bytes)) }
    var seen: Set<String> = []
    for entry in archive.entries {
      // Nothing is unpacked, so that an odd path does no harm; but nobody packs one by accident.
      let path = try SubmittedPath(entry.path)
      guard !path.isLitter, !path.components.isEmpty, entry.kind != .folder else { continue }
      guard seen.insert(path.text).inserted else { throw .refused("`\(path.text)` is in it twice") }
      switch entry.kind {
      case .file:
        files.append(
          File(path: path) { () throws(IntakeProblem) in
            Data(try Self.orRefused { () throws(ArchiveProblem) in try archive.contents(of: entry) })
          })
      case .link: try passOverLink(path)
      case .special, .folder: notes.append("`\(path.text)` is not an ordinary file.")
      }
    }
  }

  private static func orRefused<Value>(
    _ body: () throws(ArchiveProblem) -> Value
  ) throws(IntakeProblem) -> Value {
    do {
      return try body()
    } catch {
      throw .refused("\(error)")
    }
  }
}
