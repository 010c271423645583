import Foundation

extension Course {
  /// Finds the course: in the folder `LABS_ROOT` names, else upwards from the program, else upwards from
  /// the current folder.
  ///
  /// The learner's folder is the one that `LABS_WORKSPACE` names, else `Workspace` inside the course.
  /// - Throws: `CourseError` when there is none, or its curriculum is broken.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = Bundle.main.executableURL,
    currentFolder: URL = URL(filePath: FileManager.default.currentDirectoryPath)
  ) throws -> Course {
    let workspace = environment["LABS_WORKSPACE"].flatMap {
      $0.isEmpty ? nil : URL(filePath: $0).standardizedFileURL
    }
    if let named = environment["LABS_ROOT"], !named.isEmpty {
      let root = URL(filePath: named)
      guard isRoot(root) else { throw CourseError.notACourse(folder: named) }
      return try Course(root: root.standardizedFileURL, workspace: workspace)
    }
    let starts = [executable?.resolvingSymlinksInPath().deletingLastPathComponent(), currentFolder]
    for start in starts.compactMap({ $0 }) {
      if let root = enclosingRoot(of: start.standardizedFileURL) {
        return try Course(root: root, workspace: workspace)
      }
    }
    throw CourseError.notFound(currentFolder: currentFolder.path)
  }

  private static func enclosingRoot(of start: URL) -> URL? {
    var folder = start
    while !isRoot(folder) {
      let parent = folder.deletingLastPathComponent()
      guard parent.path != folder.path, folder.path != "/" else { return nil }
      folder = parent
    }
    return folder
  }

  private static func isRoot(_ folder: URL) -> Bool {
    [curriculumName, "Package.swift"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }
}
