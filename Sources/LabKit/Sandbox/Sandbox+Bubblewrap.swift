import Foundation

extension Sandbox {
  /// Where distributions install it; `PATH` is not asked, because whoever sets that could replace it.
  private static let bubblewrap = "/usr/bin/bwrap"

  /// The command line of bubblewrap (bwrap(1)) that runs `launch`.
  ///
  /// No session of its own is asked for: the launch has one already, and is killed as a whole by it.
  func bubblewrapped(_ launch: Launch, _ confinement: Confinement) -> Launch {
    var options = ["--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--clearenv"]
    for (name, value) in launch.environment.sorted(by: { $0.key < $1.key }) {
      options += ["--setenv", name, value]
    }
    options += ["--proc", "/proc", "--dev-bind", "/dev/null", "/dev/null"]
    for path in Self.systemPaths + confinement.readable { options += ["--ro-bind-try", path, path] }
    for path in confinement.writable { options += ["--bind", path, path] }
    if let folder = confinement.privateFolder {
      options += ["--size", "\(confinement.privateBytes)", "--tmpfs", folder]
    }
    // The root that holds these mounts is a file system in memory, which would be writable.
    options += ["--remount-ro", "/", "--seccomp", "\(Self.filterDescriptor)"]
    if let directory = launch.directory { options += ["--chdir", directory] }

    var wrapped = launch
    wrapped.arguments = options + ["--", launch.executable] + launch.arguments
    wrapped.executable = Self.bubblewrap
    wrapped.environment = [:]
    wrapped.directory = nil
    wrapped.confinement = (.bubblewrap, confinement)
    return wrapped
  }

  /// Where `labs_spawn` puts the filter.
  private static let filterDescriptor = 6
}
