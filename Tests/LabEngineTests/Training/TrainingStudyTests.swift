import XCTest

@testable import LabEngine

final class TrainingStudyTests: XCTestCase {
  private let tokens = (0..<400).map { ($0 * $0 + $0 / 3) % 11 }
  private let settings = TrainingSettings(steps: 6, batchSize: 2, context: 8)

  private func configuration(_ positions: TransformerConfiguration.Positions) -> TransformerConfiguration {
    TransformerConfiguration(
      vocabulary: 11, context: 8, dModel: 16, nLayers: 1, nHeads: 2, positions: positions)
  }

  func testRunsSideBySideAreTheSameAsRunsAlone() throws {
    let configurations = [.learned, .alibi, .rotary(.interleaved, base: 100)].map(configuration)
    let outcomes = try TrainingStudy(on: tokens, settings).run(configurations, seed: 3)
    for (configuration, outcome) in zip(configurations, outcomes) {
      var alone = try Trainer(Transformer(configuration, seed: 3), on: tokens, settings)
      try alone.run { _, _ in .goOn }
      XCTAssertEqual(outcome.losses, alone.losses)
      XCTAssertEqual(outcome.model.parameters, alone.model.parameters)
      XCTAssertNil(outcome.divergence)
    }
  }

  func testADivergingRunIsAnOutcomeAndAnImpossibleOneAnError() throws {
    var wild = settings
    wild.schedule = LearningRateSchedule(peak: 1e30)
    wild.clipping = nil
    wild.spikeGuard = nil
    let outcomes = try TrainingStudy(on: tokens, settings).run([
      (try Transformer(configuration(.learned), seed: 1), wild),
      (try Transformer(configuration(.learned), seed: 1), settings),
    ])
    XCTAssertNotNil(outcomes[0].divergence)
    XCTAssertLessThan(outcomes[0].losses.count, 6)
    XCTAssertEqual(outcomes[1].losses.count, 6)
    var odd = configuration(.learned)
    odd.nHeads = 3
    XCTAssertThrowsError(try TrainingStudy(on: tokens, settings).run([odd]))
    XCTAssertTrue(try TrainingStudy(on: tokens, settings).run([TransformerConfiguration]()).isEmpty)
  }

  func testLossesByPositionAverageToTheMeanLoss() throws {
    let model = try Transformer(configuration(.alibi), seed: 1)
    let text = Array(tokens.prefix(81))  // ten windows of 8 and the token after them
    let byPosition = try model.lossByPosition(on: text, context: 8)
    XCTAssertEqual(byPosition.count, 8)
    XCTAssertEqual(byPosition.reduce(0, +) / 8, try model.meanLoss(on: text), accuracy: 1e-5)
    XCTAssertEqual(
      byPosition[0],
      try stride(from: 0, to: 80, by: 8).reduce(0) {
        try $0 + Double(model.loss([text[$1]], targets: [text[$1 + 1]]))
      } / 10, accuracy: 1e-5)
    XCTAssertThrowsError(try model.lossByPosition(on: [1], context: 8))
    XCTAssertThrowsError(try model.lossByPosition(on: text, context: 0))
  }
}
