import Foundation
import LabEngine
import XCTest

final class LogisticRegressionTests: XCTestCase {
  func testGradientAgreesWithFiniteDifferences() throws {
    let objective = try LogisticObjective(ShopFlow.tickets(12, wording: .familiar), penalty: 0.1)
    var random = RandomStream(seed: 7)
    let weights = (0..<objective.weightCount).map { _ in random.normal() }
    let gradient = objective.gradient(weights)
    let step = 1e-5
    for index in weights.indices {
      var (above, below) = (weights, weights)
      above[index] += step
      below[index] -= step
      let slope = (objective.loss(above) - objective.loss(below)) / (2 * step)
      XCTAssertEqual(gradient[index], slope, accuracy: 1e-8, "weight \(index)")
    }
  }

  func testAtZeroWeightsTheLossIsThatOfAGuess() throws {
    let objective = try LogisticObjective(Examples.evidence, penalty: 0.5)
    let zeros = [Double](repeating: 0, count: objective.weightCount)
    XCTAssertEqual(objective.loss(zeros), log(3), accuracy: 1e-12)
    XCTAssertTrue(objective.loss([1]).isNaN)
    XCTAssertEqual(objective.gradient([1]), [])
  }

  func testTrainingGoesDownToWhereTheGradientVanishes() throws {
    let tickets = ShopFlow.tickets(60, wording: .familiar)
    let objective = try LogisticObjective(tickets, penalty: 0.1)
    let model = try LogisticRegression(
      training: tickets, options: .init(epochs: 4000, learningRate: 0.5, penalty: 0.1))
    let length = objective.gradient(model.weights).reduce(0) { $0 + $1 * $1 }.squareRoot()
    XCTAssertLessThan(length, 0.02)
    XCTAssertLessThan(objective.loss(model.weights), log(4))
  }

  func testFitsTicketsThatWordsTellApart() throws {
    let model = try LogisticRegression(training: Examples.evidence, options: .init(epochs: 50))
    XCTAssertEqual(try Evaluation(of: model, on: Examples.evidence).accuracy, 1)
    XCTAssertGreaterThan(try XCTUnwrap(model.weight(of: "refund", for: .refund)), 0)
    XCTAssertLessThan(try XCTUnwrap(model.weight(of: "refund", for: .shipping)), 0)
    XCTAssertNil(model.weight(of: "unheard", for: .refund))
    XCTAssertEqual(model.probabilities("refund").reduce(0, +), 1, accuracy: 1e-12)
  }

  func testOneStepWorkedOutByHand() {
    // At equal scores each route has probability 1/2, so the slopes are ±1/2 times the feature.
    let weights = LogisticRegression.step(
      [[1, 0], [1, 0]], features: [2, 4], target: 1, learningRate: 0.1)
    XCTAssertEqual(weights, [[0.9, -0.2], [1.1, 0.2]])
  }

  func testTheSeedDecidesTheOrderAndNothingElseVaries() throws {
    let tickets = ShopFlow.tickets(50, wording: .familiar)
    let first = try LogisticRegression(training: tickets, options: .init(seed: 3))
    XCTAssertEqual(first.weights, try LogisticRegression(training: tickets, options: .init(seed: 3)).weights)
    XCTAssertNotEqual(
      first.weights, try LogisticRegression(training: tickets, options: .init(seed: 4)).weights)
  }

  func testAStrongPenaltyKeepsTheStoredWeightsFinite() throws {
    let tickets = ShopFlow.tickets(200, wording: .familiar)
    for penalty in [1.0, 3.5, 100] {
      let model = try LogisticRegression(training: tickets, options: .init(epochs: 20, penalty: penalty))
      XCTAssertTrue(model.weights.allSatisfy(\.isFinite), "penalty \(penalty)")
    }
  }

  func testRefusesSettingsThatAreNoNumbersOrNegative() {
    let bad: [LogisticRegression.Options] = [
      .init(epochs: -1), .init(learningRate: -0.1), .init(penalty: .nan), .init(learningRate: .infinity),
    ]
    for options in bad {
      XCTAssertThrowsError(try LogisticRegression(training: Examples.first, options: options)) {
        guard case .badSetting = $0 as? RoutingError else { return XCTFail("\($0)") }
      }
    }
    XCTAssertThrowsError(try LogisticRegression(training: [])) {
      XCTAssertEqual($0 as? RoutingError, .noTickets)
    }
  }
}
