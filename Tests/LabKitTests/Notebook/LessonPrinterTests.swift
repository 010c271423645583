import LabKit
import LabNotebook
import XCTest

final class LessonPrinterTests: XCTestCase {
  private func printed(
    _ moments: [LessonMoment], _ terminal: TerminalTraits = TerminalTraits(width: 30), notes: Bool = false
  ) -> String {
    var text = ""
    var printer = LessonPrinter(for: terminal, showsNotes: notes) { text += $0 }
    for moment in moments { printer.show(moment) }
    return text
  }

  private func cells(_ source: String) throws -> [Cell] {
    try Lesson(source: source, path: "lab.swift").cells
  }

  func testACellItsOutputAndAPicture() throws {
    let cell = try cells("// %% Rules {#rules}\nlet a = [1, 2, 3] // three numbers\nprint(a)\n")[0]
    let table = Table(["a"], [["b"]]).display
    XCTAssertEqual(
      printed([.running(cell), .output(.text("[1, 2")), .output(.text(", 3]\n")), .output(.display(table))]),
      """
      ── Rules ─────────────────────
      │ let a = [1, 2, 3] // 
      ┊   three numbers
      │ print(a)

      [1, 2, 3]

      a
      ─
      b

      """)
  }

  func testTheNextThingBeginsOnALineOfItsOwn() throws {
    let cells = try cells("// %%\na\n// %% [markdown]\n// Words.\n")
    XCTAssertEqual(
      printed([.running(cells[0]), .output(.text("no newline")), .reading(cells[1])]),
      "│ a\n\nno newline\nWords.\n\n")
  }

  func testNotesAreForTheOneWhoPresents() throws {
    let cell = try cells("// %% [notes]\n// Let them vote.\n")[0]
    XCTAssertEqual(printed([.reading(cell)]), "")
    XCTAssertTrue(printed([.reading(cell)], notes: true).contains("Let them vote."))
  }

  func testProgressIsDrawnOverOnATerminalAndLeavesNothingInAFile() throws {
    let moments: [LessonMoment] = [
      .progress(label: "training", fraction: 0.5), .progress(label: "", fraction: 1),
      .output(.text("done\n")),
    ]
    XCTAssertEqual(printed(moments), "done\n")
    XCTAssertEqual(
      printed(moments, TerminalTraits(width: 40, isInteractive: true)),
      "\rtraining ███████░░░░░░  50 %\r\u{1B}[Kdone\n")
  }

  func testASCIITerminalsGetASCII() throws {
    let cell = try cells("// %% Précis\nprint(\"é\")\n")[0]
    let text = printed(
      [.running(cell), .output(.text("é → b\n"))], TerminalTraits(width: 30, unicode: false))
    XCTAssertEqual(text, "-- Precis --------------------\n| print(\"e\")\n\ne -> b\n")
  }
}
