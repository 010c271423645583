import Foundation

/// Checkpoints that students do not see, in a folder of the instructor's own.
///
/// The folder holds `hidden.json`, a list of checkpoints as in `curriculum.json`, and the Swift files with their
/// tests, in a class called `Lab01Hidden` for lab 01, written like any other checkpoints:
///
/// ```swift
/// final class Lab01Hidden: CheckpointCase {
///   func test01_manyRules() throws { … }
/// }
/// ```
///
/// They are compiled into the test bundle. A subject's process gets arguments and nothing else, and of the
/// outcome only passed or not passed is kept.
public struct HiddenCheckpoints: Sendable {
  /// Where they are.
  public let folder: URL
  /// What `hidden.json` lists.
  public let checkpoints: [Lab.Checkpoint]
  /// The SHA-256 of all files.
  public let digest: String
  private let sources: [URL]

  /// The list and the sources.
  var files: [URL] { [folder.appending(path: Self.listName)] + sources }

  /// Reads the folder.
  ///
  /// - Throws: `CurriculumError` for what is wrong in `hidden.json`, `FileError` for what cannot be read.
  public init(folder: URL) throws {
    self.folder = folder
    let list = folder.appending(path: Self.listName)
    let json = try SafeFile.bytes(of: list)
    checkpoints = try JSONNode(parsing: json).list(of: Lab.Checkpoint.init)
    sources = try FileTree.files(in: folder).filter { $0.pathExtension == "swift" }
    var hash = SHA256()
    for file in [list] + sources { hash.update(with: try SafeFile.bytes(of: file)) }
    digest = hash.finish()
  }

  /// The name of the list.
  public static let listName = "hidden.json"

  /// The type that XCTest runs for a lab.
  static func testType(of lab: Lab) -> String { "HiddenTests.Lab\(lab.number)Hidden" }

  /// The environment variable that tells `Package.swift` to build them.
  static let variable = "LABS_HIDDEN_TESTS"

  /// Where `Package.swift` finds the copy of the sources: SwiftPM builds nothing from outside of a package.
  static let buildFolder = "HiddenTests"

  /// Copies the sources to where they are built, in place of what was there.
  func layOut(in course: Course) throws {
    let target = course.root.appending(path: Self.buildFolder)
    try SafeFile.makeFolder(target)
    let wanted = Dictionary(
      sources.map { ($0.lastPathComponent, $0) }, uniquingKeysWith: { first, _ in first })
    for old in try FileTree.files(in: target) where wanted[old.lastPathComponent] == nil {
      try FileManager.default.removeItem(at: old)
    }
    for (name, source) in wanted.sorted(by: { $0.key < $1.key }) {
      let copy = target.appending(path: name)
      let data = try SafeFile.bytes(of: source)
      // An unchanged file keeps its date, so that it is not compiled again.
      if try SafeFile.read(copy) != data { try SafeFile.replace(copy, with: data) }
    }
  }
}
