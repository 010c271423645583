import Foundation
import XCTest

@testable import LabEngine

final class PreferenceTrainerTests: XCTestCase {
  private let model = Result {
    try Transformer(
      .llama(vocabulary: 11, context: 16, dModel: 16, nLayers: 1, nHeads: 2, nKVHeads: 1, hidden: 32), seed: 2
    )
  }

  /// Answers of which those with more ones are preferred.
  private func pairs(_ count: Int) throws -> [TokenizedPreference] {
    var random = RandomStream(seed: 8)
    return try (0..<count).map { _ in
      let prompt = (0..<4).map { _ in Int(random.next() % 11) }
      let answer = (0..<4).map { _ in 2 + Int(random.next() % 9) }
      return TokenizedPreference(
        chosen: try PromptedAnswer(prompt: prompt, answer: [1] + answer),
        rejected: try PromptedAnswer(prompt: prompt, answer: answer))
    }
  }

  private func settings(_ loss: PreferenceLoss, steps: Int = 30) -> PreferenceSettings {
    PreferenceSettings(
      loss: loss, steps: steps, batchSize: 8, schedule: LearningRateSchedule(peak: 3e-3, warmup: 2))
  }

  func testEveryLossRaisesTheMarginOfItsPairs() throws {
    let losses: [PreferenceLoss] = [
      .dpo(beta: 0.1), .conservativeDPO(beta: 0.1, flipped: 0.1), .ipo(beta: 0.1), .hinge(beta: 0.1),
      .kto(beta: 0.1), .orpo(lambda: 1), .simPO(beta: 2, gamma: 0.5),
    ]
    let pairs = try pairs(32)
    for loss in losses {
      var trainer = try PreferenceTrainer(try model.get(), on: pairs, settings(loss))
      try trainer.run()
      XCTAssertTrue(trainer.isFinished)
      let scored = try trainer.evaluate(pairs)
      XCTAssertGreaterThan(try XCTUnwrap(scored.meanMargin), 0.3, "\(loss)")
      XCTAssertGreaterThan(try XCTUnwrap(scored.accuracy), 0.9, "\(loss)")
      let (first, last) = (try XCTUnwrap(trainer.progress.first), try XCTUnwrap(trainer.progress.last))
      XCTAssertLessThan(last.loss, first.loss, "\(loss)")
      XCTAssertEqual(last.margin, last.chosenLogRatio - last.rejectedLogRatio, accuracy: 1e-9)
    }
  }

  func testThePolicyBeginsAsItsReference() throws {
    let pairs = try pairs(16)
    var trainer = try PreferenceTrainer(try model.get(), on: pairs, settings(.dpo(beta: 0.5)))
    let first = try trainer.advance()
    XCTAssertEqual(first.loss, log(2), accuracy: 1e-5)
    XCTAssertEqual(first.margin, 0, accuracy: 1e-4)
    try trainer.run()
    XCTAssertEqual(trainer.reference.parameters, try model.get().parameters)
    // What the trainer stored at the start is what the reference says now.
    let scored = try trainer.evaluate(pairs)
    let chosen = try trainer.reference.scores(of: pairs.map(\.chosen))
    for (pair, score) in zip(scored, chosen) {
      XCTAssertEqual(pair.referenceChosen, score.logProbability, accuracy: 1e-5)
      XCTAssertEqual(pair.chosenTokens, 5)
      XCTAssertEqual(pair.rejectedTokens, 4)
    }
  }

  func testARunIsAFunctionOfItsSettings() throws {
    func policy(seed: UInt64) throws -> [Tensor] {
      var settings = settings(.dpo(beta: 0.5), steps: 5)
      settings.seed = seed
      var trainer = try PreferenceTrainer(try model.get(), on: pairs(20), settings)
      try trainer.run()
      return trainer.policy.parameters
    }
    XCTAssertEqual(try policy(seed: 1), try policy(seed: 1))
    XCTAssertNotEqual(try policy(seed: 1), try policy(seed: 2))
  }

  func testALargeBetaKeepsThePolicyNearer() throws {
    let pairs = try pairs(32)
    let margins = try [0.05, 50].map { beta in
      var trainer = try PreferenceTrainer(try model.get(), on: pairs, settings(.dpo(beta: beta), steps: 60))
      try trainer.run()
      return try XCTUnwrap(trainer.evaluate(pairs).meanMargin)
    }
    XCTAssertGreaterThan(margins[0], 2 * margins[1])
  }

  func testWhatCannotBeTrained() throws {
    let model = try model.get()
    XCTAssertThrowsError(try PreferenceTrainer(model, on: [])) {
      XCTAssertEqual($0 as? PreferenceError, .noPairs)
    }
    XCTAssertThrowsError(try PreferenceTrainer(model, on: pairs(2), settings(.dpo(beta: 0)))) {
      XCTAssertEqual("\($0)", "β must be positive, not 0.0")
    }
    XCTAssertThrowsError(try PreferenceTrainer(model, on: pairs(2), settings(.dpo(beta: 1), steps: 0)))
    let broken = try model.replacing(["norm.gain": Tensor(repeating: .nan, shape: [16])])
    XCTAssertThrowsError(try PreferenceTrainer(broken, on: pairs(2)))
  }

  func testLengthBias() throws {
    func pair(_ margin: Double, _ chosen: Int, _ rejected: Int) throws -> PairLogProbabilities {
      try PairLogProbabilities(
        policyChosen: margin - 9, policyRejected: -9, referenceChosen: -9, referenceRejected: -9,
        chosenTokens: chosen, rejectedTokens: rejected)
    }
    let bias = try LengthBias(of: [pair(1, 5, 4), pair(3, 7, 4), pair(-1, 3, 4), pair(0, 4, 4)])
    XCTAssertEqual(bias.chosenIsLonger, 2.5 / 4)
    XCTAssertEqual(bias.meanDifference, 0.75)
    XCTAssertEqual(try XCTUnwrap(bias.correlation), 1, accuracy: 1e-12)
    XCTAssertNil(try LengthBias(of: [pair(1, 5, 4), pair(2, 5, 4)]).correlation)
    XCTAssertThrowsError(try LengthBias(of: []))
  }
}
