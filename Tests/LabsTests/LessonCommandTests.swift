import Foundation
import XCTest

final class LessonCommandTests: XCTestCase {
  /// The small course's first lab with a lesson of two code cells, on a machine with a compiler.
  private func labs() throws -> LabsProgram {
    var labs = try LabsProgram(for: self)
    labs.environment["PATH"] = try XCTUnwrap(ProcessInfo.processInfo.environment["PATH"])
    let lesson = """
      #!/usr/bin/env -S swift run -q labs run
      // %% [markdown]
      // # Sums
      // %% One {#one}
      let one = 1
      print("one is \\(one)")
      // %% [notes]
      // Wait for an answer here.
      // %% Two {#two}
      print("two is \\(one + one)")

      """
    try labs.folder.write(lesson, to: "Labs/01-adding/lab.swift")
    return labs
  }

  func testRunShowsEveryCellAndNotesOnlyWhenAsked() throws {
    let labs = try labs()
    let output = try labs.output(of: "labs run 01")
    XCTAssertTrue(output.contains("one is 1") && output.contains("two is 2"), output)
    XCTAssertFalse(output.contains("Wait for an answer"), output)
    XCTAssertTrue(try labs.output(of: "labs run 01 --notes").contains("Wait for an answer"))
    XCTAssertEqual(try labs.output(of: "labs run Labs/01-adding/lab.swift"), output, "a script by its path")
    XCTAssertTrue(
      try labs.output(of: "labs --json").contains("\"isStarted\" : false"), "reading begins nothing")
  }

  func testOneCellRunsWhatItNeeds() throws {
    let labs = try labs()
    let output = try labs.output(of: "labs run 01 --cell two")
    XCTAssertTrue(output.contains("two is 2"), output)
    XCTAssertFalse(output.contains("one is 1"), output)
    let unknown = try labs.shell("labs run 01 --cell tow")
    XCTAssertEqual(unknown.code, 64)
    XCTAssertTrue(unknown.error.contains("Did you mean `two`?"), unknown.error)
  }

  func testStepReadsItsKeysFromTheInput() throws {
    let output = try labs().output(of: "printf 'n\\nq\\n' | labs step 01")
    XCTAssertTrue(output.contains("one is 1"), output)
    XCTAssertFalse(output.contains("two is 2"), output)
  }

  func testALessonThatBreaksEndsWithOneAndItsPlace() throws {
    let labs = try labs()
    try labs.folder.write("// %% Broken\nlet x: Int = \"1\"\n", to: "Workspace/01-adding/lab.swift")
    let broken = try labs.shell("labs run 01")
    XCTAssertEqual(broken.code, 1)
    XCTAssertTrue(broken.error.contains("Workspace/01-adding/lab.swift:2"), broken.error)
    try labs.folder.write("// %% Beyond\nprint([1][3])\n", to: "Workspace/01-adding/lab.swift")
    let crashed = try labs.shell("labs run 01")
    XCTAssertEqual(crashed.code, 1)
    XCTAssertTrue(
      (crashed.output + crashed.error).contains("Workspace/01-adding/lab.swift:2"), crashed.output)
  }
}
