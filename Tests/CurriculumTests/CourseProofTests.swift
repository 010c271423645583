import LabKit
import XCTest

/// The course proves itself: what `labs verify` shows as a table, lab by lab.
final class CourseProofTests: XCTestCase {
  func testEveryLabKeepsItsPromises() throws {
    let course = try Course.find()
    let prover = Prover(course: course, grader: Grader(course: course))
    XCTAssertFalse(course.curriculum.labs.isEmpty)
    for lab in course.curriculum.labs {
      for row in try prover.prove(lab).rows {
        XCTAssertTrue(
          row.holds,
          "lab \(lab.number), \(row.subject) must: \(row.promise). \(row.problems.joined(separator: "; "))")
      }
    }
  }
}
