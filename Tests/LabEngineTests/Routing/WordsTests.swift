import LabEngine
import XCTest

final class WordsTests: XCTestCase {
  func testWordsAreLowercaseRunsOfLetters() {
    XCTAssertEqual(Words.all(in: "Can't log-in to A10234!"), ["can", "t", "log", "in", "to", "a"])
    XCTAssertEqual(Words.all(in: "  "), [])
    XCTAssertEqual(Words.all(in: "x"), ["x"])
    XCTAssertEqual(Words.all(in: "[@`{"), [])
  }

  func testOtherLettersSeparateUnlessTheyLowercaseToOneOfTheTwentySix() {
    XCTAssertEqual(Words.all(in: "Café déjà"), ["caf", "d", "j"])
    XCTAssertEqual(Words.all(in: "\u{212A}elvin"), ["kelvin"])
  }

  func testCopiesOfAMessageHaveOneNormalForm() {
    XCTAssertEqual(Words.normalized("Refund, order A12345!"), "refund order a")
    XCTAssertEqual(Words.normalized("refund order a 777"), "refund order a")
  }
}
