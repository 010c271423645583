import XCTest

@testable import LabEngine

final class CourseCorpusTests: XCTestCase {
  private let seeds: [UInt64] = [1, 2, 77]

  private func documents(_ count: Int, _ part: CourseCorpus.Part, seed: UInt64) -> [CorpusDocument] {
    Array(CourseCorpus(seed: seed).documents(part).prefix(count))
  }

  func testEqualSeedsGiveEqualTextsAndOthersDoNot() {
    let text = CourseCorpus(seed: 5).text(.training, bytes: 20_000)
    XCTAssertEqual(text, CourseCorpus(seed: 5).text(.training, bytes: 20_000))
    XCTAssertNotEqual(text, CourseCorpus(seed: 6).text(.training, bytes: 20_000))
    XCTAssertTrue(CourseCorpus(seed: 5).text(.training, bytes: 40_000).hasPrefix(text))
    XCTAssertTrue((20_000..<22_000).contains(text.utf8.count))
    XCTAssertEqual(CourseCorpus(seed: 5).text(.training, bytes: -1), "")
  }

  /// The promise that measuring on the held-out part measures more than memory, for any seeds.
  func testNoProblemIsOnBothSides() {
    var training: Set<String> = []
    var heldOut: Set<String> = []
    for seed in seeds {
      training.formUnion(documents(4000, .training, seed: seed).map(\.problem))
      heldOut.formUnion(documents(1000, .heldOut, seed: seed).map(\.problem))
    }
    XCTAssertGreaterThan(training.count, 5000)
    XCTAssertGreaterThan(heldOut.count, 300)
    XCTAssertEqual(training.intersection(heldOut), [])
  }

  /// What a problem says must be what its answer depends on, or disjoint problems could have equal answers to learn.
  func testEqualArithmeticProblemsHaveEqualSolutionsAndDifferentOnesDifferentNumbers() {
    var solutions: [String: String] = [:]
    var problems: [String: String] = [:]
    for document in documents(8000, .training, seed: 3) where document.kind == .arithmetic {
      let solution = document.text.components(separatedBy: "Answer: ")[1]
      XCTAssertEqual(solutions.updateValue(solution, forKey: document.problem) ?? solution, solution)
      let question = document.text.components(separatedBy: "\n")[0]
      XCTAssertEqual(
        problems.updateValue(document.problem, forKey: question) ?? document.problem, document.problem)
    }
    XCTAssertGreaterThan(solutions.count, 2000)
  }

  func testOneProblemInSixteenIsHeldOut() {
    var random = RandomStream(seed: 4)
    let drawn = Set((0..<8000).map { _ in CorpusDocument.draw(using: &random).problem })
    let heldOut = drawn.filter {
      CorpusDocument(kind: .arithmetic, problem: $0, text: "").part == .heldOut
    }
    // Five standard deviations.
    XCTAssertEqual(Double(heldOut.count) / Double(drawn.count), 1 / 16, accuracy: 0.02)
  }

  func testTheKindsComeInTheirShares() {
    let documents = documents(8000, .training, seed: 9)
    for kind in CorpusDocument.Kind.allCases {
      let share = Double(documents.count { $0.kind == kind }) / 8000
      XCTAssertEqual(share, kind.share / 100, accuracy: 0.03, kind.rawValue)
    }
    XCTAssertEqual(CorpusDocument.Kind.allCases.reduce(0) { $0 + $1.share }, 100)
  }

  func testDocumentsAreCleanText() {
    for document in documents(3000, .training, seed: 2) + documents(300, .heldOut, seed: 2) {
      XCTAssertFalse(document.text.contains { "{}".contains($0) }, document.text)
      XCTAssertFalse(document.text.contains("\n\n"), document.text)
      XCTAssertFalse(document.text.contains("  "), document.text)
      XCTAssertTrue(document.text.utf8.allSatisfy { $0 < 0x80 }, document.text)
      XCTAssertTrue(document.text.utf8.count < 700, document.text)
    }
  }

  /// Reads every sum in the text and does it again.
  func testEverySumIsRight() throws {
    let sum = /(\d+) ([-+*\/]) (\d+) = (\d+)/
    var count = 0
    for document in documents(4000, .training, seed: 8) {
      for match in document.text.matches(of: sum) {
        let (left, right) = (try XCTUnwrap(Int(match.1)), try XCTUnwrap(Int(match.3)))
        let result: Int
        switch match.2 {
        case "+": result = left + right
        case "-": result = left - right
        case "*": result = left * right
        default:
          XCTAssertEqual(left % right, 0, document.text)
          result = left / right
        }
        XCTAssertEqual(String(result), String(match.4), document.text)
        count += 1
      }
    }
    XCTAssertGreaterThan(count, 5000)
  }

  func testTheLastSumIsTheAnswer() throws {
    var stories: Set<String> = []
    for document in documents(2000, .training, seed: 8) where document.kind == .arithmetic {
      let match = try XCTUnwrap(document.text.firstMatch(of: /= (\d+)\. The answer is (\d+)\.$/))
      XCTAssertEqual(match.1, match.2, document.text)
      stories.insert(String(document.problem.prefix { $0 != " " }))
    }
    XCTAssertEqual(stories, Set(ArithmeticProblem.Story.allCases.map(\.rawValue)))
  }
}
