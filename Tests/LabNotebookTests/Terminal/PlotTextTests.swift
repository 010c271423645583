import LabNotebook
import XCTest

final class PlotTextTests: XCTestCase {
  private let line = LinePlot("Line", x: "x", y: "y") { Series("", [(0, 0.0), (10, 1.0)]) }

  func testASCII() {
    XCTAssertEqual(
      line.display.text(for: TerminalTraits(width: 24, unicode: false)),
      """
      Line
      y
      1.0 +                 .o
          |               ..
          |            ...
          |          ..
      0.5 +       ...
          |    ...
          |  ..
      0.0 +o.
          ++-----------------+
           0                10
                    x
      """)
  }

  func testUnicodeLineRunsFromCornerToCorner() {
    let rows = line.display.text(for: TerminalTraits(width: 24)).split(separator: "\n").map(String.init)
    XCTAssertTrue(rows[2].hasPrefix("1.0 ┤") && rows[2].hasSuffix("●"), rows[2])
    XCTAssertTrue(rows[9].hasPrefix("0.0 ┤●"), rows[9])
    let braille = rows.joined().unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
    XCTAssertGreaterThan(braille.count, 10)
  }

  func testLogarithmicAxisPutsRatiosAtEqualDistances() {
    let plot = ScatterPlot("", x: .log("n"), y: "y") { Series("", [(1, 0.0), (10, 0.0), (100, 0.0)]) }
    let rows = plot.display.text(for: TerminalTraits(width: 45, unicode: false)).split(separator: "\n")
    let row = rows.first { $0.contains("o") } ?? ""
    let columns = row.enumerated().filter { $0.element == "o" }.map(\.offset)
    XCTAssertEqual(columns.count, 3)
    XCTAssertEqual(columns[1] - columns[0], columns[2] - columns[1])
  }

  func testReferenceLinesMarkersAndLegendAreNamed() {
    let plot = LinePlot("", x: "n", y: .percent("accuracy", 0...1)) {
      Series("rules", [(0, 0.6), (10, 0.6)])
      Series("bayes", [(0, 0.1), (10, 0.9)])
      ReferenceLine(y: 0.25, "majority")
      ReferenceLine(x: 8, "stop")
      Marker(6, 0.6, "crossing")
    }
    let text = plot.display.text()
    for words in ["● rules   ▲ bayes", "majority", "┄┄┄", "┊ stop", "◉", "crossing", "100 %"] {
      XCTAssertTrue(text.contains(words), "\(words) is missing in\n\(text)")
    }
  }

  func testGapsStayWhereAValueIsMissing() {
    let gap = LinePlot("", x: "x", y: "y") {
      Series("", [(0, 0.0), (1, 0.0), (2, Double.nan), (3, 0.0), (4, 0.0)])
    }
    let rows = gap.display.text(for: TerminalTraits(width: 43, unicode: false)).split(separator: "\n")
    let row = String(rows.first { $0.contains("o") } ?? "")
    let middle = row.dropFirst(row.count / 2 - 4).prefix(8)
    XCTAssertEqual(middle.filter { $0 == "." }.count, 0, row)
  }

  func testColourIsUsedOnlyWhereAllowed() {
    XCTAssertFalse(line.display.text().contains("\u{1B}"))
    XCTAssertTrue(line.display.text(for: TerminalTraits(color: .full)).contains("\u{1B}[38;5;32m"))
    XCTAssertTrue(line.display.text(for: TerminalTraits(color: .sixteen)).contains("\u{1B}[34m"))
  }
}
