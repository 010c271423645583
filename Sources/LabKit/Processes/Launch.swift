/// How a program is started: what it gets, and what it may use.
public struct Launch: Sendable {
  /// The program's absolute path.
  public var executable: String
  /// What follows the program's name.
  public var arguments: [String]
  /// The whole environment; nothing of the parent's comes along by itself.
  public var environment: [String: String]
  /// Where it starts; `nil` is the parent's folder.
  public var directory: String?
  /// Where standard output and standard error go.
  public var output: OutputDestination = .captured(limit: 1 << 20)
  /// Whether descriptor 3 of the child is a socket to the parent.
  public var hasChannel = false
  /// Whether the child gets a session of its own, which the terminal's Ctrl-C does not reach and
  /// which is killed as a whole.
  public var ownSession = true
  /// What it may use up.
  public var limits = ResourceLimits()
  /// What it may see and do; `nil` is everything.
  public var confinement: Confinement?

  /// A program with its arguments and environment.
  public init(_ executable: String, _ arguments: [String] = [], environment: [String: String] = [:]) {
    (self.executable, self.arguments, self.environment) = (executable, arguments, environment)
  }
}

/// Where a child's standard output and standard error go.
public enum OutputDestination: Sendable, Equatable {
  /// Into memory: the first `limit` bytes of each stream are kept, the rest is counted.
  case captured(limit: Int)
  /// Where the parent's go.
  case inherited
}

/// What a child may use up. `nil` is what the parent may.
public struct ResourceLimits: Sendable, Equatable {
  /// Seconds of processor time.
  public var cpuSeconds: Int?
  /// Bytes of memory that can be mapped.
  public var addressSpace: Int?
  /// Bytes of the largest file it can write.
  public var fileSize: Int?
  /// Bytes of stack.
  public var stack: Int?
  /// Descriptors open at once.
  public var openFiles: Int?

  /// Limits on what is named.
  public init(
    cpuSeconds: Int? = nil, addressSpace: Int? = nil, fileSize: Int? = nil, stack: Int? = nil,
    openFiles: Int? = nil
  ) {
    self.cpuSeconds = cpuSeconds
    self.addressSpace = addressSpace
    self.fileSize = fileSize
    self.stack = stack
    self.openFiles = openFiles
  }
}

/// What a confined child may see and do. There is no network in any case.
public struct Confinement: Sendable, Equatable {
  /// Files and folders that may be read and executed.
  public var readable: [String]
  /// Folders in which everything may be changed.
  public var writable: [String]
  /// Whether it may start other programs, as a compiler does.
  public var mayFork: Bool

  /// A confinement to the paths named.
  public init(readable: [String], writable: [String], mayFork: Bool = false) {
    (self.readable, self.writable, self.mayFork) = (readable, writable, mayFork)
  }
}

/// Why a program could not be started.
public struct LaunchError: Error, CustomStringConvertible {
  /// The program.
  public let executable: String
  /// The step and the system's reason, such as `exec: No such file or directory`.
  public let reason: String

  /// A sentence for the reader.
  public var description: String { "\(executable) could not be started (\(reason))" }
}
