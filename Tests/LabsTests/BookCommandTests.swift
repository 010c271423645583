import Foundation
import LabKit
import XCTest

final class BookCommandTests: XCTestCase {
  /// The small course with the book's stylesheet and scripts, and a lesson that runs.
  private func labs() throws -> LabsProgram {
    var labs = try LabsProgram(for: self)
    labs.environment["PATH"] = try XCTUnwrap(ProcessInfo.processInfo.environment["PATH"])
    let source = try Course.find().pageFiles
    let target = labs.folder["Sources/LabKit/Book"]
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: target.appending(path: "Page"))
    let lesson = """
      // %% [markdown]
      // # Sums
      // %% One {#one .demo}
      print("one is \\(1)")
      // %% [notes]
      // Wait for an answer here.
      // %% Two {#two .demo}
      print("two is \\(2)")

      """
    try labs.folder.write(lesson, to: "Labs/01-adding/lab.swift")
    return labs
  }

  private func ran(_ json: String) throws -> [String] {
    let answer = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    return try XCTUnwrap(answer["ran"] as? [String])
  }

  func testTheBookHoldsWhatTheLessonsPrintedAndRunsThemOnce() throws {
    let labs = try labs()
    XCTAssertEqual(try ran(labs.output(of: "labs book --json")), ["01", "02"])
    let page = try labs.folder.read("Workspace/book/01-adding.html")
    XCTAssertTrue(page.contains(">one is 1"), page)
    XCTAssertEqual(try ran(labs.output(of: "labs book --json")), [], "nothing has changed")
    let lesson = try labs.folder.read("Labs/01-adding/lab.swift")
    try labs.folder.write(lesson.replacing("one is", with: "uno is"), to: "Labs/01-adding/lab.swift")
    XCTAssertEqual(try ran(labs.output(of: "labs book --output elsewhere --json")), ["01"])
    XCTAssertTrue(try labs.folder.read("elsewhere/01-adding.html").contains("uno is 1"))
  }

  func testABrokenLessonEndsWithOneAndItsPageSaysSo() throws {
    let labs = try labs()
    try labs.folder.write("// %% Beyond\nprint([1][3])\n", to: "Labs/01-adding/lab.swift")
    let answer = try labs.shell("labs book 01")
    XCTAssertEqual(answer.code, 1)
    XCTAssertTrue(answer.error.contains("Lab 01 ended early."), answer.error)
    XCTAssertTrue(try labs.folder.read("Workspace/book/01-adding.html").contains("class=\"failure\""))
  }

  func testADemoReadsItsKeysFromTheInput() throws {
    let labs = try labs()
    let held = try labs.output(of: "printf 'q\\n' | labs demo 01")
    XCTAssertTrue(held.contains("print(\"one is") && !held.contains("one is 1"), held)
    let shown = try labs.output(of: "printf ' \\n \\nn\\nq\\n' | labs demo 01")
    XCTAssertTrue(shown.contains("one is 1") && shown.contains("Wait for an answer"), shown)
    XCTAssertFalse(shown.contains("two is 2"))
    XCTAssertEqual(try labs.shell("labs demo --notes").code, 64, "nothing to follow")
  }
}
