import Foundation
import LabKit
import XCTest

#if os(Linux)
  /// A terminal of the test's own: what is written to `keyboard` is typed into `screen` (`pty(7)`).
  private struct TestTerminal: Sendable {
    let keyboard: Int32
    let screen: Int32

    init() throws {
      keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
      var number: Int32 = 0
      guard keyboard >= 0, ioctl(keyboard, unlock, &number) == 0, ioctl(keyboard, getNumber, &number) == 0
      else { throw XCTSkip("this system gives no terminals to programs") }
      screen = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
      guard screen >= 0 else { throw XCTSkip("this system gives no terminals to programs") }
    }

    func hangUp() {
      close(screen)
      close(keyboard)
    }

    func type(_ text: String) {
      let bytes = Array(text.utf8)
      _ = write(keyboard, bytes, bytes.count)
    }

    /// The flags that tell line mode, echo and signals.
    var flags: tcflag_t {
      var mode = termios()
      tcgetattr(screen, &mode)
      return mode.c_lflag
    }
  }
#endif

final class KeyInputTests: XCTestCase {
  #if os(Linux)
    /// Types once the terminal has left its line mode: what is typed before then waits for Enter.
    private func key(typing text: String, on terminal: TestTerminal) throws -> StepKey? {
      let input = try XCTUnwrap(KeyInput(descriptor: terminal.screen))
      let typist = Thread {
        while terminal.flags & tcflag_t(ICANON) != 0 { usleep(500) }
        terminal.type(text)
      }
      typist.start()
      return input.key()
    }

    func testKeysNeedNoEnterAndTheTerminalIsLeftAsItWas() throws {
      let terminal = try TestTerminal()
      defer { terminal.hangUp() }
      let before = terminal.flags
      let keys: [(typed: String, key: StepKey)] = [
        ("n", .next), (" ", .next), ("\r", .next), ("b", .back), ("p", .predict), ("r", .rerun), ("q", .quit),
        ("\u{3}", .quit), ("\u{4}", .quit), ("\u{1B}[C", .next), ("\u{1B}[D", .back), ("\u{1B}", .unknown),
        ("x", .unknown),
      ]
      for (typed, expected) in keys {
        XCTAssertEqual(try key(typing: typed, on: terminal), expected, typed.debugDescription)
        XCTAssertEqual(terminal.flags, before, typed.debugDescription)
      }
    }
  #endif

  func testAFileHasNoKeys() throws {
    let file = try XCTUnwrap(FileHandle(forReadingAtPath: "/dev/null"))
    XCTAssertNil(KeyInput(descriptor: file.fileDescriptor))
  }
}
