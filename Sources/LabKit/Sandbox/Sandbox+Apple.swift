import Foundation

extension Sandbox {
  /// The command line of `sandbox-exec` that runs `launch` under a profile.
  ///
  /// It is deprecated and documented only by its manual page and the profiles in `/System/Library/Sandbox/Profiles`;
  /// nothing else on macOS confines a command-line program without a signature.
  func inAppleSandbox(_ launch: Launch, _ confinement: Confinement) -> Launch {
    var wrapped = launch
    wrapped.executable = "/usr/bin/sandbox-exec"
    wrapped.arguments =
      ["-p", Self.appleProfile(confinement), launch.executable] + launch.arguments
    return wrapped
  }

  /// Everything is denied that is not listed here; the last rule that fits decides.
  static func appleProfile(_ confinement: Confinement) -> String {
    let readable = (applePaths + confinement.readable).map(subpath).joined(separator: " ")
    let folders = confinement.writable + [confinement.privateFolder].compactMap { $0 }
    let writable = folders.map(subpath).joined(separator: " ")
    var rules = [
      "(version 1)", "(deny default)",
      "(allow process-exec* file-read* \(readable) (literal \"/\"))",
      "(allow file-read-metadata)",
      "(allow file-read* file-write* \(subpath("/dev/null")) \(writable))",
      "(allow sysctl-read)",
      "(allow signal (target self))",
    ]
    if confinement.mayFork { rules.append("(allow process-fork)") }
    return rules.joined(separator: "\n")
  }

  /// Libraries, programs and frameworks of the system, and the developer tools.
  private static let applePaths = [
    "/usr", "/bin", "/System", "/Library/Apple", "/Library/Developer", "/Applications/Xcode.app",
    "/private/var/db/timezone", "/private/var/select", "/dev/urandom", "/dev/random", "/dev/zero",
  ]

  private static func subpath(_ path: String) -> String {
    let escaped = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "(subpath \"\(escaped)\")"
  }
}
