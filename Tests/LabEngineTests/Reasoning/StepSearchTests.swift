import XCTest

@testable import LabEngine

final class StepSearchTests: XCTestCase {
  private let problem = ReasoningCorpus(seed: 9).problems(1, .heldOut)[0]

  private func untrained() throws -> ReasoningModel {
    try ReasoningModel(
      Transformer(
        .llama(
          vocabulary: ReasoningTokenizer().vocabulary.count, context: 80, dModel: 16, nLayers: 1, nHeads: 2,
          nKVHeads: 1, hidden: 32), seed: 4, matrices: .glorot))
  }

  /// Two clouds of points that a line parts, seen through the scorer's features.
  private func examples(_ count: Int, width: Int, seed: UInt64) -> [StepScorer.Example] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { index in
      let isRight = index % 3 == 0
      var hidden = (0..<width).map { _ in Float(random.normal()) }
      hidden[0] += isRight ? 3 : -3
      return StepScorer.Example(
        features: StepFeatures(hidden: hidden, logProbabilities: [-1, random.uniform() - 3]), isRight: isRight
      )
    }
  }

  func testAScorerLearnsWhatPartsItsExamples() throws {
    let scorer = try StepScorer(
      trainedOn: examples(400, width: 6, seed: 1), .init(hidden: 8, steps: 200, rate: 1e-2))
    let fresh = examples(300, width: 6, seed: 2)
    let scores = try fresh.map { try scorer.probability($0.features) }
    XCTAssertTrue(scores.allSatisfy { (0...1).contains($0) })
    XCTAssertGreaterThan(try XCTUnwrap(areaUnderCurve(scores: scores, isRight: fresh.map(\.isRight))), 0.98)
    // A third is right, and the scores are meant as probabilities.
    XCTAssertEqual(scores.reduce(0, +) / 300, 1 / 3, accuracy: 0.05)
    XCTAssertThrowsError(try scorer.probability(StepFeatures(hidden: [1], logProbabilities: [])))
    XCTAssertThrowsError(try StepScorer(trainedOn: [], .init()))
  }

  func testAScorerComesBackFromItsFile() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    let scorer = try StepScorer(
      trainedOn: examples(60, width: 4, seed: 1), .init(hidden: 5, steps: 20, rate: 1e-2))
    try scorer.write(to: url)
    let step = examples(1, width: 4, seed: 5)[0].features
    XCTAssertEqual(try StepScorer(contentsOf: url).probability(step), try scorer.probability(step))
    try Safetensors(tensors: []).write(to: url)
    XCTAssertThrowsError(try StepScorer(contentsOf: url))
  }

  /// What a search sees of a line while it writes is what a pass over the finished chain shows.
  func testAScoreWhileWritingIsTheScoreAfterwards() throws {
    let model = try untrained()
    let width = model.model.configuration.dModel
    let scorer = try StepScorer(
      trainedOn: examples(60, width: width, seed: 1), .init(hidden: 5, steps: 20, rate: 1e-2))
    let outcome = try model.search(problem, StepSearch(beams: 3, branches: 3, temperature: 0.8), by: scorer)
    XCTAssertFalse(outcome.chains.isEmpty)
    XCTAssertEqual(outcome.chains.map(\.score), outcome.chains.map(\.score).sorted(by: >))
    for (sample, score) in outcome.chains where sample.isFinished {
      guard try model.tokenizer.encode(sample.text).count + 1 == sample.tokens else { continue }
      let last = try XCTUnwrap(model.steps(of: sample.text, for: problem).last)
      XCTAssertEqual(try scorer.probability(last), score, accuracy: 1e-3)
    }
    XCTAssertGreaterThanOrEqual(outcome.cost.tokens, outcome.chains.map(\.sample.tokens).max() ?? 0)
  }

  /// One beam, one branch and no chance: plain generation.
  func testTheNarrowestSearchIsGreedyWriting() throws {
    let model = try untrained()
    let scorer = try StepScorer(
      trainedOn: examples(60, width: model.model.configuration.dModel, seed: 1),
      .init(hidden: 5, steps: 5, rate: 1e-2))
    let found = try model.search(problem, StepSearch(beams: 1, branches: 1, temperature: 0), by: scorer)
    let written = try model.sample([problem], SamplingPlan(samples: 1, temperature: 0)).samples[0][0]
    XCTAssertTrue(written.text.hasPrefix(found.chains[0].sample.text))
    XCTAssertThrowsError(try model.search(problem, StepSearch(beams: 0), by: scorer))
    XCTAssertThrowsError(try model.search(problem, StepSearch(branches: -1), by: scorer))
    XCTAssertThrowsError(try model.search(problem, StepSearch(beams: 65, branches: 64), by: scorer))
    XCTAssertThrowsError(try model.search(problem, StepSearch(beams: Int.max, branches: 2), by: scorer))
  }

  func testWhichLinesAreRight() {
    let problem = ReasoningProblem(
      question: "", sums: [.init(7, .times, 38), .init(266, .plus, 12)])
    func rightness(_ text: String) -> [Bool] {
      ReasoningSample(text: text, tokens: 0, logProbability: 0).rightness(for: problem)
    }
    XCTAssertEqual(rightness("7 * 38 = 266\n266 + 12 = 278\nanswer: €278"), [true, true, true])
    XCTAssertEqual(rightness("7 * 38 = 256\n256 + 12 = 268\nanswer: 268"), [false, false, false])
    XCTAssertEqual(rightness("7 * 38 = 266\n266 + 12 = 288\nanswer: 278"), [true, false, false])
    XCTAssertEqual(rightness("7 * 38 = 266\nanswer: 278"), [true, false])
    XCTAssertEqual(rightness(""), [false])
  }

  func testTheSumCheckerReadsSumsAndNotTheStory() {
    func score(_ text: String) -> Double {
      SumChecker.score(ReasoningSample(text: text, tokens: 0, logProbability: 0))
    }
    XCTAssertEqual(score("7 * 38 = 266\n266 + 12 = 278\nanswer: €278.00"), 1)
    XCTAssertEqual(score("7 + 38 = 45\nanswer: 45"), 1)
    XCTAssertEqual(score("7 * 38 = 256\nanswer: 256"), 0.5)
    XCTAssertEqual(score("7 * 38 = 266\nanswer: 267"), 0.5)
    XCTAssertEqual(score("answer: 5"), 0)
    XCTAssertEqual(score("99999999999999999999 * 2 = 3\nanswer: 3"), 0.5)
    XCTAssertEqual(score("9223372036854775807 * 2 = 0\nanswer: 0"), 0.5)
  }

  func testASimulatedVerifierErrsAsOftenAsItIsTold() throws {
    let verifier = try SimulatedVerifier(acceptsRight: 0.8, acceptsWrong: 0.3)
    let problems = ReasoningCorpus(seed: 2).problems(2000, .training)
    let (right, wrong) = problems.reduce(into: (0.0, 0.0)) { sums, problem in
      func accepted(_ answer: Int) -> Double {
        verifier.score(ReasoningSample(text: "answer: \(answer)", tokens: 0, logProbability: 0), for: problem)
      }
      sums.0 += accepted(problem.answer)
      sums.1 += accepted(problem.answer + 1)
    }
    // Five standard deviations.
    XCTAssertEqual(right / 2000, 0.8, accuracy: 0.045)
    XCTAssertEqual(wrong / 2000, 0.3, accuracy: 0.052)
    XCTAssertThrowsError(try SimulatedVerifier(acceptsRight: 1.1, acceptsWrong: 0))
    XCTAssertThrowsError(try SimulatedVerifier(acceptsRight: 1, acceptsWrong: .nan))
  }
}
