import XCTest

@testable import LabEngine

/// What the course promises of the model that it ships.
final class ShippedReasoningModelTests: XCTestCase {
  private func folder() throws -> ModelFolder {
    ModelFolder(
      URL(filePath: #filePath).appending(path: "../../../../Models/reasoning").standardized)
  }

  func testModelAndScorerTakeTwoMegabytesAtMost() throws {
    let sizes = try [folder().model, folder().stepScorer].map {
      try XCTUnwrap(FileManager.default.attributesOfItem(atPath: $0.path)[.size] as? Int)
    }
    XCTAssertLessThanOrEqual(sizes.reduce(0, +), 2_000_000)
  }

  /// On problems that neither training nor the recipe has seen.
  func testItIsRightMoreOftenThanNotAndVotesAddToIt() throws {
    let model = try ReasoningModel(contentsOf: folder())
    let table = try model.sample(ReasoningCorpus(seed: 99).problems(60, .heldOut), SamplingPlan(samples: 16))
    let single = try table.singleAccuracy()
    XCTAssertTrue((0.4...0.85).contains(single.mean), "\(single)")
    XCTAssertGreaterThan(try table.voteGain(of: 16).low, 0)
    // Far more is lost where the answer has to be given at once.
    let direct = try model.sample(table.problems, SamplingPlan(samples: 2, budget: .direct))
    XCTAssertLessThan(try direct.singleAccuracy().mean, single.mean / 2)
    XCTAssertGreaterThan(try direct.obedience(to: 0).obeyed.mean, 0.9)
  }

  func testTheScorerTellsRightLinesFromWrongOnes() throws {
    let model = try ReasoningModel(contentsOf: folder())
    let scorer = try StepScorer(contentsOf: folder().stepScorer)
    let problems = ReasoningCorpus(seed: 98).problems(40, .heldOut)
    let examples = try model.stepExamples(of: model.sample(problems, SamplingPlan(samples: 4)))
    let scores = try examples.map { try scorer.probability($0.features) }
    let area = try XCTUnwrap(areaUnderCurve(scores: scores, isRight: examples.map(\.isRight)))
    XCTAssertGreaterThan(area, 0.7)
    let outcome = try model.search(problems[0], StepSearch(), by: scorer)
    XCTAssertNotNil(outcome.answer)
    XCTAssertLessThanOrEqual(outcome.chains.count, 16 * 10)
  }

  func testForcingMakesEveryChainObey() throws {
    let model = try ReasoningModel(contentsOf: folder())
    let plan = SamplingPlan(samples: 3)
    let table = try model.sample(ReasoningCorpus(seed: 97).problems(5, .heldOut), plan)
    let forced = try model.forcing(table, toLines: 1, plan)
    XCTAssertEqual(try forced.obedience(to: 1).obeyed.mean, 1)
    XCTAssertLessThan(forced.meanTokens, table.meanTokens)
    for (row, old) in zip(forced.samples, table.samples) {
      for (sample, whole) in zip(row, old) {
        XCTAssertEqual(sample.lines.first, whole.lines.first)
        XCTAssertLessThan(sample.logProbability, 0)
      }
    }
    XCTAssertThrowsError(try model.forcing(table, toLines: -1, plan))
  }

  func testTheRecipeIsThePlanAndKeepsItsPromises() throws {
    let recipe = try ReasoningRecipe(contentsOf: folder())
    XCTAssertEqual(recipe.plan, .course)
    let all = try XCTUnwrap(recipe.result.accuracy.first { $0.level == nil })
    XCTAssertTrue((0.4...0.85).contains(all.single.mean))
    XCTAssertGreaterThanOrEqual(all.gain.mean, 0.05)
    XCTAssertGreaterThan(all.gain.low, 0)
  }

  /// The first steps come out as they did; rounding differs between processors by far less than this.
  func testTheFirstLossesComeBack() throws {
    let recipe = try ReasoningRecipe(contentsOf: folder())
    // The first windows come from anywhere in the text, so all of it is needed.
    var trainer = try recipe.plan.makeTrainer()
    for expected in recipe.result.losses.first.prefix(2) {
      XCTAssertEqual(try trainer.advance().loss, expected, accuracy: 1e-3)
    }
  }
}
