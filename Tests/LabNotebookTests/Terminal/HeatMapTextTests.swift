import LabNotebook
import XCTest

final class HeatMapTextTests: XCTestCase {
  private let map = HeatMap(
    "Routes", rows: ["shipping", "refund"], columns: ["shipping", "refund"], [[8, 1], [0, 4]],
    rowTitle: "expected", columnTitle: "routed")

  func testValuesStandBesideTheirShade() {
    XCTAssertEqual(
      map.display.text(),
      """
      Routes
      ↓ expected   → routed
               shipping  refund
      shipping      8 █      1 ░
        refund      0        4 ▒
      """)
  }

  func testNarrowTerminalsNumberTheColumns() {
    let text = map.display.text(for: TerminalTraits(width: 22, unicode: false))
    XCTAssertTrue(text.contains("1 shipping, 2 refund"), text)
    XCTAssertTrue(text.split(separator: "\n").allSatisfy { $0.count <= 22 }, text)
  }

  func testWhatDoesNotFitIsSaid() {
    let wide = HeatMap("", (0..<3).map { _ in (0..<200).map(Double.init) }, showsValues: false)
    XCTAssertTrue(wide.display.text().contains("more columns do not fit here"))
  }

  func testColourGroundsNeed256Colours() {
    XCTAssertTrue(map.display.text(for: TerminalTraits(color: .full)).contains("\u{1B}[48;5;"))
    XCTAssertFalse(map.display.text(for: TerminalTraits(color: .sixteen)).contains("48;5"))
  }

  func testMissingValuesAreEmptyCells() {
    let map = HeatMap("", rows: ["a", "b"], columns: ["x", "y"], [[1.0, .nan], [1.0]])
    XCTAssertTrue(map.values[0][1].isNaN && map.values[1][1].isNaN)
    XCTAssertFalse(map.display.text().contains("nan"))
  }
}
