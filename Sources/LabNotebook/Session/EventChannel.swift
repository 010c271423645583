import Foundation

/// The lesson's end of the line to its runner.
public struct EventChannel: Sendable {
  /// The environment variable that holds the number of the descriptor.
  public static let variable = "LABS_NOTEBOOK_CHANNEL"

  /// The channel this process was started with; `nil` where a lesson runs by itself.
  static let current = EventChannel(environment: ProcessInfo.processInfo.environment)

  private let fileDescriptor: Int32

  init?(environment: [String: String]) {
    guard let number = environment[Self.variable].flatMap(Int32.init), number > 2 else { return nil }
    fileDescriptor = number
  }

  /// Sends an event behind everything printed so far and waits until the runner has taken it.
  ///
  /// A runner that has gone away ends the lesson: there is nobody left to show anything to.
  func send(_ event: NotebookEvent) {
    fflush(nil)
    guard let frame = try? event.frame(), write(frame), waitForAnswer() else { exit(0) }
  }

  private func write(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Foundation.write(
          fileDescriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }
  }

  /// The runner's answer is an empty message: four bytes of length, all zero.
  private func waitForAnswer() -> Bool {
    var answer: [UInt8] = []
    while answer.count < 4 {
      var byte: UInt8 = 0
      let count = read(fileDescriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return false }
      answer.append(byte)
    }
    return true
  }
}
