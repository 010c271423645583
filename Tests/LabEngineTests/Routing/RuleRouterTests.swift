import LabEngine
import XCTest

final class RuleRouterTests: XCTestCase {
  func testThreeRulesGetThreeOfSixAndMissTheOtherThree() throws {
    let evaluation = try Evaluation(of: Examples.threeRules, on: Examples.first)
    XCTAssertEqual(evaluation.correct, 3)
    XCTAssertEqual(
      evaluation.misses.map(\.ticket.text),
      ["where is my package", "money back for cracked mug", "can't log in"])
    XCTAssertEqual(evaluation.misses.map(\.routed), [.manualReview, .manualReview, .manualReview])
  }

  func testSixRulesGetAllOfThoseAndNoneOfTheNewWordings() throws {
    XCTAssertEqual(try Evaluation(of: Examples.sixRules, on: Examples.first).correct, 6)
    XCTAssertEqual(try Evaluation(of: Examples.sixRules, on: Examples.reworded).correct, 0)
  }

  func testTheFirstListedRuleWins() {
    let rules = RuleRouter([("refund", .refund), ("tracking", .shipping)])
    XCTAssertEqual(rules.route("tracking my refund"), .refund)
    XCTAssertEqual(rules.firstRule(for: "tracking my refund")?.keyword, "refund")
    XCTAssertNil(rules.firstRule(for: "nothing"))
  }

  func testCaseIsIgnoredOnBothSidesAndAKeywordIsASubstring() {
    let rules = RuleRouter([("ReFund", .refund), ("ÄRGER", .account)], otherwise: .shipping)
    XCTAssertEqual(rules.route("REFUNDED at last"), .refund)
    XCTAssertEqual(rules.route("nur ärger"), .account)
    XCTAssertEqual(rules.route("refun"), .shipping)
    XCTAssertEqual(rules.route(""), .shipping)
    XCTAssertEqual(RuleRouter([("", .account)]).route(""), .account)
  }

  func testTheMajorityRouterAnswersTheMostFrequentRouteAndTiesAlphabetically() throws {
    let tickets = [Ticket("a", .shipping), Ticket("b", .refund), Ticket("c", .refund)]
    XCTAssertEqual(try ConstantRouter(majorityOf: tickets).route("anything"), .refund)
    XCTAssertEqual(try ConstantRouter(majorityOf: Array(tickets.prefix(2))).answer, .refund)
    XCTAssertThrowsError(try ConstantRouter(majorityOf: [])) {
      XCTAssertEqual($0 as? RoutingError, .noTickets)
    }
  }
}
