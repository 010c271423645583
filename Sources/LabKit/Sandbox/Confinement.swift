import CLabSandbox
import Foundation

/// What a program may see and do, whatever means the machine has to see to it. There is no network in any case.
public struct Confinement: Sendable, Equatable {
  /// Files and folders that may be read and executed, besides those of the system.
  public internal(set) var readable: [String]
  /// Folders in which everything may be changed.
  public internal(set) var writable: [String]
  /// An empty folder of the program's own. Where the machine can, it is kept in memory and goes away with the program.
  public let privateFolder: String?
  /// Bytes that fit into the private folder.
  public let privateBytes: Int
  /// Whether it may start other programs, as a compiler does.
  public let mayFork: Bool

  /// A confinement to the paths named; links in them are followed now.
  public init(
    readable: [URL], writable: [URL] = [], privateFolder: URL? = nil, privateBytes: Int = 64 << 20,
    mayFork: Bool = false
  ) {
    func path(_ url: URL) -> String { url.resolvingSymlinksInPath().path }
    self.readable = readable.map(path)
    self.writable = writable.map(path)
    self.privateFolder = privateFolder.map(path)
    self.privateBytes = privateBytes
    self.mayFork = mayFork
  }
}

/// Who closes the doors of a program that is started confined.
enum ConfinementKind: Sendable {
  /// The process itself, before it becomes the program.
  case landlock
  /// The same, in namespaces of its own.
  case namespaces
  /// The program is bubblewrap, which asks for a filter.
  case bubblewrap

  var inC: labs_confinement_kind {
    switch self {
    case .landlock: LABS_LANDLOCKED
    case .namespaces: LABS_IN_NAMESPACES
    case .bubblewrap: LABS_BUBBLEWRAPPED
    }
  }
}
