import XCTest

@testable import LabNotebook

final class AxisScaleTests: XCTestCase {
  private func labels(_ axis: Axis, _ values: [Double], _ maximum: Int = 6) -> [String] {
    AxisScale(axis, fitting: values, maximumTicks: maximum).ticks.map(\.label)
  }

  func testLinearTicksAreRoundAndWrittenAlike() {
    XCTAssertEqual(labels("x", [0, 1]), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    XCTAssertEqual(labels("x", [3, 97]), ["0", "20", "40", "60", "80", "100"])
    XCTAssertEqual(labels("x", [0, 10], 5), ["0.0", "2.5", "5.0", "7.5", "10.0"])
    XCTAssertEqual(labels("x", [-1, 1], 5), ["-1.0", "-0.5", "0.0", "0.5", "1.0"])
    XCTAssertEqual(labels("x", [0, 2e9], 3), ["0", "1e9", "2e9"])
  }

  func testPercentTicks() {
    XCTAssertEqual(labels(.percent("p", 0...1), []), ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
    XCTAssertEqual(labels(.percent("p"), [0, 0.01], 5), ["0.00 %", "0.25 %", "0.50 %", "0.75 %", "1.00 %"])
  }

  func testCountsAreWrittenAsWholeNumbers() {
    XCTAssertEqual(labels(.counts("n"), [0, 2]), ["0", "1", "2"])
    XCTAssertEqual(labels(.counts("n"), [0, 10], 5), ["0", "3", "6", "9", "12"])
    XCTAssertEqual(labels(.counts("n"), [0, 100], 5), ["0", "25", "50", "75", "100"])
    XCTAssertEqual(labels(.counts("n"), [0, 0]), ["-1", "0", "1"])
  }

  func testLogTicksAreTheFinestThatFit() {
    XCTAssertEqual(labels(.log("n"), [1, 1000], 4), ["1", "10", "100", "1k"])
    XCTAssertEqual(labels(.log("n"), [10, 2560], 9), ["10", "20", "50", "100", "200", "500", "1k", "2k"])
    XCTAssertEqual(labels(.log("n"), [1, 1e12], 5).count, 5)
  }

  func testPlacesOnALogarithmicAxis() throws {
    let scale = AxisScale(.log("n"), fitting: [1, 100], maximumTicks: 5)
    XCTAssertEqual(try XCTUnwrap(scale.unit(10)), 0.5, accuracy: 1e-12)
    XCTAssertNil(scale.unit(0))
    XCTAssertNil(scale.unit(-1))
    XCTAssertNil(scale.unit(.nan))
  }

  func testEveryValueFallsInsideTheFittedAxis() throws {
    for seed in 1...50 {
      var state = UInt64(seed)
      let values = (0..<5).map { _ -> Double in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(Int64(bitPattern: state)) * 1e-18
      }
      let scale = AxisScale("x", fitting: values, maximumTicks: 1 + seed % 9)
      for value in values {
        let unit = try XCTUnwrap(scale.unit(value))
        XCTAssertTrue((-1e-9...1 + 1e-9).contains(unit), "seed \(seed)")
      }
    }
  }

  func testClippingKeepsThePartInside() {
    let cut = clipped(UnitPoint(x: -1, y: 0.5), UnitPoint(x: 3, y: 0.5))
    XCTAssertEqual(cut?.0, UnitPoint(x: 0, y: 0.5))
    XCTAssertEqual(cut?.1, UnitPoint(x: 1, y: 0.5))
    XCTAssertNil(clipped(UnitPoint(x: -1, y: 2), UnitPoint(x: 3, y: 2)))
    XCTAssertNil(clipped(UnitPoint(x: -1, y: 0.5), UnitPoint(x: 0.5, y: 2.1)))
  }
}
