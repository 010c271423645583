import CLabSandbox
import Foundation

/// What a parent looks after while it waits for a child, several times a second.
///
/// The system has no limit on a folder's size, and one on a user's processes that counts everybody's. So this is
/// looked at from outside: a child can go over it for a moment, and then ends.
public struct ResourceWatch: Sendable {
  /// Processes and threads that may be alive at once.
  public var processes: Int
  /// Folders in which the child may write, and the bytes that may lie in them.
  public var folders: [URL]
  /// Bytes on disk in all of them together.
  public var bytes: Int

  /// A watch over `folders`.
  public init(processes: Int, folders: [URL], bytes: Int) {
    (self.processes, self.folders, self.bytes) = (processes, folders, bytes)
  }

  /// Files and folders that may be made, however small they are.
  static let mostEntries = 1_000
  /// How often it is looked at.
  static let interval = Duration.milliseconds(50)
  var nextLook = ContinuousClock.now + interval

  /// What a process and its descendants take too much of at this moment.
  func excess(of process: pid_t) -> ResourceExcess? {
    if ProcessTree.count(under: process, upTo: processes) > processes { return .processes(processes) }
    var total = 0
    for folder in folders {
      var size = labs_tree_size()
      guard labs_measure_tree(folder.path, UInt64(Self.mostEntries), &size) == 0 else { continue }
      if size.entries > Self.mostEntries { return .files(Self.mostEntries) }
      total += Int(size.bytes)
    }
    return total > bytes ? .disk(bytes) : nil
  }
}

/// What a child took too much of.
public enum ResourceExcess: Error, Sendable, Equatable, Codable {
  /// More than so many processes and threads.
  case processes(Int)
  /// More than so many bytes on disk.
  case disk(Int)
  /// More than so many files and folders, or folders nested too deep.
  case files(Int)
}

extension ChildProcess {
  /// Looks whether the child took too much of something, if it is time to.
  func findExcess() -> ResourceExcess? {
    guard let current = watch, ContinuousClock.now >= current.nextLook else { return nil }
    let excess = current.excess(of: pid)
    watch?.nextLook = .now + ResourceWatch.interval
    return excess
  }
}
