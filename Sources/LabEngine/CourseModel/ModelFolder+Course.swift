import Foundation

extension ModelFolder {
  /// The folder with the model that the course ships, for lessons:
  ///
  ///     let (model, tokenizer) = try ModelFolder.course().load()
  ///
  /// The course is the folder that `LABS_ROOT` names, else the first above the running program or above the
  /// current folder that holds the model. Throws `FormatError.inaccessible` when there is none.
  public static func course(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = Bundle.main.executableURL,
    currentFolder: URL = URL(filePath: FileManager.default.currentDirectoryPath)
  ) throws(FormatError) -> ModelFolder {
    let named = environment["LABS_ROOT"].flatMap { $0.isEmpty ? nil : [URL(filePath: $0)] }
    let above = [executable?.resolvingSymlinksInPath(), currentFolder].compactMap { $0 }.flatMap(ancestors)
    for root in named ?? above {
      let folder = ModelFolder(root.appending(path: coursePath))
      if folder.holdsModel { return folder }
    }
    throw .inaccessible(
      path: coursePath, reason: "is not there: run lessons in the course's folder, or name it in LABS_ROOT")
  }

  private static let coursePath = "Models/course"

  private static func ancestors(of start: URL) -> [URL] {
    let parts = start.standardizedFileURL.pathComponents
    return parts.indices.reversed().map { URL(filePath: NSString.path(withComponents: Array(parts[0...$0]))) }
  }
}
