import Foundation
import XCTest

@testable import LabEngine

final class RewardTests: XCTestCase {
  private let model = Result {
    try Transformer(
      .llama(vocabulary: 11, context: 16, dModel: 16, nLayers: 1, nHeads: 2, nKVHeads: 1, hidden: 32), seed: 2
    )
  }

  private func answer(_ random: inout RandomStream, _ first: Int?) throws -> PromptedAnswer {
    let words = (0..<3).map { _ in 2 + Int(random.next() % 9) }
    return try PromptedAnswer(prompt: [0], answer: (first.map { [$0] } ?? []) + words)
  }

  private func pairs(_ count: Int, seed: UInt64) throws -> [TokenizedPreference] {
    var random = RandomStream(seed: seed)
    return try (0..<count).map { _ in
      TokenizedPreference(chosen: try answer(&random, 1), rejected: try answer(&random, nil))
    }
  }

  func testTheFittedRewardTellsUnseenPairsApart() throws {
    let judge = try RewardModel(reading: try model.get(), preferring: pairs(40, seed: 1))
    XCTAssertGreaterThan(try judge.accuracy(on: pairs(40, seed: 2)), 0.9)
    let all = try pairs(40, seed: 1).flatMap { [$0.chosen, $0.rejected] }
    XCTAssertEqual(try judge.rewards(of: all).reduce(0, +), 0, accuracy: 1e-6)
    XCTAssertThrowsError(try RewardModel(reading: try model.get(), preferring: []))
    XCTAssertThrowsError(try RewardModel(reading: try model.get(), preferring: pairs(2, seed: 1), penalty: 0))
    XCTAssertThrowsError(try judge.accuracy(on: []))
  }

  /// The loss at the fitted weights, by the definition, is lower than anywhere near them.
  func testTheFitIsTheMinimum() throws {
    let seed: UInt64 = 4
    var random = RandomStream(seed: seed)
    let differences = (0..<30).map { _ in (0..<5).map { _ in random.normal() + 0.3 } }
    func plain(_ w: [Double]) -> Double {
      let squares = w.reduce(0) { $0 + $1 * $1 }
      let losses = differences.map { log(1 + exp(-zip(w, $0).reduce(0) { $0 + $1.0 * $1.1 })) }
      return losses.reduce(0, +) / 30 + 0.05 / 2 * squares
    }
    let weights = (0..<5).map { _ in random.normal() }
    var gradient = [Double](repeating: 9, count: 5)
    let value = RewardModel.loss(weights, differences, penalty: 0.05, &gradient)
    XCTAssertEqual(value, plain(weights), accuracy: 1e-12)
    for i in 0..<5 {
      var (up, down) = (weights, weights)
      up[i] += 1e-5
      down[i] -= 1e-5
      XCTAssertEqual(gradient[i], (plain(up) - plain(down)) / 2e-5, accuracy: 1e-7, "seed \(seed)")
    }
  }

  func testFeaturesAreMeansOverTheAnswerAlone() throws {
    let model = try model.get()
    let answers = [
      try PromptedAnswer(prompt: [0, 3, 5], answer: [7, 1]),
      try PromptedAnswer(prompt: [2], answer: [4, 4, 9, 1]),
    ]
    for (features, answer) in zip(try model.features(of: answers), answers) {
      let ids = answer.prompt + answer.answer
      let hidden = try model.recorded(on: Tape(), frozen: true).hiddenStates(ids).value.values
      for i in 0..<16 {
        let states = (answer.prompt.count..<ids.count).map { Double(hidden[$0 * 16 + i]) }
        XCTAssertEqual(features[i], states.reduce(0, +) / Double(states.count), accuracy: 1e-5)
      }
    }
  }

  func testAdvantagesCompareWithTheOthersOfAGroup() {
    let advantages = PolicyGradientTrainer.advantages([1, 2, 3, 6, 5, 5, 5, 5], group: 4)
    for (actual, expected) in zip(advantages, [1 - 11.0 / 3, 2 - 10.0 / 3, 0, 4, 0, 0, 0, 0]) {
      XCTAssertEqual(actual, expected, accuracy: 1e-12)
    }
    XCTAssertEqual(PolicyGradientTrainer.advantages([4], group: 4), [4])
  }

  /// The course's model writes more of a letter when the reward counts it, and stays nearer on a leash.
  func testAPolicyGradientRaisesItsRewardAndTheLeashHolds() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../../Models/course").standardizedFileURL
    let (model, tokenizer) = try ModelFolder(root).load()
    let desk = ReturnDesk(seed: 2)
    func run(leash: Double) throws -> [PolicyGradientProgress] {
      var settings = PolicyGradientSettings(leash: leash, steps: 8, questions: 4, answers: 4, maximum: 24)
      settings.schedule = LearningRateSchedule(peak: 3e-4, warmup: 1, shape: .constant)
      var trainer = try PolicyGradientTrainer(
        model, on: desk.questions(.training, 20), with: AnswerTokenizer(tokenizer), settings
      ) { $0.map { Double($0.text.count { $0 == "e" }) } }
      try trainer.run()
      XCTAssertEqual(trainer.reference.parameters, model.parameters)
      return trainer.progress
    }
    let (free, held) = (try run(leash: 0), try run(leash: 50))
    XCTAssertEqual(free[0].divergence, 0, accuracy: 1e-3)
    func mean(_ steps: ArraySlice<PolicyGradientProgress>, _ value: (PolicyGradientProgress) -> Double)
      -> Double
    {
      steps.reduce(0) { $0 + value($1) } / Double(steps.count)
    }
    XCTAssertGreaterThan(mean(free.suffix(3), \.reward), mean(free.prefix(3), \.reward) + 0.3)
    XCTAssertGreaterThan(mean(free.suffix(3), \.divergence), mean(held.suffix(3), \.divergence))
  }

  func testRewardsThatCannotBeUsed() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../../Models/course").standardizedFileURL
    let (model, tokenizer) = try ModelFolder(root).load()
    let questions = ReturnDesk().questions(.training, 2)
    func step(_ settings: PolicyGradientSettings, _ rewards: [Double]) throws {
      var trainer = try PolicyGradientTrainer(
        model, on: questions, with: AnswerTokenizer(tokenizer), settings
      ) { _ in rewards }
      _ = try trainer.advance()
    }
    let settings = PolicyGradientSettings(leash: 0, questions: 1, answers: 2, maximum: 2)
    XCTAssertThrowsError(try step(settings, [1])) {
      XCTAssertEqual(
        $0 as? PreferenceError, .unequalLengths(name: "the list of rewards", count: 1, expected: 2))
    }
    XCTAssertThrowsError(try step(settings, [1, .infinity])) {
      XCTAssertEqual($0 as? PreferenceError, .notFinite(name: "a reward", value: .infinity))
    }
    for wrong in [
      PolicyGradientSettings(leash: -1), PolicyGradientSettings(leash: .nan),
      PolicyGradientSettings(leash: 0, answers: 1), PolicyGradientSettings(leash: 0, steps: 0),
    ] {
      XCTAssertThrowsError(try wrong.validate())
    }
  }
}
