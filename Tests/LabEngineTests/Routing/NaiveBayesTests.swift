import Foundation
import LabEngine
import XCTest

final class NaiveBayesTests: XCTestCase {
  func testLogScoresWorkedOutByHand() throws {
    // Vocabulary {refund, please, late}; two refund tickets with 3 words, one shipping ticket with 1.
    let model = try NaiveBayes(
      training: [Ticket("refund please", .refund), Ticket("refund", .refund), Ticket("late", .shipping)])
    XCTAssertEqual(model.routes, [.refund, .shipping])
    let scores = model.logScores("refund refund unheard")
    XCTAssertEqual(scores[0], log(2.0 / 3 * 3 / 6 * 3 / 6), accuracy: 1e-12)
    XCTAssertEqual(scores[1], log(1.0 / 3 * 1 / 4 * 1 / 4), accuracy: 1e-12)
    XCTAssertEqual(
      try XCTUnwrap(model.weight(of: "late", for: .shipping)), log(2.0 / 4) - log(1.0 / 6), accuracy: 1e-12)
    XCTAssertNil(model.weight(of: "unheard", for: .shipping))
    XCTAssertNil(model.weight(of: "late", for: .account))
  }

  func testAgreesWithTheDefinitionOnGeneratedTickets() throws {
    let training = ShopFlow.tickets(300, wording: .familiar)
    let model = try NaiveBayes(training: training, smoothing: 0.5)
    for ticket in ShopFlow.tickets(40, wording: .new) {
      let expected = model.routes.map { definition($0, ticket.text, training, smoothing: 0.5) }
      for (score, expected) in zip(model.logScores(ticket.text), expected) {
        XCTAssertEqual(score, expected, accuracy: 1e-9)
      }
    }
  }

  /// The formula read aloud, with a pass over all tickets for every word.
  private func definition(_ route: Route, _ text: String, _ training: [Ticket], smoothing: Double) -> Double {
    let ofRoute = training.filter { $0.route == route }
    let words = ofRoute.flatMap { Words.all(in: $0.text) }
    let vocabulary = Set(training.flatMap { Words.all(in: $0.text) })
    let prior = log(Double(ofRoute.count) / Double(training.count))
    return Words.all(in: text).filter(vocabulary.contains).reduce(prior) { sum, word in
      let count = Double(words.count { $0 == word })
      return sum + log((count + smoothing) / (Double(words.count) + smoothing * Double(vocabulary.count)))
    }
  }

  func testALongMessageDoesNotUnderflow() throws {
    let model = try NaiveBayes(training: Examples.evidence)
    let probabilities = model.probabilities(String(repeating: "refund ", count: 5000))
    XCTAssertEqual(probabilities.reduce(0, +), 1, accuracy: 1e-12)
    XCTAssertEqual(probabilities[1], 1, accuracy: 1e-12)
  }

  func testRefusesNothingToLearnFromAndNoSmoothing() {
    XCTAssertThrowsError(try NaiveBayes(training: [])) { XCTAssertEqual($0 as? RoutingError, .noTickets) }
    XCTAssertThrowsError(try NaiveBayes(training: Examples.first, smoothing: 0)) {
      XCTAssertEqual($0 as? RoutingError, .smoothingNotPositive(0))
    }
  }
}
