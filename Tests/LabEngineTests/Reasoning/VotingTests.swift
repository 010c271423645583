import XCTest

@testable import LabEngine

final class VotingTests: XCTestCase {
  func testAMajorityWinsAndAbstentionsDoNot() throws {
    let tally = try VoteTally<Int>([nil, nil, nil, 5, 7, 5])
    XCTAssertEqual(tally.winner(), 5)
    XCTAssertEqual(tally.abstentions, 3)
    XCTAssertEqual(tally.candidates.map(\.votes), [2, 1])
    XCTAssertEqual(tally.agreement, 2 / 6)
  }

  func testTies() throws {
    let tally = try VoteTally<Int>([3, 9, 9, 3, 1])
    XCTAssertTrue(tally.isTied)
    XCTAssertEqual(tally.leaders.map(\.answer), [3, 9])
    XCTAssertEqual(tally.winner(), 3)
    XCTAssertNil(tally.winner(ties: .abstain))
    let drawn = (0..<400).compactMap { tally.winner(ties: .random(seed: $0)) }
    // Four standard deviations.
    XCTAssertEqual(Double(drawn.count { $0 == 3 }), 200, accuracy: 40)
    XCTAssertEqual(Set(drawn), [3, 9])
    XCTAssertEqual(tally.winner(ties: .random(seed: 5)), tally.winner(ties: .random(seed: 5)))
  }

  func testAllAbstainAndAllTie() throws {
    let empty = try VoteTally<Int>([nil, nil])
    XCTAssertNil(empty.winner())
    XCTAssertFalse(empty.isTied)
    XCTAssertEqual(empty.agreement, 0)
    let tied = try VoteTally<Int>([4, 3, 2, 1])
    XCTAssertEqual(tied.winner(), 4)
    XCTAssertNil(tied.winner(ties: .abstain))
  }

  func testWeightsDecide() throws {
    XCTAssertEqual(try VoteTally<Int>([1, 1, 2], weights: [0.2, 0.2, 0.5]).winner(), 2)
    XCTAssertEqual(try VoteTally<Int>([1, 2], weights: [0, 0]).winner(ties: .abstain), nil)
    XCTAssertThrowsError(try VoteTally<Int>([1, 2], weights: [1, .nan])) {
      guard case .invalidScore(_, sample: 1)? = $0 as? ReasoningError else { return XCTFail("\($0)") }
    }
    XCTAssertThrowsError(try VoteTally<Int>([1], weights: [-1]))
    XCTAssertThrowsError(try VoteTally<Int>([1], weights: [.infinity]))
    XCTAssertThrowsError(try VoteTally<Int>([1], weights: [])) {
      XCTAssertEqual($0 as? ReasoningError, .lengthsDiffer("answers", 1, "weights", 0))
    }
    XCTAssertThrowsError(try VoteTally<Int>([])) { XCTAssertEqual($0 as? ReasoningError, .noSamples) }
  }

  /// Every sequence of votes with its probability, one by one.
  func testMajorityAccuracyAgainstEnumeration() throws {
    for voters in 1...11 {
      for p in [0, 0.1, 0.4, 0.5, 0.73, 1] {
        var expected = 0.0
        for outcome in 0..<(1 << voters) {
          let right = outcome.nonzeroBitCount
          let probability = pow(p, Double(right)) * pow(1 - p, Double(voters - right))
          expected += probability * (2 * right > voters ? 1 : 2 * right == voters ? 0.5 : 0)
        }
        XCTAssertEqual(
          try Binomial.majorityAccuracy(p: p, voters: voters), expected, accuracy: 1e-12, "\(voters) \(p)")
      }
    }
  }

  func testMajorityAccuracyOfPublishedValues() throws {
    for (voters, expected) in [(1, 0.6), (3, 0.648), (5, 0.68256), (11, 0.753498), (41, 0.903483)] {
      XCTAssertEqual(try Binomial.majorityAccuracy(p: 0.6, voters: voters), expected, accuracy: 5e-7)
    }
    XCTAssertEqual(try Binomial.majorityAccuracy(p: 0.4, voters: 41), 0.096517, accuracy: 5e-7)
    XCTAssertEqual(try Binomial.majorityAccuracy(p: 0.5, voters: 1_000_001), 0.5, accuracy: 1e-9)
    XCTAssertThrowsError(try Binomial.majorityAccuracy(p: 0.5, voters: 0)) {
      XCTAssertEqual($0 as? ReasoningError, .noSamples)
    }
    for p in [-0.1, 1.1, .nan] { XCTAssertThrowsError(try Binomial.majorityAccuracy(p: p, voters: 3)) }
    XCTAssertThrowsError(try Binomial(trials: -1, probability: 0.5))
  }

  /// The density of Beta(a + 1, b + 1) above one half, by summing thin slices.
  func testConfidenceAgainstNumericalIntegration() throws {
    for (a, b) in [(0, 0), (1, 0), (3, 1), (7, 7), (12, 5)] {
      let slices = 20_000
      let density = (0..<slices).map { slice in
        let x = (Double(slice) + 0.5) / Double(slices)
        return pow(x, Double(a)) * pow(1 - x, Double(b))
      }
      let expected = density[(slices / 2)...].reduce(0, +) / density.reduce(0, +)
      XCTAssertEqual(try EarlyStop.confidence(leader: a, second: b), expected, accuracy: 1e-7)
    }
  }

  func testASettledVoteNeverChanges() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let length = random.number(in: 1...20)
      let answers = (0..<length).map { _ -> Int? in
        let drawn = random.number(in: 0...4)
        return drawn == 0 ? nil : min(drawn, 2)
      }
      let (drawn, winner) = try EarlyStop.settled.vote(answers)
      XCTAssertEqual(winner, try VoteTally(answers).winner(), "seed \(seed): \(answers)")
      XCTAssertEqual(try EarlyStop.never.vote(answers).drawn, length)
      XCTAssertLessThanOrEqual(drawn, length)
    }
    XCTAssertEqual(try EarlyStop.settled.vote([5, 5, 5, 1, 2]).drawn, 3)
  }

  func testAConfidentVoteStops() throws {
    let answers = [Int?](repeating: 8, count: 16)
    let (drawn, winner) = try EarlyStop.confident(0.95).vote(answers)
    // 1 − 2⁻⁵ is the first to pass: four votes for one answer and none for another.
    XCTAssertEqual(drawn, 4)
    XCTAssertEqual(winner, 8)
    XCTAssertThrowsError(try EarlyStop.confident(1).vote(answers))
    XCTAssertThrowsError(try EarlyStop.confident(.nan).vote(answers))
    XCTAssertThrowsError(try EarlyStop.never.vote([Int?]())) {
      XCTAssertEqual($0 as? ReasoningError, .noSamples)
    }
  }
}
