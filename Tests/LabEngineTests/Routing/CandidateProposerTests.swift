import LabEngine
import XCTest

final class CandidateProposerTests: XCTestCase {
  func testAVerifierThatOnlyCountsCitationsMakesALargerBudgetWorse() throws {
    let proposer = try CandidateProposer(NaiveBayes(training: ShopFlow.tickets(1000, wording: .familiar)))
    var random = RandomStream(seed: 2)
    var right = (few: (grounded: 0, weak: 0), many: (grounded: 0, weak: 0))
    for ticket in ShopFlow.tickets(300, wording: .new) {
      let candidates = proposer.candidates(for: ticket.text, count: 32, using: &random)
      func grounded(_ budget: Int) -> Int {
        let best = VerifierSearch.best(of: candidates, budget: budget) {
          proposer.groundedScore($0, for: ticket.text)
        }
        return best?.route == ticket.route ? 1 : 0
      }
      func weak(_ budget: Int) -> Int {
        let best = VerifierSearch.best(of: candidates, budget: budget, score: proposer.citationScore)
        return best?.route == ticket.route ? 1 : 0
      }
      right.few.grounded += grounded(1)
      right.few.weak += weak(1)
      right.many.grounded += grounded(32)
      right.many.weak += weak(32)
    }
    XCTAssertEqual(right.few.grounded, right.few.weak)
    XCTAssertGreaterThan(right.many.grounded, right.few.grounded + 20)
    XCTAssertLessThan(right.many.weak, right.few.weak - 20)
  }

  func testGroundedScoreCountsEachCitedWordOfTheMessageOnce() throws {
    // Each row three times, or the smoothing would outweigh so few words.
    let rows = Examples.evidence + Examples.evidence + Examples.evidence
    let proposer = try CandidateProposer(NaiveBayes(training: rows))
    let candidate = RoutingCandidate(.refund, evidence: ["refund", "refund", "money"])
    XCTAssertEqual(proposer.citationScore(candidate), 3)
    XCTAssertEqual(proposer.groundedScore(candidate, for: "a refund"), 1)
    XCTAssertEqual(proposer.groundedScore(candidate, for: "late"), 0)
    XCTAssertThrowsError(try CandidateProposer(NaiveBayes(training: Examples.first), carelessShare: 1))
  }
}
