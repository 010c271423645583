#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Length-prefixed messages over one descriptor.
struct Channel {
  let descriptor: Int32

  /// The next message; `nil` when the other side has gone.
  func receive() -> [UInt8]? {
    guard let prefix = read(exactly: 4) else { return nil }
    return read(exactly: prefix.reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  /// Sends a message; a peer that has gone is noticed at the next `receive`.
  func send(_ payload: [UInt8]) {
    let length = UInt32(payload.count)
    write((0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + payload)
  }

  private func read(exactly count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let step = bytes[filled...].withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
      if step > 0 {
        filled += step
      } else if step == 0 || errno != EINTR {
        return nil
      }
    }
    return bytes
  }

  private func write(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
      let step = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if step > 0 {
        written += step
      } else if errno != EINTR {
        return
      }
    }
  }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
