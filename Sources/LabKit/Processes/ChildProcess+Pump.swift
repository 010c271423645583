import Foundation

/// Why waiting for a child came to an end without what was waited for.
public enum ChildInterruption: Error, Equatable, Sendable {
  /// The process ended first.
  case ended(ExitStatus)
  /// The time was up.
  case timedOut
  /// It printed more than it may.
  case tooMuchOutput
  /// It took more processes or more of the disk than it may.
  case exceeded(ResourceExcess)
  /// It closed its channel, or wrote something there that is no message.
  case channelBroken
}

extension ChildProcess {
  /// Reads everything that can be read, waiting until something happens or `deadline` passes.
  ///
  /// It waits for at most 20 ms at a time: a grandchild that holds the pipes open must not hide the end
  /// of the child. Where all pipes are closed, the end is near and it looks again after 1 ms.
  func pump(until deadline: ContinuousClock.Instant) {
    let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
    var waiting = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    let longest = waiting.isEmpty ? 1.0 : 20.0
    _ = poll(&waiting, nfds_t(waiting.count), Int32(min(max(left.rounded(.up), 0), longest)))
    drain()
  }

  /// Reads everything that is there now.
  public func drain() {
    Self.readStream(&outputDescriptor) { output.append($0) }
    Self.readStream(&errorDescriptor) { error.append($0) }
    Self.readStream(&notesDescriptor) { notes.append($0) }
    guard !channelIsClosed else { return }
    // The descriptor stays ours until `kill`: only reading is over.
    channelIsClosed =
      channelDescriptor < 0 || Self.readAll(channelDescriptor) { received.append(contentsOf: $0) }
  }

  /// Hands over what was printed on both streams since the last time; the counts begin again.
  func takeOutput() -> String {
    String(decoding: output.take() + error.take(), as: UTF8.self)
  }

  private var descriptors: [Int32] {
    [outputDescriptor, errorDescriptor, channelIsClosed ? -1 : channelDescriptor].filter { $0 >= 0 }
  }

  /// Reads what is there; at the end of the stream `descriptor` is closed and becomes -1.
  private static func readStream(_ descriptor: inout Int32, _ take: (UnsafeRawBufferPointer) -> Void) {
    guard descriptor >= 0, readAll(descriptor, take) else { return }
    close(descriptor)
    descriptor = -1
  }

  /// Reads until there is nothing more for now.
  ///
  /// - Returns: Whether the stream has ended.
  private static func readAll(_ descriptor: Int32, _ take: (UnsafeRawBufferPointer) -> Void) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      // A bound on the rounds: a child that prints for ever must not keep us from looking at the clock.
      for _ in 0..<64 {
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
          take(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
        } else if count == 0 || errno != EINTR {
          return count == 0 || errno != EAGAIN
        }
      }
      return false
    }
  }
}

/// A program that has ended.
public struct Completion: Sendable {
  /// How it ended; `nil` when it was killed because its time was up.
  public let status: ExitStatus?
  /// What it printed on standard output.
  public let output: CapturedOutput
  /// What it printed on standard error.
  public let error: CapturedOutput
  /// What it took too much of, if it was killed for that.
  public let excess: ResourceExcess?
  /// Seconds of processor time that it and all it waited for used.
  public let cpuSeconds: Double

  /// Whether it ended by itself with status 0.
  public var isSuccess: Bool { status?.isSuccess == true }
}

extension ChildProcess {
  /// Runs a program to its end, or kills it when `timeLimit` has passed.
  public static func run(_ launch: Launch, timeLimit: Duration) throws(LaunchError) -> Completion {
    let child = try ChildProcess(launch)
    let deadline = ContinuousClock.now + timeLimit
    var excess: ResourceExcess?
    while child.reap() == nil, excess == nil, ContinuousClock.now < deadline {
      child.pump(until: deadline)
      excess = child.findExcess()
    }
    child.drain()
    let status = child.status
    child.kill()
    return Completion(
      status: status, output: child.output, error: child.error, excess: excess, cpuSeconds: child.cpuSeconds)
  }
}
