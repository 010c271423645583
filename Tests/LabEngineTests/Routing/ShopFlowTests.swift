import XCTest

@testable import LabEngine

final class ShopFlowTests: XCTestCase {
  func testEveryPhraseIsDefinedAndEveryFrameIsUsed() {
    for grammar in [ShopFlow.familiarGrammar, ShopFlow.newGrammar] {
      XCTAssertEqual(grammar.undefinedNames, [])
    }
    for ticket in ShopFlow.tickets(2000, wording: .new) + ShopFlow.tickets(2000, wording: .familiar) {
      XCTAssertFalse(ticket.text.contains { "{}".contains($0) }, ticket.text)
    }
  }

  func testTheTwoWordingsShareNoFrameAndNoMessage() {
    for core in ["shippingCore", "refundCore", "accountCore", "reviewCore"] {
      let familiar = Set(ShopFlow.familiarPhrases[core] ?? [])
      let new = Set(ShopFlow.newPhrases[core] ?? [])
      XCTAssertGreaterThan(new.count, 10)
      XCTAssertTrue(familiar.isDisjoint(with: new), core)
    }
    let familiar = ShopFlow.tickets(20_000, wording: .familiar)
    let new = ShopFlow.tickets(4000, wording: .new)
    XCTAssertEqual(TicketSplit(training: familiar, heldOut: new).leaks, [])
  }

  func testRoutesComeInTheirShares() {
    let tickets = ShopFlow.tickets(20_000, wording: .familiar, seed: 9)
    for (route, share) in ShopFlow.shares {
      let measured = Double(tickets.count { $0.route == route }) / Double(tickets.count)
      XCTAssertEqual(measured, share, accuracy: 0.015, "\(route)")
    }
  }

  func testMoreTicketsBeginWithTheSameOnesAndTheSeedChangesThem() {
    let ten = ShopFlow.tickets(10, wording: .new)
    XCTAssertEqual(Array(ShopFlow.tickets(100, wording: .new).prefix(10)), ten)
    XCTAssertNotEqual(ShopFlow.tickets(10, wording: .new, seed: 2), ten)
    XCTAssertEqual(ShopFlow.tickets(-1, wording: .new), [])
  }

  func testAGrammarWithoutAListWritesNothingForIt() {
    var random = RandomStream(seed: 1)
    let grammar = PhraseGrammar(["a": ["x {missing}{b} y"], "b": ["!"]])
    XCTAssertEqual(grammar.sentence("a", using: &random), "x ! y")
    XCTAssertEqual(grammar.undefinedNames, ["missing"])
    XCTAssertEqual(grammar.sentence("missing", using: &random), "")
  }

  func testLearnersBeatTheMajorityOnWordingsTheyNeverSaw() throws {
    let training = ShopFlow.tickets(1000, wording: .familiar)
    let new = ShopFlow.tickets(1000, wording: .new)
    let baseline = try Evaluation(of: ConstantRouter(majorityOf: training), on: new)
    for router in [
      try NaiveBayes(training: training) as any Router, try LogisticRegression(training: training),
    ] {
      let interval = try Evaluation(of: router, on: new).accuracyInterval()
      XCTAssertGreaterThan(interval.lowerBound, baseline.accuracy + 0.2)
    }
  }
}
