import Foundation
import LabKit

/// The keys of `labs watch`: single ones from a terminal, else the first letters of lines.
struct WatchKeys {
  /// What ended a wait.
  enum Event: Equatable {
    case saved
    case removed
    case key(Character)
    case nothing
  }

  /// Whether there is still somebody to press them.
  private(set) var canCome = true
  private let terminal = KeyInput()

  /// Waits a moment for a save or a key.
  mutating func next(from watcher: FileWatcher) -> Event {
    guard canCome else { return event(nil, watcher) { nil } }
    guard let terminal else { return event(STDIN_FILENO, watcher, Self.line) }
    // A program in the background must leave the terminal alone, or it is stopped.
    guard tcgetpgrp(STDIN_FILENO) == getpgrp() else { return event(nil, watcher) { nil } }
    // What ends the program is let through once the terminal is in its ordinary mode again.
    let interrupt = HeldInterrupt()
    defer { interrupt.release() }
    return terminal.awaitingKeys {
      event(STDIN_FILENO, watcher) { Self.letter(terminal.press()) }
    }
  }

  private mutating func event(_ input: Int32?, _ watcher: FileWatcher, _ key: () -> Character?) -> Event {
    switch watcher.next(within: .milliseconds(300), orInputFrom: input) {
    case .saved: return .saved
    case .removed: return .removed
    case .timeout: return .nothing
    case .input:
      if let key = key() { return .key(key) }
      // Without a keyboard the watching goes on; Ctrl-C ends it.
      canCome = false
      return .nothing
    }
  }

  /// A key that is none of the letters stands as a space; nothing is the end of the input.
  private static func letter(_ press: KeyPress?) -> Character? {
    switch press {
    case .letter(let letter): Character(letter.lowercased())
    case .leave: "q"
    case .forward, .backward, .unknown: " "
    case nil: nil
    }
  }

  /// The first letter of a line from standard input, read byte by byte: what a buffer holds back, no wait would
  /// notice.
  private static func line() -> Character? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(STDIN_FILENO, &byte, 1) == 1 {
      if byte == UInt8(ascii: "\n") { return first(line) }
      line.append(byte)
    }
    return line.isEmpty ? nil : first(line)
  }

  private static func first(_ line: [UInt8]) -> Character {
    String(decoding: line, as: UTF8.self).lowercased().first ?? " "
  }
}
