import Foundation

/// How a process ended.
public enum ExitStatus: Equatable, Sendable, CustomStringConvertible {
  /// It left by itself with a status.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Int32)

  /// Decodes what `waitpid` tells.
  init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
  }

  /// Whether it left with status 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// Words for a report.
  public var description: String {
    switch self {
    case .exited(let status): "exit status \(status)"
    case .signalled(let signal): "signal \(signal) (\(String(cString: strsignal(signal))))"
    }
  }
}
