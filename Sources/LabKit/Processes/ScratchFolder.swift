import CLabSandbox
import Foundation

/// A private folder that goes away with its owner, whatever was left in it.
///
/// It also goes away when this process ends first, in whatever way: a `Janitor` sees to that.
public final class ScratchFolder: Sendable {
  /// The folder, readable by this user alone.
  public let url: URL

  /// Makes a new folder in the system's place for temporary files.
  public init(_ purpose: String) throws {
    let name = "\(purpose)-\(UUID().uuidString.prefix(8).lowercased())"
    url = URL(filePath: Janitor.ofThisProcess.prefix + name)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    labs_remove_tree(url.path)
  }
}
