import LabEngine
import XCTest

final class PolicyGateTests: XCTestCase {
  private let gate = PolicyGate()

  func testTheThreeCasesOfThePolicy() {
    XCTAssertEqual(gate.decide(.refund, amount: 24, evidence: ["damaged_item"]), .refund)
    XCTAssertEqual(
      gate.decide(.refund, amount: 240, evidence: ["damaged_item"]), Route("human_review_high_value"))
    XCTAssertEqual(gate.decide(.refund, amount: 24, evidence: []), Route("request_evidence"))
  }

  func testTheLimitItselfPassesAndTheAmountIsLookedAtFirst() {
    XCTAssertEqual(gate.decide(.refund, amount: 100, evidence: ["damaged_item"]), .refund)
    XCTAssertEqual(gate.decide(.refund, amount: 100.01, evidence: []), Route("human_review_high_value"))
    XCTAssertEqual(
      gate.decide(.refund, amount: .nan, evidence: ["damaged_item"]), Route("human_review_high_value"))
    XCTAssertEqual(gate.decide(.refund, amount: 1, evidence: ["damaged"]), Route("request_evidence"))
  }

  func testOtherRoutesPass() {
    XCTAssertEqual(gate.decide(.shipping, amount: 5000, evidence: []), .shipping)
    XCTAssertEqual(gate.decide(.manualReview, amount: 5000, evidence: []), .manualReview)
  }
}
