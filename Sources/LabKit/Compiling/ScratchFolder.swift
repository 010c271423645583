import Foundation

/// A private folder that goes away with its owner.
public final class ScratchFolder: Sendable {
  /// The folder, readable by this user alone.
  public let url: URL

  /// Makes a new folder in the system's place for temporary files.
  public init(_ purpose: String) throws {
    let name = "labs-\(purpose)-\(UUID().uuidString.prefix(8).lowercased())"
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: name)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }
}
