import LabEngine
import XCTest

final class BootstrapTests: XCTestCase {
  func testTheIntervalHasTheWidthOfABinomial() throws {
    let values = (0..<400).map { $0 < 300 ? 1.0 : 0 }
    let interval = try Bootstrap.interval(ofMean: values, resamples: 4000)
    let halfWidth = 1.96 * (0.75 * 0.25 / 400).squareRoot()
    XCTAssertEqual(interval.lowerBound, 0.75 - halfWidth, accuracy: 0.006)
    XCTAssertEqual(interval.upperBound, 0.75 + halfWidth, accuracy: 0.006)
  }

  func testRefusesNoValuesAndAnImpossibleLevel() throws {
    XCTAssertThrowsError(try Bootstrap.interval(ofMean: []))
    XCTAssertThrowsError(try Bootstrap.interval(ofMean: [1], level: 1)) {
      XCTAssertEqual($0 as? RoutingError, .shareOutOfRange(1))
    }
    XCTAssertEqual(try Bootstrap.interval(ofMean: [2], resamples: 0), 2...2)
  }
}
