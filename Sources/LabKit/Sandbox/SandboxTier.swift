/// How well this machine can keep strangers' code away from everything else, strongest first.
public enum SandboxTier: String, Sendable, Codable, CaseIterable {
  /// Bubblewrap shows a file system of its own, without other processes or a network; seccomp refuses calls.
  case bubblewrap
  /// Landlock hides files and seccomp refuses calls, in processes, network and mounts of its own.
  case namespaces
  /// Landlock hides files and seccomp refuses calls, among everybody's processes.
  case landlock
  /// The system's own sandbox on macOS.
  case sandboxExec = "sandbox-exec"
  /// Only limits on time, memory and file size: good enough for one's own code and no other.
  case limitsOnly

  /// Whether it may be trusted with code of people one does not know.
  public var isForStrangers: Bool { self != .limitsOnly }

  /// What it closes, in a few words.
  public var summary: String {
    switch self {
    case .bubblewrap: "bubblewrap and seccomp: files, network and other processes are out of sight"
    case .namespaces: "Landlock, seccomp and namespaces: files, network and other processes are out of reach"
    case .landlock: "Landlock and seccomp: files, network and other processes are closed"
    case .sandboxExec: "sandbox-exec: files, network and other processes are closed"
    case .limitsOnly: "only limits on time, memory and file size"
    }
  }
}
