import LabEngine
import XCTest

final class EvidenceTests: XCTestCase {
  func testCountsOfTheSixTrainingRows() {
    let evidence = Evidence(Examples.evidence)
    XCTAssertEqual(evidence.words(for: .refund), ["back", "damaged", "item", "money", "refund", "return"])
    XCTAssertEqual(
      evidence.words(for: .shipping),
      ["courier", "delayed", "delivery", "late", "parcel", "tracking", "update"])
    XCTAssertEqual(evidence.count(of: "money", for: .refund), 1)
    XCTAssertEqual(evidence.count(of: "money", for: .shipping), 0)
    XCTAssertEqual(evidence.routes, [.account, .refund, .shipping])
  }

  func testRepeatedWordsCountEachTime() {
    let evidence = Evidence([Ticket("No, no. NO", .refund)])
    XCTAssertEqual(evidence.counts, [.refund: ["no": 3]])
  }

  func testOverlapGetsFourOfFourHeldOut() throws {
    let heldOut = [
      Ticket("late delivery tracking", .shipping), Ticket("return damaged item", .refund),
      Ticket("reset password", .account), Ticket("money back damaged", .refund),
    ]
    let overlap = OverlapClassifier(training: Examples.evidence)
    XCTAssertEqual(try Evaluation(of: overlap, on: heldOut).correct, 4)
  }

  func testOneCorrectionMovesATieToRefund() {
    var overlap = OverlapClassifier(training: [
      Ticket("tracking parcel", .shipping), Ticket("refund damaged", .refund),
      Ticket("password reset", .account),
    ])
    XCTAssertEqual(overlap.route("exchange cracked mug"), .account)
    XCTAssertEqual(overlap.scores("exchange cracked mug").map(\.score), [0, 0, 0])
    overlap.evidence.learn(Ticket("exchange cracked mug return", .refund))
    XCTAssertEqual(overlap.route("exchange cracked mug"), .refund)
  }

  func testWithNothingLearnedAPersonDecides() {
    XCTAssertEqual(OverlapClassifier(training: []).route("refund"), .manualReview)
  }
}
