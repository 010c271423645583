import LabContracts
import LabKit
import XCTest

@testable import LabTesting

final class ComparisonTests: XCTestCase {
  private func compare<Value: Approximable>(
    _ returned: Value, _ expected: Value, within tolerance: Double = 1e-3
  ) -> Comparison {
    var comparison = Comparison(tolerance: tolerance)
    returned.compare(with: expected, at: [], in: &comparison)
    return comparison
  }

  func testTheGridShowsWhereWhatAndHowFar() {
    let comparison = compare([[1.0, 2.0], [3.0, 4.5]], [[1.0, 2.0], [3.5, 4.0]])
    XCTAssertFalse(comparison.isClose)
    XCTAssertEqual(
      comparison.table,
      """
          at  returned  expected
      [1][0]         3       3.5
      [1][1]       4.5         4
      largest error 0.14285715, tolerance 0.001
      """)
  }

  func testALongListIsCutAndCounted() {
    let table = compare(Array(repeating: 0.0, count: 100), Array(repeating: 1.0, count: 100)).table
    XCTAssertTrue(table.contains("… 100 entries differ"))
    XCTAssertEqual(table.split(separator: "\n").count, 9)
  }

  func testLengthsComeBeforeEntries() {
    XCTAssertEqual(
      compare([[1.0], [2.0]], [[1.0], [2.0, 3.0]]).table, "entry [1] has 1 elements, expected 2")
  }

  func testToleranceIsRelativeWhereNumbersAreLarge() {
    XCTAssertTrue(compare(1_000_000.0, 1_000_500.0).isClose)
    XCTAssertFalse(compare(1.0, 1.01).isClose)
    XCTAssertTrue(compare(Float.nan, .nan).isClose)
    XCTAssertFalse(compare(Double.nan, 0).isClose)
    XCTAssertFalse(compare(Double.infinity, 1e300).isClose)
    XCTAssertTrue(compare(-Double.infinity, -.infinity).isClose)
  }
}

final class RecordedCallTests: XCTestCase {
  private let double = Endpoint<Int, /* -> */ Int>("double")

  private func misconception(_ id: String, lives: String, _ body: @escaping @Sendable (Int) -> Int)
    -> Misconception
  {
    Misconception(id, lives: lives, sentence: id) { $0.bind(double, to: body) }
  }

  private func record(_ answers: [(Int, Int)]) -> [RecordedCall] {
    answers.map { RecordedCall(SubjectCall(double, $0.0), returned: $0.1) }
  }

  func testTheMistakeThatAnswersTheSameIsNamed() {
    let square = misconception("square", lives: "01.1") { $0 * $0 }
    let same = misconception("same", lives: "01.1") { $0 }
    // 2 is no evidence between double and square; 3 tells them apart.
    let calls = record([(2, 4), (3, 9)])
    XCTAssertEqual(
      calls.explanation(failedAt: 1, among: [same, square], checkpoint: "01.1")?.summary.id, "square")
    XCTAssertNil(calls.explanation(failedAt: 1, among: [same], checkpoint: "01.1"))
    XCTAssertNil(
      calls.explanation(failedAt: 1, among: [square], checkpoint: "01.2"), "not listed for that checkpoint")
  }

  func testLaterAnswersDecideBetweenTwo() {
    let square = misconception("square", lives: "01.1") { $0 * $0 }
    let nine = misconception("nine", lives: "01.1") { _ in 9 }
    let calls = record([(3, 9), (4, 9)])
    XCTAssertEqual(
      calls.explanation(failedAt: 0, among: [square, nine], checkpoint: "01.1")?.summary.id, "nine")
  }
}
