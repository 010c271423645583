import XCTest

@testable import LabKit

final class CompilerMessageTests: XCTestCase {
  func testErrorsAreReadOnceAndInOrder() {
    let output = """
      Exercise.swift:31:5: error: cannot find 'x' in scope
      29 |
      31 |   x
         |   `- error: cannot find 'x' in scope
      /tmp/a/Exercise.swift:40:1: error: expected ':' after 'case'
      Exercise.swift:31:5: error: cannot find 'x' in scope
      Exercise.swift:7:1: warning: never used
      """
    XCTAssertEqual(
      CompilerMessage.errors(in: output),
      [
        CompilerMessage(file: "Exercise.swift", line: 31, column: 5, text: "cannot find 'x' in scope"),
        CompilerMessage(file: "Exercise.swift", line: 40, column: 1, text: "expected ':' after 'case'"),
      ])
  }

  func testTheFailureIsToldAtTheLearnersPath() {
    let failure = CompileFailure.errors(
      [CompilerMessage(file: "Exercise.swift", line: 3, column: 9, text: "cannot find 'x' in scope")],
      path: "Workspace/01-routing/Exercise.swift")
    XCTAssertEqual(
      failure.description,
      "did not compile\n  Workspace/01-routing/Exercise.swift:3:9: cannot find 'x' in scope")
  }
}
