import LabEngine
import XCTest

final class LabelNoiseTests: XCTestCase {
  private let tickets = ShopFlow.tickets(5000, wording: .familiar)

  func testRandomNoiseChangesTheShareAskedForToAnotherRoute() {
    let noisy = LabelNoise.random(tickets, share: 0.3)
    let changed = zip(tickets, noisy).count { $0.route != $1.route }
    XCTAssertEqual(Double(changed) / 5000, 0.3, accuracy: 0.02)
    XCTAssertEqual(noisy.map(\.text), tickets.map(\.text))
    XCTAssertEqual(LabelNoise.random(tickets, share: 0), tickets)
    XCTAssertEqual(
      LabelNoise.random(tickets, share: 1, among: [.refund]).filter { $0.route == .refund }.count,
      tickets.count)
  }

  func testMoreNoiseOnlyAddsToTheSameNoise() {
    let little = LabelNoise.random(tickets, share: 0.1)
    let much = LabelNoise.random(tickets, share: 0.5)
    for index in tickets.indices where little[index] != tickets[index] {
      XCTAssertEqual(much[index], little[index])
    }
  }

  func testSystematicNoiseTouchesOneRouteOnly() {
    let noisy = LabelNoise.systematic(tickets, share: 0.5, from: .refund, to: .shipping)
    for (before, after) in zip(tickets, noisy) where before.route != after.route {
      XCTAssertEqual([before.route, after.route], [.refund, .shipping])
    }
    let refunds = Double(tickets.count { $0.route == .refund })
    XCTAssertEqual(Double(noisy.count { $0.route == .refund }) / refunds, 0.5, accuracy: 0.05)
  }
}
