import Foundation

/// Keeps a learner's progress in one small file.
///
/// The file is replaced as a whole, so a crash leaves the old one or the new one. Changes are made under a
/// lock on a second file, so that two commands at once do not undo each other. A file that cannot be
/// understood is set aside, never deleted.
public struct ProgressStore: Sendable {
  /// Where the progress lies.
  public let file: URL

  /// The progress of whoever works in a course.
  public init(_ course: Course) { self.init(file: course.progressFile) }

  /// The progress in a file.
  public init(file: URL) { self.file = file }

  /// Progress, and what to tell the learner about how it was read.
  public struct Loaded: Equatable, Sendable {
    /// What the learner has done.
    public var progress: LearnerProgress
    /// A sentence about a file that was set aside.
    public var notice: String?
  }

  /// Reads the progress; none is there before the first command that keeps some.
  ///
  /// - Throws: `ProgressError`, or `FileError` when the file cannot be read.
  public func load() throws -> Loaded {
    do {
      return Loaded(progress: try read())
    } catch is Unreadable {
      return try locked { try loadOrSetAside() }
    }
  }

  /// Changes the progress; no other process can change it in between.
  ///
  /// - Returns: The progress after the change, and what to tell the learner.
  /// - Throws: `ProgressError`, or `FileError` when it cannot be kept.
  @discardableResult
  public func update(_ change: (inout LearnerProgress) -> Void) throws -> Loaded {
    try SafeFile.makeFolder(file.deletingLastPathComponent())
    return try locked {
      var loaded = try loadOrSetAside()
      let before = loaded.progress
      change(&loaded.progress)
      if loaded.progress != before || loaded.notice != nil { try write(loaded.progress) }
      return loaded
    }
  }
}

extension ProgressStore {
  private struct Unreadable: Error {}

  private func read() throws -> LearnerProgress {
    guard let data = try SafeFile.read(file) else { return LearnerProgress() }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    struct Header: Decodable { let version: Int }
    guard let version = try? decoder.decode(Header.self, from: data).version else { throw Unreadable() }
    guard version <= LearnerProgress.currentVersion else {
      throw ProgressError.newer(file: file, version: version)
    }
    guard let progress = try? decoder.decode(LearnerProgress.self, from: data) else { throw Unreadable() }
    return progress
  }

  private func write(_ progress: LearnerProgress) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try SafeFile.replace(file, with: try encoder.encode(progress))
  }

  /// Another process may have repaired the file while this one waited for the lock, so it is read again.
  private func loadOrSetAside() throws -> Loaded {
    do {
      return Loaded(progress: try read())
    } catch is Unreadable {
      let aside = try SafeFile.setAside(file, at: Date())
      let notice = """
        Your progress file could not be understood, so it was set aside as \(aside.path) and a new one begins. \
        `check` finds again what your code already passes.
        """
      return Loaded(progress: LearnerProgress(), notice: notice)
    }
  }

  /// The lock ends with the process, however it ends, so a crash never locks anyone out.
  private func locked<Result>(_ body: () throws -> Result) throws -> Result {
    let lock = file.deletingLastPathComponent().appending(path: "\(file.lastPathComponent).lock")
    let descriptor = open(lock.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError(file: lock, action: .write, code: errno) }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(file: lock, action: .write, code: errno) }
    }
    return try body()
  }
}

/// Why progress cannot be used.
public enum ProgressError: Error, Equatable, CustomStringConvertible {
  /// A later version of the course wrote the file.
  case newer(file: URL, version: Int)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .newer(let file, let version):
      "\(file.path) was written by a newer version of the course (its layout is \(version)). Update the course."
    }
  }
}
