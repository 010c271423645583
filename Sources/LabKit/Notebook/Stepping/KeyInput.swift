import Foundation

/// A key of the keyboard, as far as it means anything here.
public enum KeyPress: Equatable, Sendable {
  /// A key that types a character.
  case letter(Character)
  /// The arrows to the right and down.
  case forward
  /// The arrows to the left and up.
  case backward
  /// Ctrl-C or Ctrl-D.
  case leave
  /// Any other key.
  case unknown
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

  /// What the next key press means to a reader.
  public func key() -> StepKey? {
    press().map { StepKey($0) }
  }

  /// A line, edited in the terminal's ordinary mode.
  public func line() -> String? {
    readLine()
  }

  /// The next key press; `nil` when the terminal is gone.
  public func press() -> KeyPress? {
    awaitingKeys {
      guard let byte = readByte() else { return nil }
      return byte == Self.escape ? arrow() : Self.press(of: byte)
    }
  }

  /// Does `work`, which waits for keys: they come without Enter, without echo and without signals meanwhile.
  public func awaitingKeys<Value>(_ work: () throws -> Value) rethrows -> Value {
    var original = termios()
    guard tcgetattr(descriptor, &original) == 0 else { return try work() }
    var single = original
    single.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    tcsetattr(descriptor, TCSADRAIN, &single)
    defer { tcsetattr(descriptor, TCSADRAIN, &original) }
    return try work()
  }

  private static let escape: UInt8 = 0x1B

  private static func press(of byte: UInt8) -> KeyPress {
    let (controlC, controlD): (UInt8, UInt8) = (3, 4)
    if byte == controlC || byte == controlD { return .leave }
    return .letter(Character(Unicode.Scalar(byte)))
  }

  /// `ESC [ C` is the arrow to the right, `ESC [ D` the one to the left; Escape alone means nothing.
  private func arrow() -> KeyPress {
    var rest: [UInt8] = []
    while rest.count < 2, hasMore(), let byte = readByte() { rest.append(byte) }
    switch rest.last {
    case UInt8(ascii: "C"), UInt8(ascii: "B"): return .forward
    case UInt8(ascii: "D"), UInt8(ascii: "A"): return .backward
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
