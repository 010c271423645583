import Foundation
import XCTest

@testable import LabKit
@testable import LabTesting

final class NextStepTests: XCTestCase {
  func testLeadsFromTheFirstLabToTheLast() throws {
    let labs = try Curriculum(json: Data(SmallCourse.curriculum.utf8)).labs
    let (adding, doubling) = (labs[0], labs[1])
    var progress = LearnerProgress()
    func next(started: Bool) -> NextStep {
      NextStep(after: progress, labs: labs, isStarted: { _ in started })
    }

    XCTAssertEqual(next(started: false), .start(adding))
    XCTAssertEqual(next(started: true), .solve(adding.exercises[0], adding))
    progress.pass(adding.checkpoints[0])
    XCTAssertEqual(next(started: true), .solve(adding.exercises[0], adding), "one of its two checkpoints")
    progress.pass(adding.checkpoints[1])
    XCTAssertEqual(next(started: true), .solve(adding.exercises[1], adding))
    progress.pass(adding.checkpoints[2])
    XCTAssertEqual(next(started: true), .quiz(adding))
    progress.record(.init(correct: 3, count: 4), for: adding)
    XCTAssertEqual(next(started: true), .quiz(adding))
    progress.record(.init(correct: 4, count: 4), for: adding)
    XCTAssertEqual(next(started: true), .finished, "the second lab asks nothing")
    XCTAssertTrue(progress.hasFinished(doubling))
  }
}
