import CLabSandbox
import Foundation

/// How well this machine can keep a learner's code away from everything else.
public enum SandboxTier: String, Sendable, Codable {
  /// Landlock hides the file system, seccomp refuses network and processes, limits cap the rest.
  case landlock
  /// Only limits on time, memory and file size.
  case limitsOnly
}

/// Builds the confinements of this machine's tier.
public struct Sandbox: Sendable {
  /// What the machine offers.
  public let tier: SandboxTier

  /// Finds out by trying: a program that does nothing is run inside.
  public static func probe() -> Sandbox {
    guard labs_landlock_version() > 0, labs_has_seccomp() == 1 else { return Sandbox(tier: .limitsOnly) }
    var launch = Launch("/bin/sh", ["-c", "exit 0"])
    launch.confinement = Confinement(readable: systemPaths, writable: [])
    let completion = try? ChildProcess.run(launch, timeLimit: .seconds(5))
    return Sandbox(tier: completion?.isSuccess == true ? .landlock : .limitsOnly)
  }

  /// A sandbox of a tier that is known.
  public init(tier: SandboxTier) {
    self.tier = tier
  }

  /// May read `readable` and the system's libraries, may change `writable`; `nil` where nothing can be confined.
  public func confinement(readable: [URL], writable: [URL], mayFork: Bool = false) -> Confinement? {
    guard tier == .landlock else { return nil }
    // A Swift program reads its own arguments there. A compiler's children have numbers of their own; of
    // strangers' processes Landlock still hides memory and environment.
    let processes = mayFork ? "/proc" : "/proc/self"
    return Confinement(
      readable: Self.systemPaths + [processes] + readable.map { $0.resolvingSymlinksInPath().path },
      writable: writable.map { $0.resolvingSymlinksInPath().path } + ["/dev/null"],
      mayFork: mayFork)
  }

  /// Libraries, programs and tables of the system, and how many processors there are; no home folders, no
  /// `/etc` beyond what a program needs to start.
  private static let systemPaths = [
    "/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom", "/dev/zero",
    "/sys/devices/system/cpu", "/proc/stat", "/proc/meminfo",
  ]
}
