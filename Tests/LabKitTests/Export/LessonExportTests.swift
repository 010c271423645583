import Foundation
import LabNotebook
import XCTest

@testable import LabKit

final class LessonExportTests: XCTestCase {
  private static let script = """
    // %% [markdown]
    // # Sums & <tags>
    // A [page](https://example.org), a [trap](javascript:alert), `a < b`.
    // %% [notes]
    // Only for the speaker.
    // %% [predict] What is 1 + 1?
    // %% Adding {#adding .demo}
    let text = "<script>``` & \\"quotes\\""
    // %%
    print(text)
    """

  private func sums(seconds: Double = 1) throws -> LessonRun {
    let lesson = try Lesson(source: Self.script, path: "lab.swift")
    var run = LessonRun(title: lesson.title, path: lesson.path)
    run.cells = lesson.cells.map { CellRun(cell: $0) }
    run.seconds = seconds
    run.cells[3].seconds = seconds
    run.cells[3].outputs = [
      .text("<script>alert(1)</script> ```\ntwo\n"), .errorText("warned"),
      .display(Table(["sum | of", "value"], [["a*b", 2]], title: "T").display),
      .display(LinePlot("Rising", x: "x", y: "y") { Series("line", [(0, 0), (1, 2)]) }.display),
    ]
    run.cells[4].droppedBytes = 7
    return run
  }

  private func files(_ format: LessonExport.Format, notes: Bool = false) throws -> [LessonExport.File] {
    try LessonExport(sums(), name: "01-sums", showsNotes: notes).files(as: format)
  }

  /// The schema of nbformat 4.5 asks for these keys, and for ids of these letters that stand only once.
  func testANotebookHasWhatTheSchemaAsksFor() throws {
    let file = try XCTUnwrap(files(.notebook).first)
    XCTAssertEqual(file.path, "01-sums.ipynb")
    let json = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(file.text.utf8)) as? [String: Any])
    XCTAssertEqual(json["nbformat"] as? Int, 4)
    XCTAssertEqual(json["nbformat_minor"] as? Int, 5)
    XCTAssertEqual((json["metadata"] as? [String: Any])?["title"] as? String, "Sums & <tags>")
    let cells = try XCTUnwrap(json["cells"] as? [[String: Any]])
    XCTAssertEqual(cells.map { $0["cell_type"] as? String }, ["markdown", "markdown", "code", "code"])
    XCTAssertEqual(cells.map { $0["id"] as? String }, ["cell-1", "cell-3", "adding", "cell-5"])
    XCTAssertEqual(cells.map { $0["execution_count"] as? Int }, [nil, nil, 1, 2])
    XCTAssertEqual(cells[1]["source"] as? [String], ["> **Predict:** What is 1 + 1?"])
    XCTAssertTrue(cells.allSatisfy { $0["metadata"] is [String: Any] })
    let outputs = try XCTUnwrap(cells[2]["outputs"] as? [[String: Any]])
    XCTAssertEqual(
      outputs.map { $0["output_type"] as? String }, ["stream", "stream", "display_data", "display_data"])
    XCTAssertEqual(outputs[0]["text"] as? [String], ["<script>alert(1)</script> ```\n", "two\n"])
    XCTAssertEqual(outputs[1]["name"] as? String, "stderr")
    let data = outputs.suffix(2).map { Set(($0["data"] as? [String: Any] ?? [:]).keys) }
    XCTAssertEqual(data, [["text/plain", "text/html"], ["text/plain", "image/svg+xml"]])
    XCTAssertEqual((cells[3]["outputs"] as? [[String: Any]])?.count, 1, "what was dropped is said")
  }

  func testMarkdownNamesThePicturesThatComeWithIt() throws {
    let files = try files(.markdown)
    XCTAssertEqual(files.map(\.path), ["01-sums.md", "01-sums-files/adding-4.svg"])
    let text = files[0].text
    XCTAssertTrue(text.contains("](01-sums-files/adding-4.svg)"), text)
    XCTAssertTrue(text.contains("````swift\nlet text"), "a fence is longer than what it encloses")
    XCTAssertTrue(text.contains("| sum \\| of | value |\n| --- | ---: |\n| a\\*b | 2 |"), text)
    XCTAssertTrue(text.contains("> **Predict:** What is 1 + 1?"), text)
    XCTAssertFalse(text.contains("speaker"))
  }

  func testAPageShowsMarkupAsTextAndFetchesNothing() throws {
    let page = try XCTUnwrap(files(.page, notes: true).first).text
    XCTAssertFalse(page.contains("<script"))
    XCTAssertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    XCTAssertFalse(page.contains("javascript:"))
    XCTAssertTrue(page.contains("<a href=\"https://example.org\">page</a>"))
    XCTAssertTrue(page.contains("Only for the speaker."))
    for tag in ["src=", "<link", "@import", "url("] { XCTAssertFalse(page.contains(tag), tag) }
  }

  func testTheSameOutputsGiveTheSameBytes() throws {
    for format in LessonExport.Format.allCases {
      let slow = try LessonExport(sums(seconds: 9), name: "01-sums").files(as: format)
      XCTAssertEqual(try files(format), slow)
    }
  }

  func testHalfALessonIsNoDocument() throws {
    var run = try sums()
    run.failure = .hostBroke(reason: "gone")
    XCTAssertThrowsError(try LessonExport(run, name: "x")) {
      XCTAssertEqual($0 as? LessonFailure, .hostBroke(reason: "gone"))
    }
  }

  func testProseAsHTML() {
    let prose = """
      ## One *two*
      1. first
      2. second

      > quoted

      | a | b |
      |---|--:|
      | x | 1 |
      """
    XCTAssertEqual(
      Markdown(prose).html,
      """
      <h2>One <em>two</em></h2>
      <ol>
      <li>first</li>
      <li>second</li>
      </ol>
      <blockquote>
      <p>quoted</p>
      </blockquote>
      <table><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead><tbody>
      <tr><td>x</td><td style="text-align:right">1</td></tr></tbody></table>
      """.replacing("</tr></tbody>", with: "</tr>\n</tbody>"))
    XCTAssertEqual(
      SwiftCode("let a = \"<\" // b").html,
      "<span class=\"k\">let</span> a = <span class=\"s\">&quot;&lt;&quot;</span> <span class=\"c\">// b</span>"
    )
  }
}
