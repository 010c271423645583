import Foundation

/// The version of the course that students get: everything but the solutions and whatever is not the course's own.
///
/// It is made of a list of names, not of all that lies there: hidden checkpoints, grades or submissions that an
/// instructor keeps beside the course can then never slip in. Equal courses give equal bytes.
public struct CourseRelease: Sendable {
  /// One file of the release.
  public struct File: Sendable {
    /// Its path in the course, with slashes.
    public let path: String
    /// What it holds.
    public let data: Data
    /// Whether its owner may run it.
    public let isExecutable: Bool
  }

  private let course: Course

  /// What stands at the top of a course and belongs to everybody.
  private static let parts = [
    ".ci", ".github", ".gitignore", ".swift-format", "ARCHITECTURE.md", "Benchmarks", "CONTRIBUTING.md",
    "Examples", "LICENSE", "Labs", "Models", "Package.swift", "README.md", "SECURITY.md", "Scripts",
    "Sources",
    "Tests", "curriculum.json",
  ]

  /// The release of a course.
  public init(of course: Course) {
    self.course = course
  }

  /// Hands over every file, one after the other, in an order that is the same everywhere.
  ///
  /// - Throws: `FileError` when one cannot be read.
  public func forEachFile(_ body: (File) throws -> Void) throws {
    for part in Self.parts {
      let url = course.root.appending(path: part)
      switch FileKind.of(url) {
      case .file: try body(read(url, as: part))
      case .folder:
        for file in try FileTree.files(in: url) { try body(read(file, as: course.displayPath(file))) }
      case .link, .special, .missing: continue
      }
    }
  }

  private func read(_ url: URL, as path: String) throws -> File {
    let isExecutable = FileManager.default.isExecutableFile(atPath: url.path)
    return File(path: path, data: try SafeFile.bytes(of: url), isExecutable: isExecutable)
  }

  /// Writes the release into a folder that must not be there yet.
  ///
  /// - Returns: The number of files, and a SHA-256 over all paths and bytes, by which two releases are compared.
  /// - Throws: `FileError`; with `EEXIST` when the folder is there already.
  public func write(to folder: URL) throws -> (files: Int, digest: String) {
    guard FileKind.of(folder) == .missing else {
      throw FileError(file: folder, action: .create, code: EEXIST)
    }
    var hash = SHA256()
    var count = 0
    try forEachFile { file in
      let target = folder.appending(path: file.path)
      try SafeFile.makeFolder(target.deletingLastPathComponent())
      try SafeFile.create(target, with: file.data)
      if file.isExecutable { chmod(target.path, 0o755) }
      hash.update(with: Data("\(file.path)\0\(file.data.count)\0".utf8))
      hash.update(with: file.data)
      count += 1
    }
    return (count, hash.finish())
  }
}
