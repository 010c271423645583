import Foundation
import LabKit
import LabTesting
import XCTest

final class CurriculumLookupTests: XCTestCase {
  private func curriculum() throws -> Curriculum { try Curriculum(json: Data(SmallCourse.curriculum.utf8)) }

  func testALabGoesByNumberSlugFolderOrUniqueBeginning() throws {
    for name in ["1", "01", "adding", "01-adding", "a", "ADD", "01-"] {
      XCTAssertEqual(try curriculum().lab(named: name).number, "01", name)
    }
  }

  func testAWrongNameIsAnsweredWithTheNearest() {
    XCTAssertThrowsError(try curriculum().lab(named: "dubling")) {
      XCTAssertEqual("\($0)", "There is no lab `dubling`. Did you mean 02 `doubling`?")
    }
    XCTAssertThrowsError(try curriculum().lab(named: "9")) {
      XCTAssertEqual("\($0)", "There is no lab `9`. There are: 01 adding, 02 doubling.")
    }
    XCTAssertThrowsError(try curriculum().exercise(named: "01.3")) {
      XCTAssertEqual("\($0)", "There is no exercise `01.3`. Did you mean `01.1`?")
    }
    XCTAssertThrowsError(try curriculum().lab(named: "")) {
      XCTAssertEqual("\($0)", "`` fits more than one lab: 01 adding, 02 doubling.")
    }
  }

  func testExercisesAndCheckpointsGoByNumber() throws {
    XCTAssertEqual(try curriculum().exercise(named: "1.2").exercise.function, "double")
    XCTAssertEqual(try curriculum().checkpoint(named: "01.3").checkpoint.test, "test03_doubles")
    XCTAssertEqual(try curriculum().checkpoint(named: "01.3").lab.number, "01")
  }
}
