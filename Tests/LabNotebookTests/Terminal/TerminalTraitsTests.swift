import Foundation
import LabNotebook
import XCTest

final class TerminalTraitsTests: XCTestCase {
  /// A file is no terminal, so that only the environment decides.
  private func traits(_ environment: [String: String]) throws -> TerminalTraits {
    let file = try XCTUnwrap(FileHandle(forWritingAtPath: "/dev/null"))
    defer { try? file.close() }
    return .of(fileDescriptor: file.fileDescriptor, environment: environment)
  }

  func testAFileGetsNoColourUnlessForced() throws {
    XCTAssertEqual(try traits(["TERM": "xterm-256color"]).color, .none)
    XCTAssertEqual(try traits(["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"]).color, .full)
    XCTAssertEqual(try traits(["TERM": "xterm", "CLICOLOR_FORCE": "1"]).color, .sixteen)
    XCTAssertEqual(try traits(["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]).color, .none)
    XCTAssertFalse(try traits(["TERM": "xterm"]).isInteractive)
  }

  func testWidthComesFromCOLUMNS() throws {
    XCTAssertEqual(try traits(["COLUMNS": "61"]).width, 61)
    XCTAssertEqual(try traits([:]).width, 80)
    XCTAssertEqual(try traits(["COLUMNS": "nonsense"]).width, 80)
    XCTAssertEqual(try traits(["COLUMNS": "3"]).width, 20)
  }

  func testTheFirstLocaleVariableDecidesAboutUnicode() throws {
    XCTAssertTrue(try traits(["LANG": "en_GB.UTF-8"]).unicode)
    XCTAssertTrue(try traits(["LC_CTYPE": "C.utf8"]).unicode)
    XCTAssertFalse(try traits(["LC_ALL": "C", "LANG": "en_GB.UTF-8"]).unicode)
  }
}
