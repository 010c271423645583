import Foundation
import XCTest

@testable import LabEngine

final class SamplerTests: XCTestCase {
  /// Probabilities .4, .3, .2, .1 for tokens 1, 3, 0, 2.
  private let logits: [Float] = [log(0.2), log(0.4), log(0.1), log(0.3)]

  private func distribution(_ settings: SamplingSettings, history: [Int] = []) throws -> [Double] {
    try Sampler(settings, random: RandomStream(seed: 1)).distribution(from: logits, history: history)
  }

  private func assertEqual(_ actual: [Double], _ expected: [Double], line: UInt = #line) {
    XCTAssertEqual(actual.count, expected.count, line: line)
    for (a, b) in zip(actual, expected) { XCTAssertEqual(a, b, accuracy: 1e-6, line: line) }
  }

  func testEachSettingShapesTheDistributionAsDefined() throws {
    assertEqual(try distribution(SamplingSettings()), [0.2, 0.4, 0.1, 0.3])
    assertEqual(try distribution(.greedy), [0, 1, 0, 0])
    // p² over their sum .04 + .16 + .01 + .09 = .3
    assertEqual(
      try distribution(SamplingSettings(temperature: 0.5)), [0.04 / 0.3, 0.16 / 0.3, 0.01 / 0.3, 0.09 / 0.3])
    assertEqual(try distribution(SamplingSettings(topK: 2)), [0, 4 / 7, 0, 3 / 7])
    assertEqual(try distribution(SamplingSettings(topK: 9)), [0.2, 0.4, 0.1, 0.3])
    assertEqual(try distribution(SamplingSettings(topP: 0.65)), [0, 4 / 7, 0, 3 / 7])
    assertEqual(try distribution(SamplingSettings(topP: 0.75)), [2 / 9, 4 / 9, 0, 3 / 9])
    assertEqual(try distribution(SamplingSettings(topP: 0.01)), [0, 1, 0, 0])
    assertEqual(try distribution(SamplingSettings(minP: 0.45)), [2 / 9, 4 / 9, 0, 3 / 9])
    assertEqual(try distribution(SamplingSettings(minP: 1)), [0, 1, 0, 0])
    assertEqual(try distribution(SamplingSettings(topK: 3, topP: 0.7, minP: 0.8)), [0, 1, 0, 0])
    // Negative scores are multiplied: p becomes p².
    let penalized = [0.2, 0.16, 0.1, 0.3].map { $0 / 0.76 }
    assertEqual(try distribution(SamplingSettings(repetitionPenalty: 2), history: [1, 1]), penalized)
    let positive = try Sampler(SamplingSettings(repetitionPenalty: 2), random: RandomStream(seed: 1))
      .distribution(from: [2, 2], history: [0])
    XCTAssertEqual(positive[0], exp(1) / (exp(1) + exp(2)), accuracy: 1e-6)
  }

  func testChoicesFollowTheDistributionAndTheSeed() throws {
    var sampler = try Sampler(SamplingSettings(topK: 3), random: RandomStream(seed: 5))
    var copy = sampler
    var counts = [0.0, 0, 0, 0]
    for _ in 0..<20_000 {
      let choice = try sampler.choose(from: logits)
      XCTAssertEqual(choice, try copy.choose(from: logits))
      XCTAssertEqual(choice.logProbability, Double(logits[choice.token]), accuracy: 1e-6)
      counts[choice.token] += 1
    }
    for (count, expected) in zip(counts, [2 / 9.0, 4 / 9.0, 0, 3 / 9.0]) {
      XCTAssertEqual(count / 20_000, expected, accuracy: 0.015)
    }
  }

  func testTiesGoToTheSmallestToken() throws {
    var greedy = try Sampler(.greedy, random: RandomStream(seed: 1))
    XCTAssertEqual(try greedy.choose(from: [1, 3, 3, 2]).token, 1)
    var first = try Sampler(SamplingSettings(topK: 1), random: RandomStream(seed: 1))
    XCTAssertEqual(try first.choose(from: [1, 3, 3, 2]).token, 1)
  }

  func testForbiddenTokensAndHugeScores() throws {
    let sampler = try Sampler(random: RandomStream(seed: 1))
    assertEqual(try sampler.distribution(from: [-.infinity, 1000, 1000]), [0, 0.5, 0.5])
    assertEqual(try sampler.distribution(from: [-1e30, 1e30]), [0, 1])
    let cold = try Sampler(SamplingSettings(temperature: 1e-30), random: RandomStream(seed: 1))
    assertEqual(try cold.distribution(from: [1, 2, 1.999]), [0, 1, 0])
  }

  func testWhatCannotBeSampledIsRefused() throws {
    var sampler = try Sampler(random: RandomStream(seed: 1))
    XCTAssertThrowsError(try sampler.choose(from: [0, .nan])) {
      XCTAssertTrue("\($0)".contains("token 1"), "\($0)")
    }
    XCTAssertThrowsError(try sampler.choose(from: [.infinity, 0]))
    XCTAssertThrowsError(try sampler.choose(from: [-.infinity, -.infinity]))
    XCTAssertThrowsError(try sampler.choose(from: []))
    for settings in [
      SamplingSettings(temperature: -1), SamplingSettings(temperature: .nan), SamplingSettings(topK: 0),
      SamplingSettings(topP: 0), SamplingSettings(topP: 1.5), SamplingSettings(minP: -0.1),
      SamplingSettings(repetitionPenalty: 0),
    ] {
      XCTAssertThrowsError(try Sampler(settings, random: RandomStream(seed: 1)), "\(settings)")
    }
  }
}
