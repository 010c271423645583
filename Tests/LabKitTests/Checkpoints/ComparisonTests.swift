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

  func testWhatCannotBeToldFromZeroIsExpectedAsZero() {
    let quarterTurn = PlainTensor([-4.4e-8, 1, 2e-5], shape: [3])
    XCTAssertEqual(Describing.value(quarterTurn, within: 1e-5), "[0, 1, 2e-05]")
    XCTAssertEqual(Describing.value([[7.5e-8, -1e-8], [0.5, -3]], within: 1e-6), "[[0, 0], [0.5, -3.0]]")
    XCTAssertEqual(Describing.value([7.5e-8], within: 1e-9), "[7.5e-08]")
    let table = compare(PlainTensor([0.25, 1, 2e-5], shape: [3]), quarterTurn, within: 1e-5).table
    XCTAssertTrue(table.contains("[0]      0.25         0"), table)
  }

  func testOptionalsAreSpelledAsPeopleWriteThem() {
    XCTAssertEqual(Describing.value(["31", nil, "29"] as [String?]), #"["31", nil, "29"]"#)
    XCTAssertEqual(Describing.value([] as [Int?]), "[]")
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

  func testATensorIsComparedByItsShapeAndThenByIndex() {
    let expected = PlainTensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2])
    XCTAssertEqual(
      compare(PlainTensor(rows: [[1, 2], [3, 4]]), expected).table, "the shape is [2, 2], expected [2, 2, 2]")
    var returned = expected
    returned[1, 0, 1] = 0
    XCTAssertTrue(compare(returned, expected).table.contains("[1][0][1]         0         6"))
  }

  func testARecordIsComparedByItsPropertiesWhereverItStands() throws {
    let (returned, expected) = (Pair(first: 1, second: [2, 3]), Pair(first: 1, second: [2, 5]))
    XCTAssertTrue(compare(returned, expected).table.contains("second[1]         3         5"))
    let inLists = compare([[expected, returned]], [[expected, expected]]).table
    XCTAssertTrue(inLists.contains("[0][1].second[1]         3         5"), inLists)
    XCTAssertTrue(compare(expected, expected).isClose)
    let short = Pair(first: 1, second: [2])
    XCTAssertEqual(compare(short, expected).table, "entry second has 1 elements, expected 2")
  }

  func testAPartOfARecordIsNamed() {
    var comparison = Comparison(tolerance: 1e-3)
    comparison.compare("sum", 1.0, with: 2.0)
    XCTAssertTrue(comparison.table.contains("sum         1         2"))
    comparison.compare("keys", PlainTensor(shape: [1]), with: PlainTensor(shape: [2]))
    XCTAssertEqual(comparison.table, "the shape of `keys` is [1], expected [2]")
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
    Misconception(id, lives: lives, sentence: id) { [double] in $0.bind(double, to: body) }
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

  func testAMistakeThatRemembersBeginsAnew() {
    let counter = Misconception("counter", lives: "01.1", sentence: "counts its calls") { [double] in
      let calls = Memory(0)
      $0.bind(double) { _ in
        calls.use { count in
          count += 1
          return count
        }
      }
    }
    let calls = record([(3, 1), (3, 2), (3, 3)])
    for index in calls.indices {
      XCTAssertEqual(
        calls.explanation(failedAt: index, among: [counter], checkpoint: "01.1")?.summary.id, "counter")
    }
  }
}

private struct Pair: WireRecord, Hashable, Approximable {
  var first: Double
  var second: [Int]

  static var fields: some WireFields<Pair> { Fields(Pair.init(first:second:), \.first, \.second) }
}
