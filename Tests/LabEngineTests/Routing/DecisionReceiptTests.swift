import LabEngine
import XCTest

final class DecisionReceiptTests: XCTestCase {
  private func receipt(accuracy: Double) throws -> DecisionReceipt {
    try DecisionReceipt(
      component: "ticket_router_v2", trainingExamples: 10_000, heldOutAccuracy: accuracy, candidateBudget: 4,
      policyGates: ["human_review_high_value", "request_evidence"], monitor: "manual_escalation_rate")
  }

  func testJSONHasSortedKeysAndTheMeasuredNumbers() throws {
    XCTAssertEqual(
      try receipt(accuracy: 0.92).json(),
      """
      {
        "candidate_budget" : 4,
        "component" : "ticket_router_v2",
        "held_out_accuracy" : 0.92,
        "monitor" : "manual_escalation_rate",
        "policy_gates" : [
          "human_review_high_value",
          "request_evidence"
        ],
        "training_examples" : 10000
      }
      """)
  }

  func testNoReceiptBelowTheFloor() throws {
    XCTAssertNoThrow(try receipt(accuracy: 0.90))
    for accuracy in [0.8999, -1, Double.nan, .infinity] {
      XCTAssertThrowsError(try receipt(accuracy: accuracy), "\(accuracy)")
    }
    XCTAssertThrowsError(try receipt(accuracy: 0.5)) {
      XCTAssertEqual($0 as? RoutingError, .belowAccuracyFloor(measured: 0.5, floor: 0.9))
      XCTAssertEqual("\($0)", "The accuracy on held-out tickets is 0.5, below the floor of 0.9: no receipt.")
    }
  }
}
