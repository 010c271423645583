import Foundation

/// The course on disk: where its files are, and its curriculum.
public struct Course: Sendable {
  /// The folder that holds `Package.swift` and `curriculum.json`.
  public let root: URL

  /// What `curriculum.json` says.
  public let curriculum: Curriculum

  /// The folder that holds everything the learner writes.
  public let workspace: URL

  /// Reads the course in a folder.
  ///
  /// - Parameter workspace: the learner's folder; by default `Workspace` inside the course.
  /// - Throws: `CourseError` when the folder holds no readable course.
  public init(root: URL, workspace: URL? = nil) throws {
    self.root = root
    self.workspace = workspace ?? root.appending(path: "Workspace")
    let file = root.appending(path: Self.curriculumName)
    let json: Data
    do {
      json = try Data(contentsOf: file)
    } catch {
      throw CourseError.unreadable(file: file.path, reason: error.plainReason)
    }
    do {
      curriculum = try Curriculum(json: json)
    } catch let error as CurriculumError {
      throw CourseError.brokenCurriculum(file: file.path, error)
    }
  }

  static let curriculumName = "curriculum.json"
}

extension Course {
  /// The file that lists everything.
  public var curriculumFile: URL { root.appending(path: Self.curriculumName) }

  /// The folder with a lab's lesson, stubs and binding.
  public func folder(of lab: Lab) -> URL { root.appending(path: "Labs/\(lab.folderName)") }

  /// The stubs a learner starts from.
  public func stubs(of lab: Lab) -> URL { folder(of: lab).appending(path: Self.exerciseName) }

  /// The file that names the exercises to the contract.
  public func binding(of lab: Lab) -> URL { folder(of: lab).appending(path: "Binding.swift") }

  /// The lesson script as the course ships it.
  public func lesson(of lab: Lab) -> URL { folder(of: lab).appending(path: "lab.swift") }

  /// The reference answers.
  public func solution(of lab: Lab) -> URL {
    root.appending(path: "Solutions/\(lab.folderName)/\(Self.exerciseName)")
  }

  /// Whether the answers are here; the version for students comes without.
  public var hasSolutions: Bool {
    FileManager.default.fileExists(atPath: root.appending(path: "Solutions").path)
  }

  /// The words of the course, each explained once.
  public var glossaryFile: URL { root.appending(path: "Labs/glossary.md") }

  /// The stylesheet and the scripts of the book's pages.
  public var pageFiles: URL { root.appending(path: "Sources/LabKit/Book/Page") }

  /// The folder with a lab's checkpoints and misconceptions.
  public func tests(of lab: Lab) -> URL { root.appending(path: "Tests/Lab\(lab.number)Tests") }

  /// The learner's folder for one lab.
  public func workspaceFolder(of lab: Lab) -> URL { workspace.appending(path: lab.folderName) }

  /// The learner's own exercise file.
  public func exercise(of lab: Lab) -> URL {
    workspaceFolder(of: lab).appending(path: Self.exerciseName)
  }

  /// Whether the learner has started a lab.
  public func isStarted(_ lab: Lab) -> Bool {
    FileManager.default.fileExists(atPath: exercise(of: lab).path)
  }

  /// The small file that remembers what the learner has done.
  public var progressFile: URL { workspace.appending(path: ".progress.json") }

  /// A path as reports name it: from the course's folder where it lies inside.
  public func displayPath(_ url: URL) -> String {
    let prefix = root.path.hasSuffix("/") ? root.path : root.path + "/"
    return url.path.hasPrefix(prefix) ? String(url.path.dropFirst(prefix.count)) : url.path
  }

  /// The name of every file of exercises: stubs, answers and the learner's own.
  public static let exerciseName = "Exercise.swift"
}
