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
  /// Whether descriptor 4 of the child is a pipe to the parent, for what its host notes down in a crash.
  public var hasNotes = false
  /// Whether the child gets a session of its own, which the terminal's Ctrl-C does not reach and
  /// which is killed as a whole.
  public var ownSession = true
  /// What it may use up.
  public var limits = ResourceLimits()
  /// What the parent looks after while it waits.
  public var watch: ResourceWatch?
  /// What it may see and do, and who sees to that; set by `Sandbox.confine`.
  var confinement: (kind: ConfinementKind, Confinement)?

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

/// Why a program could not be started.
public struct LaunchError: Error, CustomStringConvertible {
  /// The program.
  public let executable: String
  /// The step and the system's reason, such as `exec: No such file or directory`.
  public let reason: String

  /// A sentence for the reader.
  public var description: String { "\(executable) could not be started (\(reason))" }
}
