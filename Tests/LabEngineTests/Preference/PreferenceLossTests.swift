import Foundation
import XCTest

@testable import LabEngine

final class PreferenceLossTests: XCTestCase {
  private let pair = try? PairLogProbabilities(
    policyChosen: -10, policyRejected: -14, referenceChosen: -11, referenceRejected: -13)
  private let tied = try? PairLogProbabilities(
    policyChosen: -5, policyRejected: -5, referenceChosen: -5, referenceRejected: -5)

  private static let losses: [PreferenceLoss] = [
    .dpo(beta: 0.1), .dpo(beta: 2), .conservativeDPO(beta: 0.3, flipped: 0.1), .ipo(beta: 0.1),
    .ipo(beta: 0.4, averaged: true), .hinge(beta: 0.2), .kto(beta: 0.5),
    .kto(beta: 0.2, desirable: 1.5, undesirable: 0.5), .orpo(lambda: 0.25), .simPO(beta: 2, gamma: 0.5),
  ]

  func testKnownValues() throws {
    let pair = try XCTUnwrap(pair)
    XCTAssertEqual(try PreferenceLoss.dpo(beta: 0.1).evaluate(pair).value, 0.598139, accuracy: 5e-7)
    XCTAssertEqual(
      try PreferenceLoss.conservativeDPO(beta: 0.1, flipped: 0.1).evaluate(pair).value, 0.618139,
      accuracy: 5e-7)
    XCTAssertEqual(try PreferenceLoss.ipo(beta: 0.1).evaluate(pair).value, 9, accuracy: 1e-12)
    XCTAssertEqual(try PreferenceLoss.hinge(beta: 0.1).evaluate(pair).value, 0.8, accuracy: 1e-12)
    let swapped = try PairLogProbabilities(
      policyChosen: -14, policyRejected: -10, referenceChosen: -13, referenceRejected: -11)
    XCTAssertEqual(try PreferenceLoss.dpo(beta: 0.1).evaluate(swapped).value, 0.798139, accuracy: 5e-7)
    let withoutReference = try PairLogProbabilities(
      policyChosen: -10, policyRejected: -14, referenceChosen: 0, referenceRejected: 0)
    XCTAssertEqual(
      try PreferenceLoss.dpo(beta: 0.1).evaluate(withoutReference).value, 0.513015, accuracy: 5e-7)
  }

  func testKnownValuesAtEqualLogProbabilities() throws {
    let tied = try XCTUnwrap(tied)
    XCTAssertEqual(try PreferenceLoss.dpo(beta: 0.1).evaluate(tied).value, 0.693147, accuracy: 5e-7)
    XCTAssertEqual(try PreferenceLoss.ipo(beta: 0.1).evaluate(tied).value, 25, accuracy: 1e-12)
    XCTAssertEqual(try PreferenceLoss.kto(beta: 0.1).evaluate(tied).value, 0.5, accuracy: 1e-12)
    XCTAssertEqual(
      try PreferenceLoss.simPO(beta: 2, gamma: 1).evaluate(tied).value, 1.313262, accuracy: 5e-7)
  }

  func testORPOAtKnownMeans() throws {
    XCTAssertEqual(
      PreferenceLoss.logOdds(-0.5) - PreferenceLoss.logOdds(-1), 0.974077, accuracy: 5e-7)
    let pair = try PairLogProbabilities(
      policyChosen: -2, policyRejected: -3, referenceChosen: 0, referenceRejected: 0, chosenTokens: 4,
      rejectedTokens: 3)
    XCTAssertEqual(
      try PreferenceLoss.orpo(lambda: 1).evaluate(pair).value, 0.5 + 0.320300, accuracy: 5e-7)
  }

  func testLargeMarginsDoNotOverflow() throws {
    let hopeless = try PairLogProbabilities(
      policyChosen: -1e4, policyRejected: 0, referenceChosen: 0, referenceRejected: 0)
    let evaluation = try PreferenceLoss.dpo(beta: 0.1).evaluate(hopeless)
    XCTAssertEqual(evaluation.value, 1000, accuracy: 1e-9)
    XCTAssertEqual(evaluation.gradient.policyChosen, -0.1, accuracy: 1e-12)
    XCTAssertEqual(Logistic.logSigmoid(1e4), 0)
    XCTAssertEqual(Logistic.sigmoid(-1e4), 0)
  }

  func testGradientsAreTheSlopes() throws {
    let seed: UInt64 = 505
    var random = RandomStream(seed: seed)
    for loss in Self.losses {
      for _ in 0..<40 {
        let numbers = (0..<4).map { _ in -0.5 - 12 * random.uniform() }
        let tokens = (1 + Int(random.next() % 9), 1 + Int(random.next() % 9))
        func value(_ numbers: [Double]) throws -> PreferenceLoss.Evaluation {
          try loss.evaluate(
            PairLogProbabilities(
              policyChosen: numbers[0], policyRejected: numbers[1], referenceChosen: numbers[2],
              referenceRejected: numbers[3], chosenTokens: tokens.0, rejectedTokens: tokens.1),
            divergence: 0.3)
        }
        let gradient = try value(numbers).gradient
        let slopes = [
          gradient.policyChosen, gradient.policyRejected, gradient.referenceChosen,
          gradient.referenceRejected,
        ]
        for position in numbers.indices {
          var (up, down) = (numbers, numbers)
          up[position] += 1e-5
          down[position] -= 1e-5
          let expected = (try value(up).value - value(down).value) / 2e-5
          XCTAssertEqual(
            slopes[position], expected, accuracy: 1e-6 * max(1, abs(expected)),
            "\(loss) at \(numbers), number \(position), seed \(seed)")
        }
      }
    }
  }

  func testTheMeanOfABatch() throws {
    let pairs = try PairLogProbabilities.pairs(
      policyChosen: [-3, -4, -6], policyRejected: [-5, -3, -9], referenceChosen: [-4, -4, -7],
      referenceRejected: [-4, -4, -8])
    let divergence = 1.0 / 6  // log-ratios 1, 0, 1 of the chosen and −1, 1, −1 of the rejected answers
    for loss in Self.losses {
      let single = try pairs.map { try loss.evaluate($0, divergence: divergence) }
      let batch = try loss.evaluate(pairs)
      XCTAssertEqual(batch.value, single.reduce(0) { $0 + $1.value } / 3, accuracy: 1e-12)
      for (gradient, own) in zip(batch.gradients, single) {
        XCTAssertEqual(gradient.policyChosen, own.gradient.policyChosen / 3, accuracy: 1e-12)
        XCTAssertEqual(gradient.policyRejected, own.gradient.policyRejected / 3, accuracy: 1e-12)
      }
    }
    XCTAssertEqual(try XCTUnwrap(pairs.accuracy), 2.0 / 3)
    XCTAssertEqual(try XCTUnwrap(pairs.meanMargin), (2.0 - 1 + 2) / 3, accuracy: 1e-12)
  }

  func testATieCountsHalf() throws {
    XCTAssertEqual([try XCTUnwrap(tied)].accuracy, 0.5)
    XCTAssertNil([PairLogProbabilities]().accuracy)
  }

  func testConstantsThatMakeNoSense() throws {
    let pair = try XCTUnwrap(pair)
    let wrong: [(PreferenceLoss, String)] = [
      (.dpo(beta: 0), "β must be positive, not 0.0"), (.dpo(beta: -1), "β must be positive, not -1.0"),
      (.ipo(beta: .nan), "β must be positive, not nan"),
      (.hinge(beta: .infinity), "β must be positive, not inf"),
      (.conservativeDPO(beta: 1, flipped: 0.5), "the share of flipped labels must be in 0..<0.5, not 0.5"),
      (.kto(beta: 1, desirable: 0), "the weight of desirable answers must be positive, not 0.0"),
      (.orpo(lambda: 0), "λ must be positive, not 0.0"),
      (.simPO(beta: 1, gamma: -1), "γ must be 0 or more, not -1.0"),
    ]
    for (loss, sentence) in wrong {
      XCTAssertThrowsError(try loss.evaluate(pair)) { XCTAssertEqual("\($0)", sentence) }
    }
  }

  func testInputsThatMakeNoSense() throws {
    for bad in [Double.nan, .infinity, -.infinity] {
      XCTAssertThrowsError(
        try PairLogProbabilities(
          policyChosen: -1, policyRejected: -1, referenceChosen: bad, referenceRejected: -1)
      ) {
        guard case .notFinite(let name, _)? = $0 as? PreferenceError else { return XCTFail("\($0)") }
        XCTAssertEqual(name, "the reference's log-probability of the chosen answer")
      }
    }
    XCTAssertThrowsError(
      try PairLogProbabilities(
        policyChosen: -1, policyRejected: -1, referenceChosen: -1, referenceRejected: -1, rejectedTokens: 0)
    ) { XCTAssertEqual($0 as? PreferenceError, .emptyCompletion(name: "the rejected answer")) }
    XCTAssertThrowsError(
      try PairLogProbabilities.pairs(
        policyChosen: [-1, -2], policyRejected: [-1], referenceChosen: [-1, -2], referenceRejected: [-1, -2])
    ) {
      XCTAssertEqual($0 as? PreferenceError, .unequalLengths(name: "policyRejected", count: 1, expected: 2))
    }
    XCTAssertThrowsError(try PreferenceLoss.dpo(beta: 1).evaluate([])) {
      XCTAssertEqual($0 as? PreferenceError, .noPairs)
    }
    let certain = try PairLogProbabilities(
      policyChosen: 0, policyRejected: -1, referenceChosen: 0, referenceRejected: 0)
    XCTAssertThrowsError(try PreferenceLoss.orpo(lambda: 1).evaluate(certain)) {
      XCTAssertEqual($0 as? PreferenceError, .certainCompletion(name: "the chosen answer"))
    }
  }

  func testBradleyTerry() throws {
    XCTAssertEqual(try BradleyTerry.probability(chosen: 3, rejected: 3), 0.5)
    XCTAssertEqual(try BradleyTerry.probability(chosen: 1, rejected: 0), 0.731059, accuracy: 5e-7)
    XCTAssertEqual(try BradleyTerry.loss(chosen: 0, rejected: 1e4).value, 1e4)
    let (value, chosen, rejected) = try BradleyTerry.loss(chosen: 0.7, rejected: -0.2)
    XCTAssertEqual(value, -log(1 / (1 + exp(-0.9))), accuracy: 1e-12)
    let up = try BradleyTerry.loss(chosen: 0.7 + 1e-5, rejected: -0.2).value
    let down = try BradleyTerry.loss(chosen: 0.7 - 1e-5, rejected: -0.2).value
    XCTAssertEqual(chosen, (up - down) / 2e-5, accuracy: 1e-8)
    XCTAssertEqual(rejected, -chosen)
    XCTAssertThrowsError(try BradleyTerry.probability(chosen: .nan, rejected: 0))
  }
}
