import Foundation
import LabKit
import LabTesting
import XCTest

final class CurriculumTests: XCTestCase {
  func testReadsEveryField() throws {
    let curriculum = try Curriculum(json: Data(SmallCourse.curriculum.utf8))
    XCTAssertEqual(curriculum.title, "A small course")
    XCTAssertEqual(curriculum.version, "1.2.3")
    XCTAssertEqual(curriculum.labs.map(\.folderName), ["01-adding", "02-doubling"])
    let lab = curriculum.labs[0]
    XCTAssertEqual(lab.points, 6)
    XCTAssertEqual(lab.minutes, 10)
    XCTAssertEqual(lab.exercises[1].function, "double")
    XCTAssertEqual(lab.exercises[1].hints, ["What is twice?", "Use what you have.", "add(a, a)"])
    XCTAssertEqual(lab.checkpoints[2].exercises, ["01.2"])
    XCTAssertEqual(lab.quiz[0].choices.map(\.correct), [true, false])
    XCTAssertEqual(lab.references[0].citation, "Euclid")
    XCTAssertNil(lab.references[0].url)
    XCTAssertEqual(curriculum.labs[1].prerequisites, ["01"])
    XCTAssertEqual(curriculum.dataSets[0].bytes, 3)
  }

  /// One change of a sound curriculum, and the one sentence it must be answered with.
  func testBrokenCurriculaAreAnsweredExactly() {
    let changes: [(from: String, to: String, error: String)] = [
      (
        "\"points\": 3", "\"points\": \"3\"",
        "labs[0].checkpoints[2].points: expected a whole number, found a string"
      ),
      (
        "\"points\": 3", "\"points\": 2.5",
        "labs[0].checkpoints[2].points: expected a whole number, found a number"
      ),
      ("\"points\": 3", "\"points\": 0", "labs[0].checkpoints[2].points: expected at least 1, found 0"),
      (
        "\"minutes\": 20", "\"minutes\": true",
        "labs[1].minutes: expected a whole number, found true or false"
      ),
      ("\"minutes\": 20", "\"minuets\": 20", "labs[1]: unknown key \"minuets\", did you mean \"minutes\"?"),
      ("\"minutes\": 20,", "", "labs[1]: the key \"minutes\" is missing"),
      ("\"minutes\": 20", "\"minutes\": 20, \"colour\": 1", "labs[1]: unknown key \"colour\""),
      ("\"title\": \"Doubling\"", "\"title\": null", "labs[1].title: expected a string, found null"),
      ("\"title\": \"Doubling\"", "\"title\": \" \"", "labs[1].title: expected some text, found none"),
      (
        "\"objectives\": [\"Add.\"]", "\"objectives\": {}",
        "labs[0].objectives: expected a list, found an object"
      ),
      ("\"Use what you have.\", ", "", "labs[0].exercises[1].hints: expected 3 hints, found 2"),
      ("\"number\": \"02\"", "\"number\": \"2\"", "labs[1].number: expected two digits, found \"2\""),
      ("\"number\": \"02\"", "\"number\": \"01\"", "labs[1].number: \"01\" stands already at labs[0].number"),
      (
        "\"slug\": \"doubling\"", "\"slug\": \"adding\"",
        "labs[1].slug: \"adding\" stands already at labs[0].slug"
      ),
      (
        "\"slug\": \"doubling\"", "\"slug\": \"../up\"",
        "labs[1].slug: expected lowercase letters, digits and dashes, found \"../up\""
      ),
      (
        "\"id\": \"01.2\", \"function\"", "\"id\": \"01.1\", \"function\"",
        "labs[0].exercises[1].id: \"01.1\" stands already at labs[0].exercises[0].id"
      ),
      (
        "\"id\": \"01.2\", \"function\"", "\"id\": \"02.2\", \"function\"",
        "labs[0].exercises[1].id: expected \"01.\" and a whole number, found \"02.2\""
      ),
      (
        "\"exercises\": [\"01.2\"]", "\"exercises\": [\"01.9\"]",
        "labs[0].checkpoints[2].exercises[0]: no exercise \"01.9\""
      ),
      (
        "\"exercises\": [\"01.2\"]", "\"exercises\": []",
        "labs[0].checkpoints[2].exercises: expected at least one exercise"
      ),
      (
        "\"prerequisites\": [\"01\"]", "\"prerequisites\": [\"09\"]",
        "labs[1].prerequisites[0]: no lab \"09\""
      ),
      (
        "\"prerequisites\": []", "\"prerequisites\": [\"02\"]",
        "labs[0].prerequisites[0]: lab \"02\" does not come earlier"
      ),
      (
        "\"test\": \"test03_doubles\"", "\"test\": \"doubles\"",
        "labs[0].checkpoints[2].test: expected a test method's name, found \"doubles\""
      ),
      (
        "\"correct\": true", "\"correct\": false",
        "labs[0].quiz[0].choices: expected exactly 1 correct choice, found 0"
      ),
      (", \"citation\": \"Euclid\"", "", "labs[0].references[0]: expected a \"citation\" or a \"url\""),
      (
        "\"citation\": \"Euclid\"", "\"url\": \"elements\"",
        "labs[0].references[0].url: expected an address, found \"elements\""
      ),
      (
        "text/abc.txt", "../abc.txt",
        "dataSets[0].path: expected a path inside the data folder, found \"../abc.txt\""
      ),
      ("\"bytes\": 3", "\"bytes\": -3", "dataSets[0].bytes: expected at least 1, found -3"),
    ]
    for change in changes {
      let broken = SmallCourse.curriculum.replacing(change.from, with: change.to)
      XCTAssertNotEqual(broken, SmallCourse.curriculum, change.from)
      XCTAssertThrowsError(try Curriculum(json: Data(broken.utf8)), change.to) { error in
        XCTAssertEqual("\(error)", change.error)
      }
    }
  }

  func testWhatIsNotACurriculumIsRefused() {
    let texts = ["", "[]", "{", "7", "null", "{\"labs\": []}", String(repeating: "[", count: 100_000)]
    for text in texts {
      XCTAssertThrowsError(try Curriculum(json: Data(text.utf8)), text) { error in
        XCTAssertTrue(error is CurriculumError, "\(error)")
      }
    }
  }

  /// Cut anywhere, it is refused, and never a crash.
  func testEveryTruncationIsRefused() {
    let whole = Data(SmallCourse.curriculum.utf8)
    for length in stride(from: 0, to: whole.count, by: 41) {
      XCTAssertThrowsError(try Curriculum(json: whole.prefix(length)), "\(length) bytes")
    }
  }
}
