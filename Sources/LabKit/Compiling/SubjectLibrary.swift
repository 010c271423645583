import Foundation

/// A compiled exercise, ready for an exercise host.
///
/// The files go away with the last copy of the value that the compiler returned. A value that was
/// encoded and read back, in another process, only borrows them.
public struct SubjectLibrary: Sendable, Codable {
  /// The folder that holds the library.
  let folder: URL
  /// The path of the learner's file, for messages.
  public let exercisePath: String
  /// Finds the line of an address; `nil` where the toolchain has none.
  let symbolizer: URL?
  /// What the host must be able to read to run Swift code.
  let runtimeLibraries: URL
  /// What compiling used of the submission's totals.
  let compiling: ResourceUse
  private var owner: ScratchFolder?

  private enum CodingKeys: CodingKey { case folder, exercisePath, symbolizer, runtimeLibraries, compiling }

  init(scratch: ScratchFolder, exercisePath: String, toolchain: Toolchain, compiling: ResourceUse) {
    folder = scratch.url
    self.exercisePath = exercisePath
    symbolizer = toolchain.symbolizer
    runtimeLibraries = toolchain.root.appending(path: "lib/swift")
    self.compiling = compiling
    owner = scratch
  }

  static let fileName = "libSubject.so"

  /// The library for `exercise-host`.
  public var url: URL { folder.appending(path: Self.fileName) }
}
