import Foundation

/// Where a running lesson or program finds the files that the course ships.
///
/// The course is the folder that `LABS_ROOT` names, else the first above the running program or above the
/// current folder that holds what is asked for.
public struct CourseFiles: Sendable {
  private let roots: [URL]

  /// The places to look in, nearest first.
  public init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: URL? = Bundle.main.executableURL,
    currentFolder: URL = URL(filePath: FileManager.default.currentDirectoryPath)
  ) {
    let named = environment["LABS_ROOT"].flatMap { $0.isEmpty ? nil : [URL(filePath: $0)] }
    roots =
      named
      ?? [executable?.resolvingSymlinksInPath(), currentFolder].compactMap { $0 }.flatMap(Self.ancestors)
  }

  /// The file or folder at `path` in the course. Throws `FormatError.inaccessible` when there is none that suits.
  ///
  /// - Parameter suits: whether what is there is what is asked for.
  public func url(
    of path: String, where suits: (URL) -> Bool = { FileManager.default.fileExists(atPath: $0.path) }
  ) throws(FormatError) -> URL {
    guard let found = roots.map({ $0.appending(path: path) }).first(where: suits) else {
      throw .inaccessible(
        path: path, reason: "is not there: run lessons in the course's folder, or name it in LABS_ROOT")
    }
    return found
  }

  private static func ancestors(of start: URL) -> [URL] {
    let parts = start.standardizedFileURL.pathComponents
    return parts.indices.reversed().map { URL(filePath: NSString.path(withComponents: Array(parts[0...$0]))) }
  }
}
