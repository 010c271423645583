import XCTest

@testable import LabEngine

final class ReasoningMeasuringTests: XCTestCase {
  /// Counts the draws of k of n that hold a right one: all subsets, one by one.
  func testPassAtKAgainstEverySubset() throws {
    for n in 1...10 {
      for c in 0...n {
        for k in 1...n {
          let subsets = (0..<(1 << n)).filter { $0.nonzeroBitCount == k }
          let passing = subsets.count { $0 & ((1 << c) - 1) != 0 }
          XCTAssertEqual(
            try PassAtK.estimate(samples: n, correct: c, k: k), Double(passing) / Double(subsets.count),
            accuracy: 1e-12, "n \(n) c \(c) k \(k)")
        }
      }
    }
  }

  func testPassAtKPublishedValueAndLargeNumbers() throws {
    XCTAssertEqual(try PassAtK.estimate(samples: 10, correct: 3, k: 5), 0.916667, accuracy: 5e-7)
    // Drawing one from a million is the plain share.
    XCTAssertEqual(try PassAtK.estimate(samples: 1_000_000, correct: 250_000, k: 1), 0.25, accuracy: 1e-9)
  }

  func testPassAtKRefusesWhatCannotBe() {
    let cases: [(Int, Int, Int, ReasoningError)] = [
      (0, 0, 1, .noSamples), (5, 6, 1, .tooManyCorrect(correct: 6, samples: 5)),
      (5, 1, 6, .tooManyDraws(draws: 6, samples: 5)),
    ]
    for (n, c, k, error) in cases {
      XCTAssertThrowsError(try PassAtK.estimate(samples: n, correct: c, k: k)) {
        XCTAssertEqual($0 as? ReasoningError, error)
      }
    }
    XCTAssertThrowsError(try PassAtK.estimate(samples: 5, correct: -1, k: 1))
    XCTAssertThrowsError(try PassAtK.estimate(samples: 5, correct: 1, k: 0))
    XCTAssertThrowsError(try PassAtK.mean(samples: 5, correct: [], k: 1))
  }

  /// Wilson's interval holds the shares from which the observed one is z standard deviations away at most.
  func testWilsonAgainstItsDefinition() throws {
    for (correct, trials) in [(0, 10), (3, 10), (10, 10), (61, 100)] {
      let measured = try Measured(correct: correct, of: trials)
      let share = Double(correct) / Double(trials)
      let inside = (0...100_000).map { Double($0) / 100_000 }.filter {
        abs(share - $0) <= 1.959964 * ($0 * (1 - $0) / Double(trials)).squareRoot() + 1e-12
      }
      XCTAssertEqual(measured.low, try XCTUnwrap(inside.first), accuracy: 2e-5)
      XCTAssertEqual(measured.high, try XCTUnwrap(inside.last), accuracy: 2e-5)
    }
    XCTAssertThrowsError(try Measured(correct: 1, of: 0))
    XCTAssertThrowsError(try Measured(correct: 3, of: 2))
    XCTAssertThrowsError(try Measured([1, .nan]))
    XCTAssertThrowsError(try Measured([]))
    XCTAssertThrowsError(try Measured([1], level: 1))
  }

  func testAreaUnderCurveAgainstAllPairs() throws {
    var random = RandomStream(seed: 3)
    for size in [2, 3, 10, 60] {
      let scores = (0..<size).map { _ in Double(random.number(in: 0...5)) }
      let isRight = (0..<size).map { $0 == 0 || ($0 > 1 && random.number(in: 0...1) == 0) }
      var (wins, pairs) = (0.0, 0.0)
      for i in 0..<size where isRight[i] {
        for j in 0..<size where !isRight[j] {
          wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
          pairs += 1
        }
      }
      XCTAssertEqual(
        try XCTUnwrap(areaUnderCurve(scores: scores, isRight: isRight)), wins / pairs, accuracy: 1e-12)
    }
    XCTAssertNil(areaUnderCurve(scores: [1, 2], isRight: [true, true]))
  }

  func testBestOfN() throws {
    XCTAssertEqual(try BestOfN.index(scores: [0.2, 0.9, 0.9, -.infinity]), 1)
    XCTAssertEqual(try BestOfN.index(scores: [-.infinity, -.infinity]), 0)
    XCTAssertThrowsError(try BestOfN.index(scores: []))
    for scores in [[.nan], [1, .nan], [.nan, 1]] as [[Double]] {
      XCTAssertThrowsError(try BestOfN.index(scores: scores))
    }
  }

  func testAllocationsSumToTheBudget() throws {
    XCTAssertEqual(try SampleAllocation.uniform(10, problems: 4), [3, 3, 2, 2])
    XCTAssertEqual(try SampleAllocation.byWeight(10, weights: [0, 0, 0]), [4, 3, 3])
    XCTAssertEqual(try SampleAllocation.byWeight(10, weights: [1, 0, 4]), [2, 0, 8])
    XCTAssertEqual(try SampleAllocation.byWeight(10, weights: [1, 0, 4], most: 5), [5, 0, 5])
    XCTAssertEqual(try SampleAllocation.byWeight(12, weights: [1, 0, 4], most: 5), [5, 2, 5])
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomStream(seed: seed)
      let weights = (0..<random.number(in: 1...9)).map { _ in random.uniform() * 1e300 }
      let most = random.number(in: 1...20)
      let total = random.number(in: 0...most * weights.count)
      let given = try SampleAllocation.byWeight(total, weights: weights, most: most)
      XCTAssertEqual(given.reduce(0, +), total, "seed \(seed)")
      XCTAssertTrue(given.allSatisfy { (0...most).contains($0) }, "seed \(seed)")
    }
    XCTAssertThrowsError(try SampleAllocation.byWeight(10, weights: [1, .nan]))
    XCTAssertThrowsError(try SampleAllocation.byWeight(10, weights: []))
    XCTAssertThrowsError(try SampleAllocation.byWeight(11, weights: [1, 1], most: 5))
    XCTAssertThrowsError(try SampleAllocation.byWeight(-1, weights: [1]))
  }

  /// Every way of giving odd numbers to three problems.
  func testAllocationByGainIsTheBest() throws {
    for shares in [[0.55, 0.9, 0.7], [0.6, 0.6, 0.99], [0.3, 0.8, 0.52]] {
      let total = 15
      let given = try SampleAllocation.byGain(total, shares: shares)
      let odd = stride(from: 1, through: total, by: 2)
      var best = 0.0
      for a in odd {
        for b in odd {
          for c in odd where a + b + c <= total { best = max(best, try expected(shares, [a, b, c])) }
        }
      }
      XCTAssertEqual(try expected(shares, given), best, accuracy: 1e-12, "\(shares): \(given)")
      XCTAssertLessThanOrEqual(given.reduce(0, +), total)
    }
    XCTAssertThrowsError(try SampleAllocation.byGain(2, shares: [0.5, 0.5, 0.5]))
    XCTAssertThrowsError(try SampleAllocation.byGain(3, shares: [2]))
  }

  private func expected(_ shares: [Double], _ counts: [Int]) throws -> Double {
    try zip(shares, counts).reduce(0) { try $0 + Binomial.majorityAccuracy(p: $1.0, voters: $1.1) }
  }
}
