import LabEngine
import XCTest

final class TicketSplitTests: XCTestCase {
  private let tickets = ShopFlow.tickets(3000, wording: .familiar)

  func testAStratifiedSplitLeaksNothingAndKeepsEveryTicketAndEveryShare() throws {
    let split = try TicketSplit.stratified(tickets, heldOut: 0.2)
    XCTAssertEqual(split.leaks, [])
    XCTAssertEqual(Tally(split.training + split.heldOut), Tally(tickets))
    for route in Route.shopFlow {
      let all = Double(tickets.count { $0.route == route })
      let heldOut = Double(split.heldOut.count { $0.route == route })
      XCTAssertEqual(heldOut / all, 0.2, accuracy: 0.01, "\(route)")
    }
  }

  func testTheSeedChoosesTheSplit() throws {
    let first = try TicketSplit.stratified(tickets, heldOut: 0.2, seed: 1)
    XCTAssertEqual(first.heldOut, try TicketSplit.stratified(tickets, heldOut: 0.2, seed: 1).heldOut)
    XCTAssertNotEqual(first.heldOut, try TicketSplit.stratified(tickets, heldOut: 0.2, seed: 2).heldOut)
  }

  func testASplitByRowLeaksCopies() throws {
    let split = try TicketSplit.byRow(tickets, heldOut: 0.2)
    XCTAssertEqual(split.heldOut.count, 600)
    XCTAssertFalse(split.leaks.isEmpty)
    XCTAssertEqual(Tally(split.training + split.heldOut), Tally(tickets))
  }

  func testCopiesStayTogetherEvenWithDifferentLabelsAndPunctuation() throws {
    let copies = [Ticket("Refund 1!", .refund), Ticket("refund", .shipping), Ticket("REFUND 22", .account)]
    let split = try TicketSplit.stratified(copies + Array(tickets.prefix(20)), heldOut: 0.5)
    XCTAssertTrue([0, 3].contains(split.heldOut.count { Words.normalized($0.text) == "refund" }))
    XCTAssertEqual(
      TicketSplit(training: [copies[0]], heldOut: [copies[1], Ticket("late", .shipping)]).leaks, ["refund"])
  }

  func testAShareOutsideZeroToOneIsRefused() {
    for share in [0, 1, -0.5, Double.nan] {
      XCTAssertThrowsError(try TicketSplit.stratified(tickets, heldOut: share))
      XCTAssertThrowsError(try TicketSplit.byRow(tickets, heldOut: share))
    }
  }

  /// How often each ticket occurs, so that order does not matter.
  private struct Tally: Equatable {
    let counts: [Ticket: Int]
    init(_ tickets: [Ticket]) { counts = tickets.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
  }
}
