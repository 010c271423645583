import XCTest

@testable import LabEngine

final class GenerationTests: XCTestCase {
  /// A model that has learned to count from 0 to 9 and begin again.
  private func counter() throws -> Transformer {
    let configuration = TransformerConfiguration.llama(
      vocabulary: 11, context: 24, dModel: 32, nLayers: 2, nHeads: 4, nKVHeads: 2)
    var settings = TrainingSettings(steps: 120, batchSize: 4, context: 24)
    settings.schedule = LearningRateSchedule(peak: 0.01, warmup: 10)
    var trainer = try Trainer(Transformer(configuration, seed: 1), on: (0..<500).map { $0 % 10 }, settings)
    try trainer.run { _, _ in .goOn }
    return trainer.model
  }

  func testATrainedModelGoesOnAsItWasTaught() throws {
    let model = try counter()
    var seen: [Int] = []
    let completion = try model.generate(
      GenerationRequest(prompt: [3, 4, 5], maximum: 12, sampling: .greedy)
    ) {
      seen.append($0)
      return true
    }
    XCTAssertEqual(completion.tokens, [6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7])
    XCTAssertEqual(seen, completion.tokens)
    XCTAssertEqual(completion.reason, .length)
    XCTAssertGreaterThan(completion.logProbability, -1)
  }

  func testLogProbabilitiesAreThoseOfTheWholeSequence() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[4].configuration, seed: 3)
    let request = GenerationRequest(
      prompt: [1, 2], maximum: 8, sampling: SamplingSettings(temperature: 0.7, topK: 5), seed: 4)
    let completion = try model.generate(request)
    let whole = PlainTransformer(model).logits([1, 2] + completion.tokens)
    for (index, token) in completion.tokens.enumerated() {
      let row = whole[index + 1]
      XCTAssertEqual(completion.logProbabilities[index], row[token] - Plain.logSumExp(row), accuracy: 1e-4)
    }
    XCTAssertEqual(try model.generate(request), completion, "the same seed, the same text")
  }

  func testWhyATextEnds() throws {
    let model = try counter()
    func end(
      maximum: Int, stops: [[Int]] = [], onToken: (Int) -> Bool = { _ in true }
    ) throws -> (tokens: [Int], reason: Completion.Reason) {
      let request = GenerationRequest(prompt: [0, 1, 2], maximum: maximum, sampling: .greedy, stops: stops)
      let completion = try model.generate(request, onToken: onToken)
      XCTAssertEqual(completion.tokens.count, completion.logProbabilities.count)
      return (completion.tokens, completion.reason)
    }
    XCTAssertTrue(try end(maximum: 0) == ([], .length))
    XCTAssertTrue(try end(maximum: 4) == ([3, 4, 5, 6], .length))
    XCTAssertTrue(try end(maximum: 9, stops: [[9], [6, 7]]) == ([3, 4, 5], .stop))
    XCTAssertTrue(try end(maximum: 9, stops: [[7, 6]]).reason == .length)
    XCTAssertTrue(try end(maximum: 9, onToken: { $0 < 5 }) == ([3, 4, 5], .caller))
    // 24 positions: after 21 read back, one more can be chosen, but not read.
    let full = try end(maximum: 100)
    XCTAssertEqual(full.tokens.count, 22)
    XCTAssertEqual(full.reason, .context)
  }

  func testTextsSideBySideEqualTextsAlone() throws {
    let model = try counter()
    let request = GenerationRequest(
      prompt: [0, 1], maximum: 10, sampling: SamplingSettings(temperature: 3), stops: [[5]], seed: 8)
    let many = try model.generate(request, count: 12)
    XCTAssertEqual(many.map(\.sample), Array(0..<12))
    XCTAssertEqual(many[0].tokens, try model.generate(request).tokens)
    XCTAssertEqual(many[0].tokens, try model.generate(request, count: 1)[0].tokens)
    XCTAssertEqual(many[..<3].map(\.tokens), try model.generate(request, count: 3).map(\.tokens))
    XCTAssertGreaterThan(Set(many.map(\.tokens)).count, 8, "streams of their own")
    XCTAssertEqual(Set(many.map(\.reason)), [.stop, .length], "some end early, the others go on")
    for completion in many where completion.reason == .length { XCTAssertEqual(completion.tokens.count, 10) }
    XCTAssertTrue(
      try model.generate(GenerationRequest(prompt: [1], maximum: 0), count: 2).allSatisfy { $0.tokens == [] })
  }

  func testBadInputIsRefused() throws {
    var model = try ModelZoo.model(ModelZoo.configurations[0].configuration, seed: 3)
    for request in [
      GenerationRequest(prompt: [], maximum: 1), GenerationRequest(prompt: [13], maximum: 1),
      GenerationRequest(prompt: [1], maximum: -1), GenerationRequest(prompt: [1], maximum: 1, stops: [[]]),
      GenerationRequest(prompt: [Int](repeating: 1, count: 13), maximum: 1),
      GenerationRequest(prompt: [1], maximum: 1, sampling: SamplingSettings(topK: -1)),
    ] {
      XCTAssertThrowsError(try model.generate(request), "\(request)")
      XCTAssertThrowsError(try model.generate(request, count: 2), "\(request)")
    }
    XCTAssertThrowsError(try model.generate(GenerationRequest(prompt: [1], maximum: 1), count: 0))
    XCTAssertNoThrow(try model.generate(GenerationRequest(prompt: [1], maximum: Int.max)))
    model.parameters[0].values[0] = .nan
    XCTAssertThrowsError(try model.generate(GenerationRequest(prompt: [1], maximum: 3))) {
      XCTAssertTrue($0 is GenerationError, "\($0)")
    }
  }
}
