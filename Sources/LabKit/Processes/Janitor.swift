import Foundation

/// Removes what this process leaves behind when it ends without tidying up: by Ctrl-C, a signal, or a crash.
///
/// It is a shell that waits at a pipe. Nobody writes there; when this process is gone, however it went, the system
/// closes the other end, and the shell removes every file whose path begins with `prefix`.
struct Janitor: Sendable {
  /// What the paths begin with that are removed, different for each process.
  let prefix: String

  /// The one of this process, at work since the first file.
  static let ofThisProcess = Janitor()

  private init() {
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    prefix = folder.appending(path: "labs-\(UUID().uuidString.prefix(8).lowercased())-").path
    // Without it files may be left in the system's place for temporary files, and nothing else is lost.
    Self.start(prefix)
  }

  /// What the killed children of this process still write is removed a second later.
  private static let script = #"read -r _; rm -rf "$0"*; sleep 1; rm -rf "$0"*"#

  private static func start(_ prefix: String) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Only our end stays open, until this process ends.
    defer { close(ends[0]) }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    for output in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
    }
    posix_spawnattr_setflags(&attributes, ownSession)
    let words = CStrings(["/bin/sh", "-c", script, prefix])
    let environment = CStrings(["PATH=/usr/bin:/bin"])
    var process = pid_t()
    posix_spawn(&process, "/bin/sh", &actions, &attributes, words.list, environment.list)
  }

  /// POSIX_SPAWN_SETSID: the terminal's Ctrl-C must not reach it.
  private static var ownSession: Int16 {
    #if canImport(Darwin)
      0x400
    #else
      0x80
    #endif
  }
}
