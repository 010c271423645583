import Foundation

/// Confines programs by this machine's means.
public struct Sandbox: Sendable {
  /// What the machine offers.
  public let tier: SandboxTier

  /// A sandbox of a tier that is known.
  public init(tier: SandboxTier) {
    self.tier = tier
  }

  /// `launch`, so changed that the program will be kept to `confinement`.
  public func confine(_ launch: Launch, to confinement: Confinement) -> Launch {
    switch tier {
    case .bubblewrap: bubblewrapped(launch, confinement)
    case .namespaces: confined(launch, to: confinement, by: .namespaces)
    case .landlock: confined(launch, to: confinement, by: .landlock)
    case .sandboxExec: inAppleSandbox(launch, confinement)
    case .limitsOnly: launch
    }
  }

  private func confined(_ launch: Launch, to confinement: Confinement, by kind: ConfinementKind) -> Launch {
    var confinement = confinement
    // A Swift program reads its own arguments there. A compiler's children have numbers of their own; of strangers'
    // processes Landlock still hides memory and environment.
    let processes = confinement.mayFork ? "/proc" : "/proc/self"
    confinement.readable += Self.systemPaths + Self.systemState + [processes]
    confinement.writable += ["/dev/null"]
    var launch = launch
    launch.confinement = (kind, confinement)
    return launch
  }

  /// Libraries, programs and tables of the system; no home folders, no `/etc` beyond what a program needs to start.
  static let systemPaths = [
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/zero",
    "/sys/devices/system/cpu",
  ]

  /// How many processors there are and how much memory.
  private static let systemState = ["/proc/stat", "/proc/meminfo"]
}
