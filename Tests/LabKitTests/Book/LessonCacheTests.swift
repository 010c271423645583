import Foundation
import LabNotebook
import LabTesting
import XCTest

@testable import LabKit

final class LessonCacheTests: LessonCase {
  func testOnlyAChangedLessonRunsAgain() throws {
    let small = try SmallCourse(for: self)
    let cache = LessonCache(try small.course(), data: DataFolder(environment: [:]))
    let source = try source("// %%\nprint(\"one\")\n")
    var running = 0
    func run() throws -> (LessonRun, Bool) {
      let (run, isKept) = try cache.run(source) { if case .running = $0 { running += 1 } }
      return (run, isKept)
    }
    let first = try run()
    XCTAssertFalse(first.1)
    let second = try run()
    XCTAssertTrue(second.1)
    XCTAssertEqual(second.0, first.0)
    XCTAssertEqual(running, 1)
    try "// %%\nprint(\"two\")\n".write(to: source.script, atomically: true, encoding: .utf8)
    let third = try run()
    XCTAssertEqual(third.0.cells[0].outputs, [.text("two\n")])
    // A model that a lesson may read is part of what it was computed from.
    try small.folder.write("weights", to: "Models/one.bin")
    XCTAssertFalse(try run().1)
    XCTAssertTrue(try run().1)
  }

  func testALessonThatBreaksIsNotKept() throws {
    let cache = LessonCache(try SmallCourse(for: self).course(), data: DataFolder(environment: [:]))
    let source = try source("// %%\nfatalError(\"no\")\n")
    XCTAssertNotNil(try cache.run(source).run.failure)
    XCTAssertFalse(try cache.run(source).isKept)
  }
}
