import CLabSandbox
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
  /// How it ended, once that is known.
  public private(set) var status: ExitStatus?

  var outputDescriptor: Int32
  var errorDescriptor: Int32
  var channelDescriptor: Int32
  var received: [UInt8] = []
  var channelIsClosed = false
  private let leadsSession: Bool

  /// Starts the program.
  public init(_ launch: Launch) throws(LaunchError) {
    let ends = try Self.openEnds(launch)
    do {
      pid = try Self.spawn(launch, ends)
    } catch {
      ends.closeAll()
      throw error
    }
    ends.closeChildSide()
    leadsSession = launch.ownSession
    (outputDescriptor, errorDescriptor, channelDescriptor) = (
      ends.output.ours, ends.error.ours, ends.channel.ours
    )
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
      signalAll(SIGKILL)
      waitForEnd()
    }
    for descriptor in [outputDescriptor, errorDescriptor, channelDescriptor] where descriptor >= 0 {
      close(descriptor)
    }
    (outputDescriptor, errorDescriptor, channelDescriptor) = (-1, -1, -1)
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
      if waitpid(pid, &raw, WNOHANG) == pid { remember(raw) }
    }
    return status
  }

  private func waitForEnd() {
    var raw: Int32 = 0
    while true {
      let ended = waitpid(pid, &raw, 0)
      if ended == pid { return remember(raw) }
      if ended < 0, errno != EINTR { return remember(SIGKILL) }
    }
  }

  private func remember(_ raw: Int32) {
    status = ExitStatus(waitStatus: raw)
    // What it started must not outlive it; its own identifier is free again only after this.
    if leadsSession { _ = Foundation.kill(-pid, SIGKILL) }
  }
}

/// Both ends of what connects a child.
private struct Ends {
  var output: (ours: Int32, childs: Int32) = (-1, STDOUT_FILENO)
  var error: (ours: Int32, childs: Int32) = (-1, STDERR_FILENO)
  var channel: (ours: Int32, childs: Int32) = (-1, -1)

  func closeChildSide() {
    for descriptor in [output.childs, error.childs, channel.childs] where descriptor > STDERR_FILENO {
      close(descriptor)
    }
  }

  func closeAll() {
    closeChildSide()
    for descriptor in [output.ours, error.ours, channel.ours] where descriptor >= 0 { close(descriptor) }
  }
}

extension ChildProcess {
  private static func openEnds(_ launch: Launch) throws(LaunchError) -> Ends {
    var ends = Ends()
    do {
      if case .captured = launch.output {
        ends.output = try makePipe()
        ends.error = try makePipe()
      }
      if launch.hasChannel { ends.channel = try makeSocketPair() }
    } catch {
      ends.closeAll()
      throw LaunchError(executable: launch.executable, reason: "descriptors: \(error)")
    }
    return ends
  }

  private static func makePipe() throws -> (ours: Int32, childs: Int32) {
    var pair: [Int32] = [-1, -1]
    guard pipe(&pair) == 0 else { throw POSIXError.last }
    return prepare(pair)
  }

  private static func makeSocketPair() throws -> (ours: Int32, childs: Int32) {
    var pair: [Int32] = [-1, -1]
    #if os(Linux)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else { throw POSIXError.last }
    return prepare(pair)
  }

  /// Neither end leaks into other children, and ours never blocks.
  private static func prepare(_ pair: [Int32]) -> (ours: Int32, childs: Int32) {
    for descriptor in pair { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(pair[0], F_SETFL, fcntl(pair[0], F_GETFL) | O_NONBLOCK)
    return (pair[0], pair[1])
  }

  private static func spawn(_ launch: Launch, _ ends: Ends) throws(LaunchError) -> pid_t {
    let strings = LaunchStrings(launch)
    var request = limitsAndEnds(launch, ends)
    strings.fill(&request)
    var failure = [CChar](repeating: 0, count: 256)
    let pid = withExtendedLifetime(strings) { labs_spawn(&request, &failure, failure.count) }
    guard pid > 0 else {
      let reason = String(decoding: failure.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw LaunchError(executable: launch.executable, reason: reason)
    }
    return pid
  }

  private static func limitsAndEnds(_ launch: Launch, _ ends: Ends) -> labs_spawn {
    var request = labs_spawn()
    request.input = -1
    (request.output, request.error, request.channel) = (
      ends.output.childs, ends.error.childs, ends.channel.childs
    )
    request.own_session = launch.ownSession ? 1 : 0
    request.limits.cpu_seconds = UInt64(launch.limits.cpuSeconds ?? 0)
    request.limits.address_space = UInt64(launch.limits.addressSpace ?? 0)
    request.limits.file_size = UInt64(launch.limits.fileSize ?? 0)
    request.limits.stack = UInt64(launch.limits.stack ?? 0)
    request.limits.open_files = UInt64(launch.limits.openFiles ?? 0)
    request.confinement.enabled = launch.confinement == nil ? 0 : 1
    request.confinement.may_fork = launch.confinement?.mayFork == true ? 1 : 0
    return request
  }
}

extension POSIXError {
  /// The error of the system call that just failed.
  static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}

/// The strings of a launch, in C's form, for as long as this object lives.
private final class LaunchStrings {
  private let path, directory: CStrings
  private let arguments, environment, readable, writable: CStrings

  init(_ launch: Launch) {
    path = CStrings([launch.executable])
    directory = CStrings(launch.directory.map { [$0] } ?? [])
    arguments = CStrings([launch.executable] + launch.arguments)
    environment = CStrings(launch.environment.map { "\($0.key)=\($0.value)" }.sorted())
    readable = CStrings(launch.confinement?.readable ?? [])
    writable = CStrings(launch.confinement?.writable ?? [])
  }

  func fill(_ request: inout labs_spawn) {
    request.path = UnsafePointer(path.list[0])
    request.directory = UnsafePointer(directory.list[0])
    request.arguments = UnsafePointer(arguments.list)
    request.environment = UnsafePointer(environment.list)
    request.confinement.readable = UnsafePointer(readable.list)
    request.confinement.writable = UnsafePointer(writable.list)
  }
}

/// A list of C strings that ends with a null pointer.
private final class CStrings {
  let list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    list = .allocate(capacity: count + 1)
    list.initialize(repeating: nil, count: count + 1)
    for (index, string) in strings.enumerated() { list[index] = strdup(string) }
  }

  deinit {
    for index in 0..<count { free(list[index]) }
    list.deallocate()
  }
}
