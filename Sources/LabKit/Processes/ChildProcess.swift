import Foundation

/// A running program, its output, and a channel to it.
///
/// One thread owns it: the thread that starts a child must be the one that waits for it, because the
/// child is killed when that thread ends.
public final class ChildProcess {
  /// The process identifier.
  public let pid: pid_t
  /// What came on standard output.
  public internal(set) var output: CapturedOutput
  /// What came on standard error.
  public internal(set) var error: CapturedOutput
  /// What came on the pipe for notes.
  public internal(set) var notes = CapturedOutput(limit: 1 << 17)
  /// How it ended, once that is known.
  public private(set) var status: ExitStatus?
  /// Seconds of processor time, with all that it waited for, once it has ended.
  public private(set) var cpuSeconds = 0.0

  var outputDescriptor: Int32
  var errorDescriptor: Int32
  var channelDescriptor: Int32
  var notesDescriptor: Int32
  var received: [UInt8] = []
  var channelIsClosed = false
  var watch: ResourceWatch?
  private var statusDescriptor: Int32
  private let leadsSession: Bool

  /// Starts the program.
  public init(_ launch: Launch) throws(LaunchError) {
    let ends = try Self.openEnds(launch)
    do {
      (pid, statusDescriptor) = try Self.spawn(launch, ends)
    } catch {
      ends.closeAll()
      throw error
    }
    ends.closeChildSide()
    leadsSession = launch.ownSession
    watch = launch.watch
    (outputDescriptor, errorDescriptor) = (ends.output.ours, ends.error.ours)
    (channelDescriptor, notesDescriptor) = (ends.channel.ours, ends.notes.ours)
    let limit = if case .captured(let limit) = launch.output { limit } else { 0 }
    output = CapturedOutput(limit: limit)
    error = CapturedOutput(limit: limit)
  }

  deinit {
    kill()
  }

  /// Ends the program and all of its session at once, and forgets it.
  public func kill() {
    if status == nil {
      // Bubblewrap does not wait for its program, so the system would not tell us what that used.
      let used = ProcessTree.cpuSeconds(under: pid)
      signalAll(SIGKILL)
      waitForEnd()
      cpuSeconds = max(cpuSeconds, used)
    }
    for descriptor in [outputDescriptor, errorDescriptor, channelDescriptor, notesDescriptor]
    where descriptor >= 0 { close(descriptor) }
    (outputDescriptor, errorDescriptor, channelDescriptor, notesDescriptor) = (-1, -1, -1, -1)
  }

  /// Tells the program, and its session if it leads one, to stop.
  public func signalAll(_ signal: Int32) {
    if leadsSession { _ = Foundation.kill(-pid, signal) }
    _ = Foundation.kill(pid, signal)
  }

  /// Looks whether the program has ended, without waiting.
  @discardableResult
  func reap() -> ExitStatus? {
    if status == nil {
      var raw: Int32 = 0
      var use = rusage()
      if wait4(pid, &raw, WNOHANG, &use) == pid { remember(raw, use) }
    }
    return status
  }

  private func waitForEnd() {
    var raw: Int32 = 0
    var use = rusage()
    while true {
      let ended = wait4(pid, &raw, 0, &use)
      if ended == pid { return remember(raw, use) }
      if ended < 0, errno != EINTR { return remember(SIGKILL, use) }
    }
  }

  private func remember(_ raw: Int32, _ use: rusage) {
    status = ExitStatus(waitStatus: statusFromKeeper() ?? raw)
    cpuSeconds = [use.ru_utime, use.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
    // What it started must not outlive it; its own identifier is free again only after this.
    if leadsSession { _ = Foundation.kill(-pid, SIGKILL) }
  }

  /// In namespaces the process that was waited for is only the program's keeper, which says how the program ended.
  private func statusFromKeeper() -> Int32? {
    guard statusDescriptor >= 0 else { return nil }
    defer {
      close(statusDescriptor)
      statusDescriptor = -1
    }
    var raw: Int32 = 0
    return read(statusDescriptor, &raw, 4) == 4 ? raw : nil
  }
}
