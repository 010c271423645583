import XCTest

@testable import LabKit

final class NearestNameTests: XCTestCase {
  func testDistancesArePublishedOnes() {
    // Levenshtein's standard examples, and a swap of neighbours, which Damerau counts once.
    let pairs = [
      ("kitten", "sitting", 3), ("saturday", "sunday", 3), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0),
      ("check", "chekc", 1), ("ca", "abc", 3), ("é", "e", 1),
    ]
    for (first, second, distance) in pairs {
      XCTAssertEqual(editDistance(first, second), distance, "\(first) \(second)")
      XCTAssertEqual(editDistance(second, first), distance, "\(second) \(first)")
    }
  }

  func testOnlyANearNameIsOffered() {
    let names = ["list", "start", "check", "watch"]
    XCTAssertEqual(nearestName(to: "chekc", in: names), "check")
    XCTAssertEqual(nearestName(to: "lst", in: names), "list")
    XCTAssertEqual(nearestName(to: "START", in: names), "start")
    XCTAssertNil(nearestName(to: "pineapple", in: names))
    XCTAssertNil(nearestName(to: "x", in: []))
  }
}
