import XCTest

@testable import LabEngine

final class SampleTableTests: XCTestCase {
  private func problem(_ answer: Int) -> ReasoningProblem {
    ReasoningProblem(question: "", sums: [.init(answer, .times, 1), .init(answer, .plus, 0)])
  }

  /// A chain of `tokens` tokens with an answer, or none.
  private func chain(_ answer: Int?, tokens: Int = 10, logProbability: Double = -1) -> ReasoningSample {
    ReasoningSample(
      text: answer.map { "1 * 1 = 1\nanswer: \($0)" } ?? "1 * 1 = 1", tokens: tokens,
      logProbability: logProbability)
  }

  private func table(_ rows: [(answer: Int, given: [Int?])]) throws -> SampleTable {
    try SampleTable(
      problems: rows.map { problem($0.answer) }, samples: rows.map { $0.given.map { chain($0) } })
  }

  func testAccuraciesOfASmallTableByHand() throws {
    let table = try table([(5, [5, 5, 7, nil]), (8, [1, 1, 8, 1])])
    XCTAssertEqual(table.correct, [2, 1])
    XCTAssertEqual(try table.singleAccuracy().mean, 3 / 8)
    XCTAssertEqual(try table.voteAccuracy(of: 1).mean, 3 / 8)
    // Pairs: (5, 5) right, (7, none) wrong; (1, 1) wrong, (8, 1) tied and the first is right.
    XCTAssertEqual(try table.votesRight(of: 2), [0.5, 0.5])
    XCTAssertEqual(try table.voteAccuracy(of: 2, ties: .abstain).mean, 0.25)
    XCTAssertEqual(try table.voteAccuracy(of: 4).mean, 0.5)
    XCTAssertEqual(try table.voteGain(of: 4).mean, 0.5 - 3 / 8)
    // What is left over when the row does not divide is not used.
    XCTAssertEqual(try table.votesRight(of: 3), [1, 0])
    // Of six pairs five hold a right one, and three of the other row.
    XCTAssertEqual(try table.passAtK(2).mean, 2.0 / 3, accuracy: 1e-12)
    XCTAssertEqual(table.meanTokens, 10)
  }

  func testWeightsAndScoresChoose() throws {
    let rows = [[chain(5, logProbability: -9), chain(7, logProbability: -1), chain(5, logProbability: -9)]]
    let table = try SampleTable(problems: [problem(5)], samples: rows)
    XCTAssertEqual(try table.voteAccuracy(of: 3).mean, 1)
    XCTAssertEqual(try table.voteAccuracy(of: 3) { exp($0.logProbability) }.mean, 0)
    XCTAssertEqual(try table.choiceAccuracy(of: 3) { $1.logProbability }.mean, 0)
    XCTAssertEqual(try table.choiceAccuracy(of: 3) { -$1.logProbabilityPerToken }.mean, 1)
    // One at a time: the two right ones of three.
    XCTAssertEqual(try table.choiceAccuracy(of: 1) { $1.logProbability }.mean, 2.0 / 3, accuracy: 1e-12)
    let verifier = SimulatedVerifier.perfect
    XCTAssertEqual(try table.choiceAccuracy(of: 3) { verifier.score($1, for: $0) }.mean, 1)
    XCTAssertThrowsError(try table.choiceAccuracy(of: 3) { _, _ in .nan })
    XCTAssertThrowsError(try table.voteAccuracy(of: 3) { _ in .nan })
  }

  func testStoppingEarlyCountsWhatWasSpent() throws {
    let table = try table([(5, [5, 5, 5, 5, 5]), (8, [1, 8, 1, 8, 1])])
    let fixed = try table.votes(of: 5, stopping: .never)
    XCTAssertEqual(fixed.meanSamples, 5)
    XCTAssertEqual(fixed.meanTokens, 50)
    let settled = try table.votes(of: 5, stopping: .settled)
    XCTAssertEqual(settled.accuracy, fixed.accuracy)
    XCTAssertEqual(settled.meanSamples, 4)
    XCTAssertEqual(settled.meanTokens, 40)
  }

  func testAllocatingByDisagreement() throws {
    let table = try table([(5, [5, 5, 5, 5]), (8, [1, 8, 8, 8])])
    XCTAssertEqual(try table.disagreement(pilot: 2), [0, 0.5])
    let (accuracy, tokens) = try table.voteAccuracy(allocating: [1, 3])
    XCTAssertEqual(accuracy.mean, 1)
    XCTAssertEqual(tokens, 40)
    XCTAssertEqual(try table.voteAccuracy(allocating: [2, 2]).accuracy.mean, 0.5)
    XCTAssertThrowsError(try table.voteAccuracy(allocating: [1]))
    XCTAssertThrowsError(try table.voteAccuracy(allocating: [1, 5]))
    XCTAssertThrowsError(try table.voteAccuracy(allocating: [0, 1]))
    XCTAssertThrowsError(try table.disagreement(pilot: 0))
  }

  func testObedience() throws {
    let rows = [[chain(5), ReasoningSample(text: "a\nb\nc\nanswer: 5", tokens: 9, logProbability: 0)]]
    let table = try SampleTable(problems: [problem(5)], samples: rows)
    XCTAssertEqual(try table.obedience(to: 2).obeyed.mean, 0.5)
    XCTAssertEqual(try table.obedience(to: 3).obeyed.mean, 1)
    XCTAssertEqual(try table.obedience(to: 0).meanLines, 2)
    XCTAssertThrowsError(try table.obedience(to: -1))
  }

  func testPartsOfATable() throws {
    let table = try table([(5, [5, 5]), (8, [1, 1])])
    XCTAssertEqual(table.filtered { $0.answer == 8 }?.problems.map(\.answer), [8])
    XCTAssertNil(table.filtered { _ in false })
    XCTAssertNil(table.selecting([2]))
    XCTAssertEqual(table.selecting([1, 0])?.correct, [0, 2])
    let halves = try self.table([(5, [5, 5, 1, 1])])
    XCTAssertEqual(try [0..<2, 2..<4].map { try halves.chains($0).shares }, [[1], [0]])
    for range in [0..<0, 0..<5, -1..<1] { XCTAssertThrowsError(try halves.chains(range), "\(range)") }
  }

  func testWhatAPartCosts() throws {
    let table = try SampleTable(
      problems: [problem(5), problem(8)],
      samples: [[chain(5, tokens: 9), chain(5, tokens: 3)], [chain(8), chain(8)]],
      cost: SampleCost(promptTokens: 32, tokens: 32, seconds: 4))
    XCTAssertEqual(try table.cost(chains: 1), SampleCost(promptTokens: 32, tokens: 16, seconds: 2))
    XCTAssertEqual(table.selecting([0])?.cost, SampleCost(promptTokens: 12, tokens: 12, seconds: 1.5))
    XCTAssertThrowsError(try table.cost(chains: 3))
  }

  func testWhatIsNoTable() throws {
    XCTAssertThrowsError(try SampleTable(problems: [], samples: []))
    XCTAssertThrowsError(try SampleTable(problems: [problem(1)], samples: [[]]))
    XCTAssertThrowsError(try SampleTable(problems: [problem(1)], samples: []))
    XCTAssertThrowsError(
      try SampleTable(problems: [problem(1), problem(2)], samples: [[chain(1)], [chain(1), chain(2)]]))
    let table = try table([(5, [5, 5])])
    XCTAssertThrowsError(try table.voteAccuracy(of: 3)) {
      XCTAssertEqual($0 as? ReasoningError, .tooManyDraws(draws: 3, samples: 2))
    }
    XCTAssertThrowsError(try table.voteAccuracy(of: 0))
  }

  func testWhatASampleSays() {
    let sample = ReasoningSample(
      text: "7 * 38 = 266\n266 + 1012 = 1278\nanswer: €1,278.00", tokens: 30, logProbability: -2)
    XCTAssertEqual(sample.lines, ["7 * 38 = 266", "266 + 1012 = 1278"])
    XCTAssertEqual(sample.writtenAnswer, "€1,278.00")
    XCTAssertEqual(sample.answer, ExactNumber(1278))
    let broken = ReasoningSample(text: "7 * 38 = 266", tokens: 9, logProbability: -2, isFinished: false)
    XCTAssertNil(broken.answer)
    XCTAssertNil(broken.writtenAnswer)
  }
}
