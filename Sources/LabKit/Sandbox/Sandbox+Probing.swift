import CLabSandbox
import Foundation

extension Sandbox {
  /// The strongest tier that works here, found by running a small program inside each.
  public static func probe() -> Sandbox {
    Sandbox(tier: SandboxTier.allCases.first(where: works) ?? .limitsOnly)
  }

  /// The sandbox for code of people one does not know.
  ///
  /// - Parameter unsandboxed: whether the caller has asked by name to go on where nothing can be confined.
  /// - Throws: `SandboxError.none` where nothing can be, and that was not asked for.
  public static func forStrangers(unsandboxed: Bool = false) throws(SandboxError) -> Sandbox {
    let found = probe()
    guard found.tier.isForStrangers || unsandboxed else { throw .none }
    return found
  }

  /// Every tier that works here: what the tests of attacks go through.
  public static func available() -> [Sandbox] {
    SandboxTier.allCases.filter(works).map(Sandbox.init(tier:))
  }

  /// Whether a program can be started in this tier, and is kept from what lies outside.
  ///
  /// Asking the kernel is not enough: containers and administrators forbid what it would offer.
  private static func works(_ tier: SandboxTier) -> Bool {
    guard tier != .limitsOnly else { return true }
    guard mayWork(tier), let outside = try? ScratchFolder("probe"), let own = try? ScratchFolder("probe"),
      (try? "secret\n".write(to: outside.url.appending(path: "secret"), atomically: false, encoding: .utf8))
        != nil
    else { return false }
    var launch = Launch("/bin/sh", ["-c", probeScript, "sh", outside.url.path])
    launch.directory = own.url.path
    let confined = Sandbox(tier: tier).confine(launch, to: Confinement(readable: [], privateFolder: own.url))
    guard let completion = try? ChildProcess.run(confined, timeLimit: .seconds(5)) else { return false }
    return completion.isSuccess
      && !FileManager.default.fileExists(atPath: outside.url.appending(path: "written").path)
  }

  /// Leaves with 0 when it may write in its own folder, and neither read nor write in the other. It is written
  /// without a fork, which is refused.
  private static let probeScript = """
    true > own || exit 3
    exec 2> /dev/null
    if read line < "$1/secret"; then exit 4; fi
    if true > "$1/written"; then exit 5; fi
    exit 0
    """

  /// Spares a start where it could not succeed.
  private static func mayWork(_ tier: SandboxTier) -> Bool {
    #if os(macOS)
      return tier == .sandboxExec
    #else
      switch tier {
      case .bubblewrap: return labs_has_seccomp() == 1 && access("/usr/bin/bwrap", X_OK) == 0
      case .namespaces, .landlock: return labs_has_seccomp() == 1 && labs_landlock_version() > 0
      case .sandboxExec, .limitsOnly: return false
      }
    #endif
  }
}

/// Why strangers' code is not run.
public enum SandboxError: Error, CustomStringConvertible {
  /// No tier of this machine keeps code away from the rest of it.
  case none

  /// A sentence that says what to do.
  public var description: String {
    """
    This machine has no sandbox for other people's code. On Linux, install bubblewrap or use a kernel from 5.13 \
    with Landlock; in a container, allow user namespaces. To run their code with nothing but limits, as you would run \
    your own, say `--unsandboxed`.
    """
  }
}
