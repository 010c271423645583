import LabEngine
import XCTest

final class VerifierSearchTests: XCTestCase {
  private let candidates = [
    RoutingCandidate(.shipping), RoutingCandidate(.refund),
    RoutingCandidate(.shipping, evidence: ["the carrier"]),
    RoutingCandidate(.shipping, evidence: ["the carrier", "the 48-hour rule"]),
  ]

  private func best(_ budget: Int) -> RoutingCandidate? {
    VerifierSearch.best(of: candidates, budget: budget) { $0.score(knowing: .shipping) }
  }

  func testMoreBudgetFindsMoreEvidence() {
    XCTAssertEqual([1, 2, 4].map { best($0)?.evidence.count }, [0, 0, 2])
    XCTAssertEqual(best(100)?.evidence.count, 2)
  }

  func testOffRouteScoresBelowNoEvidence() {
    XCTAssertEqual(candidates.map { $0.score(knowing: .shipping) }, [0, -1, 1, 2])
  }

  func testTheEarliestOfEqualsStaysAndNoBudgetFindsNothing() {
    XCTAssertEqual(VerifierSearch.best(of: ["a", "b"], budget: 2) { _ in 1 }, "a")
    XCTAssertNil(best(0))
    XCTAssertNil(best(-1))
    XCTAssertNil(VerifierSearch.best(of: [Int](), budget: 3) { _ in 1 })
  }
}
