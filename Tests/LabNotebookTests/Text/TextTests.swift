import LabNotebook
import XCTest

final class TextTests: XCTestCase {
  /// Widths as `wcwidth` (and, for emoji sequences, terminals of today) give them.
  func testDisplayWidth() {
    let widths: [(String, Int)] = [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("包裹", 4), ("ｶﾞ", 2), ("カ", 2), ("한", 2),
      ("\u{1112}\u{1161}\u{11AB}", 2),
      ("Ａ", 2), ("🙂", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("🇫🇷", 2), ("…", 1), ("█", 1), ("\u{200B}", 0), ("हि", 2),
      ("\u{7}", 0),
    ]
    for (text, width) in widths { XCTAssertEqual(text.displayWidth, width, text.debugDescription) }
  }

  func testTruncation() {
    XCTAssertEqual("abcdef".truncated(toWidth: 6), "abcdef")
    XCTAssertEqual("abcdef".truncated(toWidth: 4), "abc…")
    XCTAssertEqual("包裹在".truncated(toWidth: 4), "包…")
    XCTAssertEqual("abc".truncated(toWidth: 0), "")
  }

  func testWrapping() {
    XCTAssertEqual(wrap("one two three", toWidth: 7), ["one two", "three"])
    XCTAssertEqual(wrap("a\n\nb", toWidth: 7), ["a", "", "b"])
    XCTAssertEqual(wrap("abcdefgh", toWidth: 3), ["abc", "def", "gh"])
    XCTAssertEqual(wrap("包裹在哪里", toWidth: 5), ["包裹", "在哪", "里"])
    XCTAssertEqual(wrap("", toWidth: 5), [""])
  }

  func testNumbers() {
    let numbers: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (3, "3"), (0.5, "0.5"), (0.12345, "0.1235"), (123.456, "123.5"),
      (99999.5, "100000"),
      (5.88e21, "5.88e21"), (1e-7, "1e-7"), (-2.5, "-2.5"), (.nan, "nan"), (-.infinity, "-inf"),
      (1_000_000, "1000000"),
    ]
    for (value, text) in numbers { XCTAssertEqual(formatNumber(value), text) }
  }

  func testASCIISpelling() {
    XCTAssertEqual("naïve ≤ 5 → ✓ 包".asciiSpelling, "naive <= 5 -> yes ?")
  }
}
