import XCTest

@testable import LabEngine

final class ReasoningSamplingTests: XCTestCase {
  /// An untrained model, whose chains are nonsense that obeys the same laws.
  private func untrained() throws -> ReasoningModel {
    try ReasoningModel(
      Transformer(
        .llama(
          vocabulary: ReasoningTokenizer().vocabulary.count, context: 96, dModel: 16, nLayers: 2, nHeads: 2,
          nKVHeads: 1, hidden: 32), seed: 4, matrices: .glorot))
  }

  private let problems = ReasoningCorpus(seed: 9).problems(4, .heldOut)

  /// The prompt is read once and continued in a batch; reading everything anew gives the same scores.
  func testBranchedCachesAgreeWithReadingEverythingAnew() throws {
    let model = try untrained().model
    var cache = try model.makeCache(count: 1, capacity: 40)
    _ = try model.prefill([20, 21, 22, 23], into: &cache)
    var branches = try cache.selecting([0, 0, 0])
    _ = try model.decode([5, 6, 7], cache: &branches)
    var kept = try branches.selecting([2, 0, 2])
    try kept.truncate(1, to: 4)
    let scores = try model.decode([8, 9, 10], cache: &kept)
    let width = model.configuration.vocabulary
    let texts = [[20, 21, 22, 23, 7, 8], [20, 21, 22, 23, 9], [20, 21, 22, 23, 7, 10]]
    for (row, text) in texts.enumerated() {
      let expected = try model.logits(text).suffix(width)
      for (score, wanted) in zip(scores[row * width..<(row + 1) * width], expected) {
        XCTAssertEqual(score, wanted, accuracy: 1e-4)
      }
    }
    XCTAssertThrowsError(try branches.selecting([3]))
    XCTAssertThrowsError(try branches.selecting([]))
    XCTAssertThrowsError(try branches.truncate(0, to: 6))
  }

  func testEqualSeedsGiveEqualChainsWhateverIsSampledBeside() throws {
    let model = try untrained()
    let plan = SamplingPlan(samples: 5, temperature: 0.9, seed: 3)
    let table = try model.sample(problems, plan)
    let again = try model.sample(problems, plan)
    XCTAssertEqual(table.samples, again.samples)
    let fewer = try model.sample(
      Array(problems.prefix(2)), SamplingPlan(samples: 3, temperature: 0.9, seed: 3))
    // Batches of other sizes round differently in the last places, so the texts are compared.
    XCTAssertEqual(
      fewer.samples.map { $0.map(\.text) }, table.samples.prefix(2).map { $0.prefix(3).map(\.text) })
    XCTAssertNotEqual(
      try model.sample(problems, SamplingPlan(samples: 5, temperature: 0.9, seed: 4)).samples, table.samples)
    XCTAssertEqual(
      table.cost.tokens, table.samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens } })
    XCTAssertEqual(
      table.cost.promptTokens,
      try problems.reduce(0) { try $0 + model.tokenizer.encode($1.prompt()).count })
  }

  /// The first token of many chains, counted, against the model's own probabilities.
  func testFirstTokensComeAsOftenAsTheModelSays() throws {
    let model = try untrained()
    let prompt = try model.tokenizer.encode(problems[0].prompt())
    let temperature: Float = 0.8
    let sampler = try Sampler(SamplingSettings(temperature: temperature), random: RandomStream(seed: 1))
    let scores = try model.model.logits(prompt).suffix(model.model.configuration.vocabulary)
    let expected = try sampler.distribution(from: Array(scores))
    let (rounds, batch) = (40, 500)
    var drawn = [Double](repeating: 0, count: expected.count)
    for round in 0..<rounds {
      var request = model.request(
        prompt, SamplingPlan(temperature: temperature, seed: 12), stream: UInt64(round))
      request.maximum = 1
      request.stops = []
      for completion in try model.model.generate(request, count: batch) { drawn[completion.tokens[0]] += 1 }
    }
    let count = Double(rounds * batch)
    for (token, probability) in expected.enumerated() {
      let deviation = (probability * (1 - probability) / count).squareRoot()
      XCTAssertEqual(drawn[token] / count, probability, accuracy: 5 * deviation + 1e-6, "seed 12")
    }
  }

  func testALogProbabilityIsThatOfOnePass() throws {
    let model = try untrained()
    let table = try model.sample(problems, SamplingPlan(samples: 8, temperature: 0.7, seed: 2))
    var compared = 0
    for (problem, row) in zip(table.problems, table.samples) {
      for sample in row {
        // Nonsense may be spelled in another way when it is read again, and is then another chain.
        let tokens = try model.tokenizer.encode(sample.text).count + (sample.isFinished ? 1 : 0)
        guard tokens == sample.tokens else { continue }
        compared += 1
        XCTAssertEqual(
          try model.logProbability(of: sample.text, for: problem), sample.logProbability, accuracy: 1e-3)
      }
    }
    XCTAssertGreaterThan(compared, 4)
  }

  func testWhatCannotBeSampled() throws {
    let model = try untrained()
    for samples in [0, -1, 4097] {
      XCTAssertThrowsError(try model.sample(problems, SamplingPlan(samples: samples)))
    }
    XCTAssertThrowsError(try model.sample([], SamplingPlan())) {
      XCTAssertEqual($0 as? ReasoningError, .noSamples)
    }
    let endless = String(repeating: "7 lamps go back. ", count: 50)
    XCTAssertThrowsError(try model.sample([ReasoningProblem(question: endless, sums: [])])) {
      guard case .contextOverflow? = $0 as? TransformerError else { return XCTFail("\($0)") }
    }
    XCTAssertThrowsError(try model.sample(problems, SamplingPlan(budget: .lines(10))))
    XCTAssertThrowsError(try model.sample(problems, SamplingPlan(temperature: .nan)))
    XCTAssertThrowsError(
      try ReasoningModel(
        Transformer(
          TransformerConfiguration(vocabulary: 9, context: 8, dModel: 8, nLayers: 1, nHeads: 1), seed: 1)))
  }
}
