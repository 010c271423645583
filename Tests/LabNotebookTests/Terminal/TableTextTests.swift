import LabNotebook
import XCTest

final class TableTextTests: XCTestCase {
  private let table = Table(
    ["ticket", "labels", "accuracy", "ok"],
    [["parcel", 10, 0.5, true], ["money back", 2560, 0.937, false]], title: "Two rows")

  func testHeadingsStandOverARuleAndNumbersFlushRight() {
    XCTAssertEqual(
      table.display.text(),
      """
      Two rows
      ticket      labels  accuracy  ok
      ──────────  ──────  ────────  ──
      parcel          10     0.500  ✓
      money back    2560     0.937  ✗
      """)
  }

  func testWithoutUnicodeSignsAreSpelledOut() {
    XCTAssertEqual(
      table.display.text(for: TerminalTraits(unicode: false)),
      """
      Two rows
      ticket      labels  accuracy  ok
      ----------  ------  --------  ---
      parcel          10     0.500  yes
      money back    2560     0.937  no
      """)
  }

  func testTheWidestColumnIsWrappedWhereRoomIsShort() {
    let table = Table(["ticket", "n"], [["where is my package", 1], ["a", 22]])
    XCTAssertEqual(
      table.display.text(for: TerminalTraits(width: 20)),
      """
      ticket             n
      ────────────────  ──
      where is my        1
      package
      a                 22
      """)
  }

  func testColumnsThatDoNotFitSideBySideBecomeBlocks() {
    let table = Table(
      ["expected route", "routed by rules", "routed by Bayes"], [["shipping", "manual", "shipping"]])
    XCTAssertEqual(
      table.display.text(for: TerminalTraits(width: 24)),
      """
      expected route: shipping
      routed by rules: manual
      routed by Bayes:
      shipping
      """)
  }

  func testWideAndCombiningCharactersKeepColumnsAligned() {
    let text = Table(["w", "n"], [["包裹", 1], ["e\u{301}e\u{301}", 2], ["🙂", 3], ["हिन्दी", 4]]).display.text()
    // The last column is one sign wide, so every row ends in the same terminal column.
    XCTAssertEqual(
      Set(text.split(separator: "\n").dropFirst(2).map { String($0.dropLast()).displayWidth }).count, 1)
  }

  func testShortRowsAreFilledAndControlCharactersDoNotMoveTheCursor() {
    let table = Table(["a", "b"], [["x\u{1B}[2Jy"], ["tab\there", "z"]])
    XCTAssertEqual(
      table.display.text(),
      """
      a         b
      ────────  ─
      x [2Jy
      tab here  z
      """)
  }

  func testColumnsOfACollection() {
    let table = Table(of: [1, 20]) {
      Column("n") { $0 }
      Column("half") { Double($0) / 2 }
    }
    XCTAssertEqual(table.rows, [["1", "0.5"], ["20", "10.0"]])
    XCTAssertEqual(table.alignments, [.trailing, .trailing])
  }
}
