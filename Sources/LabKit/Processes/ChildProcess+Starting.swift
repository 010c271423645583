import CLabSandbox
import Foundation

/// Both ends of what connects a child.
struct ChildEnds {
  var output: (ours: Int32, childs: Int32) = (-1, STDOUT_FILENO)
  var error: (ours: Int32, childs: Int32) = (-1, STDERR_FILENO)
  var channel: (ours: Int32, childs: Int32) = (-1, -1)
  var notes: (ours: Int32, childs: Int32) = (-1, -1)

  func closeChildSide() {
    for pair in [output, error, channel, notes] where pair.childs > STDERR_FILENO { close(pair.childs) }
  }

  func closeAll() {
    closeChildSide()
    for pair in [output, error, channel, notes] where pair.ours >= 0 { close(pair.ours) }
  }
}

extension ChildProcess {
  static func openEnds(_ launch: Launch) throws(LaunchError) -> ChildEnds {
    var ends = ChildEnds()
    do {
      if case .captured = launch.output {
        ends.output = try makePipe()
        ends.error = try makePipe()
      }
      if launch.hasChannel { ends.channel = try makeSocketPair() }
      if launch.hasNotes { ends.notes = try makePipe() }
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

  /// - Returns: the process to wait for, and where its keeper tells how the program ended, or -1.
  static func spawn(
    _ launch: Launch, _ ends: ChildEnds
  ) throws(LaunchError) -> (pid: pid_t, status: Int32) {
    let strings = LaunchStrings(launch)
    var request = limitsAndEnds(launch, ends)
    strings.fill(&request)
    var failure = [CChar](repeating: 0, count: 256)
    var status: Int32 = -1
    let pid = withExtendedLifetime(strings) { labs_spawn(&request, &status, &failure, failure.count) }
    guard pid > 0 else {
      let reason = String(decoding: failure.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw LaunchError(executable: launch.executable, reason: reason)
    }
    return (pid, status)
  }

  private static func limitsAndEnds(_ launch: Launch, _ ends: ChildEnds) -> labs_spawn {
    var request = labs_spawn()
    request.input = -1
    (request.output, request.error) = (ends.output.childs, ends.error.childs)
    (request.channel, request.notes) = (ends.channel.childs, ends.notes.childs)
    request.own_session = launch.ownSession ? 1 : 0
    request.limits.cpu_seconds = UInt64(launch.limits.cpuSeconds ?? 0)
    request.limits.address_space = UInt64(launch.limits.addressSpace ?? 0)
    request.limits.file_size = UInt64(launch.limits.fileSize ?? 0)
    request.limits.stack = UInt64(launch.limits.stack ?? 0)
    request.limits.open_files = UInt64(launch.limits.openFiles ?? 0)
    request.limits.processes = UInt64(launch.limits.processes ?? 0)
    if let (kind, confinement) = launch.confinement {
      request.confinement.kind = kind.inC
      request.confinement.may_fork = confinement.mayFork ? 1 : 0
      request.confinement.private_bytes = UInt64(confinement.privateBytes)
      request.confinement.private_files = UInt64(ResourceWatch.mostEntries)
    }
    return request
  }
}

extension POSIXError {
  /// The error of the system call that just failed.
  static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
