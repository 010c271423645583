import LabNotebook
import XCTest

final class TokenTextTests: XCTestCase {
  func testWhiteSpaceIsVisibleAndIDsStandBelow() {
    let strip = TokenStrip("Cut", ["Order", " A", "10\n", "\tx", ""], ids: [7, 317, 10, 2, 0])
    XCTAssertEqual(
      strip.display.text(),
      """
      Cut
      │Order│·A │10⏎│
       7     317 10
      │⇥x│∅│
       2  0
      """)
  }

  func testASCIIShowsOtherLettersAsCodes() {
    XCTAssertEqual(
      TokenStrip(["a b", "é", "\u{200B}"]).display.text(for: TerminalTraits(unicode: false)),
      "|a_b|<E9>|<200B>|")
  }

  func testEveryCharacterOfTheTextIsThere() {
    let tokens = (0..<60).map { "t\($0)" }
    let text = TokenStrip(tokens).display.text(for: TerminalTraits(width: 33))
    XCTAssertEqual(text.filter { !"│\n".contains($0) }, tokens.joined())
    XCTAssertTrue(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 33 })
  }

  func testNeighboursDifferInColour() {
    let text = TokenStrip(["a", "b"]).display.text(for: TerminalTraits(color: .full))
    XCTAssertTrue(
      text.contains("\u{1B}[48;5;153;38;5;16ma\u{1B}[0m\u{1B}[48;5;223;38;5;16mb"), text.debugDescription)
  }
}
