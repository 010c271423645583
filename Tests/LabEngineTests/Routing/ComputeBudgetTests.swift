import LabEngine
import XCTest

final class ComputeBudgetTests: XCTestCase {
  func testPublishedTrainingRuns() {
    XCTAssertEqual(ComputeBudget.trainingFLOPs(parameters: 1e9, tokens: 20e9), 0.12e21)
    XCTAssertEqual(ComputeBudget.trainingFLOPs(parameters: 7e9, tokens: 140e9), 5.88e21)
    XCTAssertGreaterThan(5.88e21, Double(UInt64.max))
  }

  func testWhatAFixedBudgetBuys() {
    let tokens = [1e9, 7e9, 14e9].map { ComputeBudget.affordableTokens(parameters: $0, flops: 5.88e21) }
    XCTAssertEqual(tokens, [980e9, 140e9, 70e9])
    XCTAssertEqual(ComputeBudget.affordableTokens(parameters: 0, flops: 1), .infinity)
  }

  func testReadingCostsAThirdOfTraining() {
    XCTAssertEqual(ComputeBudget.inferenceFLOPs(parameters: 1e9, tokens: 50), 1e11)
  }
}
