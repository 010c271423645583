import CLabSandbox
import Foundation
import Synchronization

/// A private folder that goes away with its owner, whatever was left in it.
public final class ScratchFolder: Sendable {
  /// The folder, readable by this user alone.
  public let url: URL

  /// Makes a new folder in the system's place for temporary files.
  public init(_ purpose: String) throws {
    let name = "labs-\(purpose)-\(getpid())-\(UUID().uuidString.prefix(8).lowercased())"
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: name)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let path = url.path
    _ = Self.removalAtExit
    Self.present.withLock { _ = $0.insert(path) }
  }

  deinit {
    let path = url.path
    labs_remove_tree(path)
    Self.present.withLock { _ = $0.remove(path) }
  }

  /// The folders of this process.
  private static let present = Mutex<Set<String>>([])

  /// What lives as long as the process has no other end.
  private static let removalAtExit: Void = {
    atexit { ScratchFolder.removeAll() }
  }()

  /// Removes every folder of this process, for whoever is about to leave without ending its owners.
  public static func removeAll() {
    // The lock is kept: no folder may be made from here on.
    present.withLock { folders in
      for folder in folders { labs_remove_tree(folder) }
      folders = []
    }
  }
}
