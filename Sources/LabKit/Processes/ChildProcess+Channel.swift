import Foundation

extension ChildProcess {
  /// Sends `payload` with its length in front.
  public func send(_ payload: [UInt8], before deadline: ContinuousClock.Instant) throws(ChildInterruption) {
    let length = UInt32(payload.count)
    var message = [UInt8](unsafeUninitializedCapacity: 4 + payload.count) { buffer, count in
      for byte in 0..<4 { buffer[byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(byte))) }
      count = 4
    }
    message.append(contentsOf: payload)
    try sendBytes(message, before: deadline)
  }

  /// Waits for a message with its length in front.
  ///
  /// - Parameter outputLimit: how many bytes the child may print on either stream until then.
  public func receive(
    before deadline: ContinuousClock.Instant, maximum: Int = 1 << 28, outputLimit: Int = .max
  ) throws(ChildInterruption) -> [UInt8] {
    try fill(4, before: deadline, outputLimit: outputLimit)
    let length = (0..<4).reduce(0) { $0 | Int(received[$1]) << (8 * $1) }
    guard length <= maximum else { throw .channelBroken }
    try fill(4 + length, before: deadline, outputLimit: outputLimit)
    let payload = Array(received[4..<4 + length])
    received.removeFirst(4 + length)
    return payload
  }

  /// Whether bytes have come that nobody asked for.
  public var hasUnreadMessage: Bool { !received.isEmpty }

  private func fill(
    _ count: Int, before deadline: ContinuousClock.Instant, outputLimit: Int
  ) throws(ChildInterruption) {
    while received.count < count {
      if let status = reap() {
        drain()
        if received.count >= count { return }
        throw .ended(status)
      }
      if max(output.total, error.total) > outputLimit { throw .tooMuchOutput }
      if let excess = findExcess() { throw .exceeded(excess) }
      if ContinuousClock.now >= deadline { throw .timedOut }
      if channelIsClosed { try throwEndOrBreak(before: deadline) }
      pump(until: deadline)
    }
  }

  /// A closed channel is the first sign of an end; the status follows within moments.
  private func throwEndOrBreak(before deadline: ContinuousClock.Instant) throws(ChildInterruption) {
    let patience = min(deadline, ContinuousClock.now + .milliseconds(500))
    while ContinuousClock.now < patience {
      if let status = reap() {
        drain()
        throw .ended(status)
      }
      usleep(500)
    }
    throw .channelBroken
  }

  private func sendBytes(_ bytes: [UInt8], before deadline: ContinuousClock.Instant) throws(ChildInterruption)
  {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Self.sendSome(channelDescriptor, $0) }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        if ContinuousClock.now >= deadline { throw .timedOut }
        var writable = pollfd(fd: channelDescriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&writable, 1, 5)
        drain()
      } else if errno != EINTR {
        try throwEndOrBreak(before: deadline)
      }
    }
  }

  private static func sendSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if os(Linux)
      return Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
      return Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
    #endif
  }
}
