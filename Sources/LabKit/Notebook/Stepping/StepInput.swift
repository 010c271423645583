import Foundation

/// What the reader wants next.
public enum StepKey: Equatable, Sendable {
  /// Run the cell, go on.
  case next
  /// Show the prose again, and with each press the part before it.
  case back
  /// Type a prediction.
  case predict
  /// Compile the edited lesson and run the last cell again.
  case rerun
  /// Leave.
  case quit
  /// Anything else.
  case unknown

  /// The key for a letter.
  init(_ letter: Character?) {
    switch letter {
    case nil, " ", "n", "\n", "\r": self = .next
    case "b": self = .back
    case "p": self = .predict
    case "r": self = .rerun
    case "q": self = .quit
    default: self = .unknown
    }
  }
}

/// Where keys and typed lines come from.
public protocol StepInput {
  /// The next key; `nil` at the end of the input.
  func key() -> StepKey?
  /// A typed line; `nil` at the end of the input.
  func line() -> String?
}

/// Lines from standard input, the first letter of each being the key: for pipes and for terminals that cannot do
/// without Enter.
public struct LineInput: StepInput {
  /// Input from standard input.
  public init() {}

  /// The first letter of the next line.
  public func key() -> StepKey? {
    readLine().map { StepKey($0.first) }
  }

  /// The next line.
  public func line() -> String? {
    readLine()
  }
}

/// Single keys from a terminal.
///
/// The terminal leaves its line mode only while a key is awaited, and Ctrl-C arrives as a key then. At any other
/// time it is in its ordinary mode, so that nothing has to be put right however the program ends.
public struct KeyInput: StepInput {
  private let descriptor: Int32

  /// Keys from standard input; `nil` where that is not a terminal.
  public init?(descriptor: Int32 = STDIN_FILENO) {
    guard isatty(descriptor) == 1 else { return nil }
    self.descriptor = descriptor
  }

  /// The next key press.
  public func key() -> StepKey? {
    var original = termios()
    guard tcgetattr(descriptor, &original) == 0 else { return LineInput().key() }
    var single = original
    single.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(descriptor, TCSADRAIN, &single)
    defer { tcsetattr(descriptor, TCSADRAIN, &original) }
    guard let byte = readByte() else { return nil }
    return byte == Self.escape ? arrow() : Self.meaning(of: byte)
  }

  /// A line, edited in the terminal's ordinary mode.
  public func line() -> String? {
    readLine()
  }

  private static let escape: UInt8 = 0x1B

  private static func meaning(of byte: UInt8) -> StepKey {
    let (controlC, controlD): (UInt8, UInt8) = (3, 4)
    if byte == controlC || byte == controlD { return .quit }
    return StepKey(Character(Unicode.Scalar(byte)))
  }

  /// `ESC [ C` is the arrow to the right, `ESC [ D` the one to the left; Escape alone means nothing.
  private func arrow() -> StepKey {
    var rest: [UInt8] = []
    while rest.count < 2, hasMore(), let byte = readByte() { rest.append(byte) }
    switch rest.last {
    case UInt8(ascii: "C"), UInt8(ascii: "B"): return .next
    case UInt8(ascii: "D"), UInt8(ascii: "A"): return .back
    default: return .unknown
    }
  }

  private func hasMore() -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 25) == 1
  }

  private func readByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      return count == 1 ? byte : nil
    }
  }
}
