import LabEngine
import XCTest

final class EvaluationTests: XCTestCase {
  // Right answers: five shipping, two refund, one account.
  private let tickets =
    Array(repeating: Ticket("s", .shipping), count: 5) + [Ticket("r", .refund), Ticket("r", .refund)]
    + [Ticket("a", .account)]

  func testFiguresWorkedOutByHand() throws {
    let answers: [Route] = [
      .shipping, .shipping, .shipping, .shipping, .refund, .refund, .shipping, .manualReview,
    ]
    let evaluation = try Evaluation(answers: answers, for: tickets)
    XCTAssertEqual(evaluation.routes, [.account, .manualReview, .refund, .shipping])
    XCTAssertEqual(evaluation.confusion, [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1], [0, 0, 1, 4]])
    XCTAssertEqual(evaluation.accuracy, 5.0 / 8)
    XCTAssertEqual(evaluation.majorityBaseline, 5.0 / 8)
    XCTAssertEqual(evaluation.precision(of: .shipping), 0.8, accuracy: 1e-12)
    XCTAssertEqual(evaluation.recall(of: .refund), 0.5, accuracy: 1e-12)
    XCTAssertEqual(evaluation.f1(of: .account), 0)
    XCTAssertEqual(evaluation.macroF1, (0 + 0 + 0.5 + 0.8) / 4, accuracy: 1e-12)
    XCTAssertEqual(evaluation.f1(of: Route("unheard")), 0)
  }

  func testAlwaysTheMajorityScoresTheBaselineAndAPoorMacroF1() throws {
    let evaluation = try Evaluation(of: ConstantRouter(majorityOf: tickets), on: tickets)
    XCTAssertEqual(evaluation.accuracy, evaluation.majorityBaseline)
    XCTAssertEqual(evaluation.macroF1, (2 * 0.625 / 1.625) / 3, accuracy: 1e-12)
  }

  func testRefusesMissingAnswersAndNoTickets() {
    XCTAssertThrowsError(try Evaluation(answers: [.refund], for: tickets)) {
      XCTAssertEqual($0 as? RoutingError, .lengthsDiffer(answers: 1, tickets: 8))
    }
    XCTAssertThrowsError(try Evaluation(answers: [], for: [])) {
      XCTAssertEqual($0 as? RoutingError, .noTickets)
    }
  }
}
