import Foundation

/// The learner's own folder: a small package that depends on the course, with one target for each lab begun.
///
/// Because it is a package of its own, editors complete and check it, and updating the course never touches
/// it. Nothing in it is overwritten without a copy of what was there.
public struct Workspace: Sendable {
  let course: Course

  /// The workspace of a course.
  public init(_ course: Course) { self.course = course }

  /// Where earlier versions of the learner's files are kept.
  public var backups: URL { course.workspace.appending(path: ".backups") }

  var manifestFile: URL { course.workspace.appending(path: "Package.swift") }
}

extension Workspace {
  /// What beginning a lab did.
  public struct Start: Equatable, Sendable {
    /// The file to write the exercises in.
    public let exercise: URL
    /// Whether the file was there before and stayed as it is.
    public let wasStarted: Bool
    /// Where an edited manifest was kept before a new one took its place.
    public let keptManifest: URL?
  }

  /// Copies a lab's stubs into the workspace; a file that is there already stays as it is.
  ///
  /// - Throws: `FileError` when something cannot be read or written.
  public func start(_ lab: Lab, at date: Date = Date()) throws -> Start {
    let labsBefore = startedLabs
    let exercise = course.exercise(of: lab)
    let wasStarted = course.isStarted(lab)
    if !wasStarted {
      try SafeFile.makeFolder(course.workspaceFolder(of: lab))
      try SafeFile.create(exercise, with: try SafeFile.bytes(of: course.stubs(of: lab)))
    }
    let keptManifest = try updateManifest(after: labsBefore, at: date)
    return Start(exercise: exercise, wasStarted: wasStarted, keptManifest: keptManifest)
  }

  /// Copies a lab's lesson script into the workspace, so that the learner can change its cells.
  ///
  /// - Returns: The learner's copy; one that is there already stays as it is.
  /// - Throws: `FileError` when something cannot be read or written.
  public func copyLesson(of lab: Lab) throws -> URL {
    let copy = course.workspaceFolder(of: lab).appending(path: course.lesson(of: lab).lastPathComponent)
    guard !FileManager.default.fileExists(atPath: copy.path) else { return copy }
    try SafeFile.makeFolder(course.workspaceFolder(of: lab))
    try SafeFile.create(copy, with: try SafeFile.bytes(of: course.lesson(of: lab)))
    return copy
  }

  /// Puts the untouched stubs back in place of the learner's file.
  ///
  /// - Returns: Where the learner's file is kept.
  /// - Throws: `FileError` when something cannot be read, moved or written.
  public func reset(_ lab: Lab, at date: Date = Date()) throws -> URL {
    let stubs = try SafeFile.bytes(of: course.stubs(of: lab))
    let exercise = course.exercise(of: lab)
    let mine = try SafeFile.bytes(of: exercise)
    let kept = try SafeFile.keepCopy(of: exercise, holding: mine, in: backupFolder(of: lab), at: date)
    try SafeFile.replace(exercise, with: stubs)
    return kept
  }

  private func backupFolder(of lab: Lab) -> URL { backups.appending(path: lab.folderName) }

  private var startedLabs: [Lab] { course.curriculum.labs.filter(course.isStarted) }

  private func manifest(of labs: [Lab]) -> Data {
    let isInside = course.workspace.deletingLastPathComponent().path == course.root.path
    return Data(WorkspaceManifest(labs: labs, coursePath: isInside ? ".." : course.root.path).text.utf8)
  }

  /// Writes the manifest for the labs begun so far; one that the learner changed is kept.
  private func updateManifest(after labsBefore: [Lab], at date: Date) throws -> URL? {
    let wanted = manifest(of: startedLabs)
    let found = try SafeFile.read(manifestFile)
    guard found != wanted else { return nil }
    var kept: URL?
    if let found, found != manifest(of: labsBefore) {
      kept = try SafeFile.keepCopy(of: manifestFile, holding: found, in: backups, at: date)
    }
    try SafeFile.replace(manifestFile, with: wanted)
    return kept
  }
}
