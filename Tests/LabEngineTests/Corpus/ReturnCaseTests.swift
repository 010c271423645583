import Foundation
import XCTest

@testable import LabEngine

final class ReturnCaseTests: XCTestCase {
  func testThePolicyIsExact() {
    XCTAssertTrue(ReturnPolicy.isEligible(damageIsConfirmed: true, daysSinceDelivery: 30))
    XCTAssertFalse(ReturnPolicy.isEligible(damageIsConfirmed: true, daysSinceDelivery: 31))
    XCTAssertFalse(ReturnPolicy.isEligible(damageIsConfirmed: false, daysSinceDelivery: 1))
  }

  /// Foundation's calendar counts the same days, in years without a 29 February.
  func testDaysBetweenDatesAgreeWithTheCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try XCTUnwrap(TimeZone(identifier: "UTC"))
    let newYear = try XCTUnwrap(calendar.date(from: DateComponents(year: 2025, month: 1, day: 1)))
    for start in 0..<365 {
      for days in [0, 1, 5, 28, 30, 31, 59, 60, 200, 364] {
        let (from, to) = (ShopDate(dayOfYear: start), ShopDate(dayOfYear: start + days))
        let date = try XCTUnwrap(calendar.date(byAdding: .day, value: start + days, to: newYear))
        XCTAssertEqual(to.day, calendar.component(.day, from: date))
        XCTAssertEqual(to.month + 1, calendar.component(.month, from: date))
        let counted = from.countDays(to: to)
        XCTAssertEqual(counted.days, days, "\(from) to \(to)")
        XCTAssertTrue(counted.steps.last?.hasSuffix("= \(days)") ?? false, "\(counted.steps)")
      }
    }
  }

  func testTheDecisionFollowsThePolicyAndSaysWhy() throws {
    var random = RandomStream(seed: 6)
    var outcomes: Set<String> = []
    for _ in 0..<2000 {
      let drawn = ReturnCase.draw(using: &random)
      let text = drawn.document(using: &random).text
      XCTAssertTrue((1...60).contains(drawn.days))
      XCTAssertEqual(text.contains(" is eligible under P-7"), drawn.isEligible, text)
      XCTAssertNotEqual(text.contains("not eligible under P-7"), drawn.isEligible, text)
      XCTAssertEqual(text.contains("No label has been created"), drawn.isEligible, text)
      XCTAssertEqual(text.components(separatedBy: drawn.order).count, 4, "the number is copied: \(text)")
      outcomes.insert("\(drawn.evidence) \(drawn.days <= 30)")
    }
    XCTAssertEqual(outcomes.count, 6)
  }
}
