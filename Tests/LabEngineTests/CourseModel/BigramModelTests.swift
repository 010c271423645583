import Foundation
import XCTest

@testable import LabEngine

final class BigramModelTests: XCTestCase {
  func testProbabilitiesAreTheSmoothedCounts() throws {
    // After 0 come 1, 1 and 2; after 1 come 0 and 0; 2 is last.
    let bigram = try BigramModel([0, 1, 0, 1, 0, 2], vocabulary: 3, smoothing: 0.5)
    XCTAssertEqual(bigram.probability(of: 1, after: 0), 2.5 / 4.5, accuracy: 1e-15)
    XCTAssertEqual(bigram.probability(of: 2, after: 0), 1.5 / 4.5, accuracy: 1e-15)
    XCTAssertEqual(bigram.probability(of: 0, after: 1), 2.5 / 3.5, accuracy: 1e-15)
    XCTAssertEqual(bigram.probability(of: 1, after: 2), 1.0 / 3, accuracy: 1e-15)
    XCTAssertEqual(bigram.probability(of: 3, after: 0), 0)
    XCTAssertEqual(
      try bigram.meanLoss(on: [0, 1, 1]), -(log(2.5 / 4.5) + log(0.5 / 3.5)) / 2, accuracy: 1e-12)
    for left in 0..<3 {
      XCTAssertEqual((0..<3).reduce(0) { $0 + bigram.probability(of: $1, after: left) }, 1, accuracy: 1e-12)
    }
  }

  func testWhatCannotBeCountedIsRefused() throws {
    XCTAssertThrowsError(try BigramModel([0, 3], vocabulary: 3, smoothing: 1))
    XCTAssertThrowsError(try BigramModel([0, 1], vocabulary: 3, smoothing: 0))
    XCTAssertThrowsError(try BigramModel([0, 1], vocabulary: 1 << 40, smoothing: 1))
    let bigram = try BigramModel([], vocabulary: 3, smoothing: 1)
    XCTAssertThrowsError(try bigram.meanLoss(on: [1]))
    XCTAssertThrowsError(try bigram.meanLoss(on: [1, -1]))
  }
}
