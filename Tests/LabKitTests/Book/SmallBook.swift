import Foundation
import LabNotebook
import LabTesting
import XCTest

@testable import LabKit

/// A book of two small labs with every kind of cell and figure, made without running anything.
struct SmallBook {
  let small: SmallCourse
  let course: Course

  init(for test: XCTestCase) throws {
    small = try SmallCourse(for: test)
    try small.folder.write("## sum (01)\nTwo numbers *together*.\n", to: "Labs/glossary.md")
    try small.folder.write(
      """
      final class Checks: XCTestCase {
        /// A sum is a sum.
        func test01_adds() throws {
          XCTAssertEqual(1 + 1, 2)
        }
      }
      """, to: "Tests/Lab01Tests/Checks.swift")
    course = try small.course()
    for file in try PageFiles(Course.find()).files() {
      try small.folder.write(file.text, to: "Sources/LabKit/Book/Page/\(file.path)")
    }
  }

  func book() throws -> Book {
    let labs = course.curriculum.labs
    return try Book(
      course,
      [Book.Chapter(labs[0], Self.run(Self.script)), Book.Chapter(labs[1], Self.run(Self.secondScript))])
  }

  func files() throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try book().files().map { ($0.path, $0.text) })
  }

  /// Every figure that the page's script knows, so that each is tried in a browser.
  private static let plays = [
    "softmax-temperature", "root-d", "quantizer-bits", "scaling-budget", "dpo-beta",
  ]

  private static let script = """
    // %% [markdown]
    // # Sums & <tags>
    // ## First things
    // **Build 01.1** and [a page](https://example.org), a [trap](javascript:alert), `a < b` and `01.1`.
    // %% [notes]
    // Only for the speaker.
    // %% [predict] What is 1 + 1?
    // %% Adding {#adding .demo \(plays.map { ".play-\($0)" }.joined(separator: " "))}
    let text = "<script>alert(1)</script>"
    // %% Between {#between}
    print(text)
    // %% [markdown]
    // ## Second things
    // Words about rainbows.
    // %% Last {#last .demo}
    print("end")
    """

  private static let secondScript = """
    // %% [markdown]
    // # Doubling
    // Read this.
    """

  private static func run(_ script: String) throws -> LessonRun {
    let lesson = try Lesson(source: script, path: "lab.swift")
    var run = LessonRun(title: lesson.title, path: lesson.path)
    run.cells = lesson.cells.map { CellRun(cell: $0) }
    let code = run.cells.indices.filter { run.cells[$0].cell.kind == .code }
    guard code.count > 2 else { return run }
    run.cells[code[0]].outputs =
      [.text("<script>alert(1)</script>\n"), .errorText("warned\n")] + displays.map { .display($0) }
    run.cells[code[1]].outputs = [.text(String(repeating: "wide ", count: 60))]
    run.cells[code[2]].outputs = [.text("the end")]
    return run
  }

  static let displays: [Display] = [
    Table(["sum | of", "value"], [["a*b", 2]], title: "A table").display,
    LinePlot("Rising", x: "x", y: "y") {
      Series("line", [(0, 0), (1, 2)]).band(low: [-1, 1], high: [1, 3])
      ReferenceLine(y: 1, "middle")
      Marker(1, 2, "top")
    }.display,
    ScatterPlot("Cloud", x: "x", y: "y") { Series("dots", [(3, 4), (5, 6.5)]) }.display,
    BarPlot("Bars", value: "length", categories: ["one", "two"]) { Bars("b", [1.0, -2]) }.display,
    Histogram("Counts", of: [1.0, 2, 2, 3], x: "value").display,
    HeatMap("Map", rows: ["r"], columns: ["c", "d"], [[0.25, -1]]).display,
    TokenStrip("Tokens", ["a", " b", "\n"], ids: [7, 8, 9]).display,
  ]
}
