import Foundation
import XCTest

@testable import LabEngine

/// Answers scored through a transformer, against the transformer written out in float64.
final class AnswerScoringTests: XCTestCase {
  private static let configuration = TransformerConfiguration.llama(
    vocabulary: 7, context: 16, dModel: 16, nLayers: 2, nHeads: 4, nKVHeads: 2, hidden: 32)

  private func model(seed: UInt64) throws -> Transformer {
    // Larger matrices than a fresh model has, so that its distributions are far from even.
    let model = try Transformer(Self.configuration, seed: seed)
    var random = RandomStream(seed: seed, stream: 99)
    let parameters = try model.parameters.map { tensor in
      tensor.rank < 2
        ? tensor
        : try Tensor(tensor.values.map { _ in 0.4 * Float(random.normal()) }, shape: tensor.shape)
    }
    return try Transformer(Self.configuration, parameters: parameters)
  }

  private func answers(seed: UInt64, count: Int) throws -> [PromptedAnswer] {
    var random = RandomStream(seed: seed)
    func ids(_ range: ClosedRange<Int>) -> [Int] {
      (0..<range.randomElement(using: &random, or: 1)).map { _ in Int(random.next() % 7) }
    }
    return try (0..<count).map { _ in try PromptedAnswer(prompt: ids(1...6), answer: ids(1...8)) }
  }

  /// log-softmax of the logits before each token of the answer, by the definition.
  private func plainScore(_ answer: PromptedAnswer, _ model: Transformer) -> [Double] {
    let logits = PlainTransformer(model).logits(answer.prompt + answer.answer)
    return answer.answer.indices.map { i in
      let row = logits[answer.prompt.count + i - 1]
      return row[answer.answer[i]] - log(row.reduce(0) { $0 + exp($1) })
    }
  }

  func testScoresAreThoseOfTheDefinition() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let model = try model(seed: seed)
      let answers = try answers(seed: seed, count: 9)
      for batchSize in [1, 4, 16] {
        let scores = try model.scores(of: answers, batchSize: batchSize)
        XCTAssertEqual(scores.count, answers.count)
        for (score, answer) in zip(scores, answers) {
          let expected = plainScore(answer, model)
          XCTAssertEqual(score.tokenLogProbabilities.count, expected.count)
          for (actual, expected) in zip(score.tokenLogProbabilities, expected) {
            XCTAssertEqual(actual, expected, accuracy: 2e-5, "seed \(seed), batches of \(batchSize)")
          }
          XCTAssertEqual(score.logProbability, expected.reduce(0, +), accuracy: 1e-4)
          XCTAssertEqual(
            score.meanLogProbability, expected.reduce(0, +) / Double(expected.count), accuracy: 2e-5)
        }
      }
    }
  }

  /// The slope along a random direction of all parameters, of a loss that weighs a chosen and a rejected answer.
  func testGradientsOfAPreferenceLossReachTheParameters() throws {
    let seed: UInt64 = 11
    let model = try model(seed: seed)
    let pair = try answers(seed: seed, count: 2)
    let loss = PreferenceLoss.dpo(beta: 0.7)
    let frozen = [-9.0, -8.0]
    func scored(_ logs: [Double]) throws -> PairLogProbabilities {
      try PairLogProbabilities(
        policyChosen: logs[0], policyRejected: logs[1], referenceChosen: frozen[0],
        referenceRejected: frozen[1])
    }
    let tape = Tape()
    let recorded = model.recorded(on: tape)
    let batch = try recorded.answers(AnswerBatch(pair))
    let slopes = try loss.evaluate(scored(try batch.scores.map(\.logProbability))).gradient
    try batch.weighted(by: [slopes.policyChosen, slopes.policyRejected]).backward()

    var random = RandomStream(seed: seed, stream: 1)
    let direction = model.parameters.map { $0.values.map { _ in Float(random.normal()) } }
    let slope = try zip(recorded.parameters, direction).reduce(0.0) { sum, pair in
      try zip(pair.0.gradient.values, pair.1).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
    }
    func plainLoss(_ step: Float) throws -> Double {
      let moved = try Transformer(
        Self.configuration,
        parameters: zip(model.parameters, direction).map { tensor, direction in
          try Tensor(zip(tensor.values, direction).map { $0 + step * $1 }, shape: tensor.shape)
        })
      return try loss.evaluate(scored(pair.map { plainScore($0, moved).reduce(0, +) })).value
    }
    let step: Float = 1e-3
    let expected = (try plainLoss(step) - plainLoss(-step)) / (2 * Double(step))
    XCTAssertEqual(slope, expected, accuracy: 1e-2 * max(1, abs(expected)), "seed \(seed)")
  }

  /// Over all answers of up to three tokens, the mean of the divergence along an answer is the divergence of the
  /// distributions over whole answers.
  func testDivergenceAlongAnswersAveragesToTheExactOne() throws {
    let (policy, reference) = (try model(seed: 5), try model(seed: 6))
    let prompt = [3, 1]
    var answers: [PromptedAnswer] = []
    for a in 0..<7 {
      for b in 0..<7 {
        for c in 0..<7 { answers.append(try PromptedAnswer(prompt: prompt, answer: [a, b, c])) }
      }
    }
    let own = try policy.scores(of: answers).map(\.logProbability)
    let other = try reference.scores(of: answers).map(\.logProbability)
    XCTAssertEqual(own.reduce(0) { $0 + exp($1) }, 1, accuracy: 1e-5)
    let exact = zip(own, other).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
    let along = try policy.divergence(from: reference, along: answers)
    let mean = zip(own, along).reduce(0) { $0 + exp($1.0) * $1.1 }
    XCTAssertGreaterThan(exact, 0.5)
    XCTAssertEqual(mean, exact, accuracy: 1e-4)
    XCTAssertTrue(along.allSatisfy { $0 >= 0 })
    for value in try policy.divergence(from: policy, along: Array(answers.prefix(5))) {
      XCTAssertEqual(value, 0, accuracy: 1e-6)
    }
  }

  func testWhatCannotBeScored() throws {
    XCTAssertThrowsError(try PromptedAnswer(prompt: [], answer: [1])) {
      XCTAssertEqual($0 as? PreferenceError, .emptyPrompt)
    }
    XCTAssertThrowsError(try PromptedAnswer(prompt: [1], answer: [])) {
      XCTAssertEqual($0 as? PreferenceError, .emptyCompletion(name: "the answer"))
    }
    let model = try model(seed: 1)
    XCTAssertEqual(try model.scores(of: []), [])
    XCTAssertThrowsError(try model.scores(of: [PromptedAnswer(prompt: [1], answer: [7])]))
    XCTAssertThrowsError(try model.scores(of: [PromptedAnswer(prompt: [-1], answer: [1])]))
    XCTAssertThrowsError(
      try model.scores(of: [PromptedAnswer(prompt: [1], answer: [Int](repeating: 1, count: 17))]))
    XCTAssertThrowsError(try model.scores(of: [PromptedAnswer(prompt: [1], answer: [1])], batchSize: 0))
    let recorded = try model.recorded(on: Tape()).answers(
      AnswerBatch([PromptedAnswer(prompt: [1], answer: [1])]))
    XCTAssertThrowsError(try recorded.weighted(by: [1, 2]))
  }
}

extension ClosedRange where Bound == Int {
  fileprivate func randomElement(using random: inout RandomStream, or fallback: Int) -> Int {
    randomElement(using: &random) ?? fallback
  }
}
