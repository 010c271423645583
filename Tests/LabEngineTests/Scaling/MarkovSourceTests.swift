import LabEngine
import XCTest

/// The made-up language against counts of long texts.
final class MarkovSourceTests: XCTestCase {
  func testRowsAreDistributions() throws {
    let source = try MarkovSource(vocabulary: 9, branching: 3, seed: 4)
    for token in 0..<9 {
      let row = (0..<9).map { source.probability(of: $0, after: token) }
      XCTAssertEqual(row.reduce(0, +), 1, accuracy: 1e-12)
      XCTAssertTrue(row.allSatisfy { $0 > 0 })
    }
    XCTAssertEqual(source.probability(of: 9, after: 0), 0)
    XCTAssertEqual(source.probability(of: 0, after: -1), 0)
  }

  /// The mean surprise of a long text is the entropy rate: the law of large numbers.
  func testTheEntropyIsThatOfLongTexts() throws {
    let source = try MarkovSource(vocabulary: 12, branching: 4, seed: 2)
    let text = source.tokens(400_000, stream: 7)
    XCTAssertEqual(source.meanSurprise(of: text), source.entropyRate, accuracy: 0.01)
    // Counting so long a text tells all there is to know, and knowing the table is a little better.
    let bigrams = try BigramModel(text, vocabulary: 12, smoothing: 0.01)
    let fresh = source.tokens(400_000, stream: 8)
    XCTAssertEqual(try bigrams.meanLoss(on: fresh), source.meanSurprise(of: fresh), accuracy: 0.001)
    XCTAssertGreaterThan(try bigrams.meanLoss(on: fresh), source.meanSurprise(of: fresh))
  }

  func testSurpriseIsTheMeanOfMinusLogP() throws {
    let source = try MarkovSource(vocabulary: 5, branching: 2, seed: 6)
    let (first, second) = (source.probability(of: 1, after: 4), source.probability(of: 3, after: 1))
    XCTAssertEqual(source.meanSurprise(of: [4, 1, 3]), -(log(first) + log(second)) / 2, accuracy: 1e-12)
    XCTAssertTrue(source.meanSurprise(of: [4]).isNaN)
    XCTAssertEqual(source.meanSurprise(of: [4, 5]), .infinity)
  }

  func testTextsDependOnTheirSeedAlone() throws {
    let source = try MarkovSource(vocabulary: 8, branching: 2, seed: 3)
    let text = source.tokens(1000, stream: 1)
    XCTAssertEqual(try MarkovSource(vocabulary: 8, branching: 2, seed: 3).tokens(1000, stream: 1), text)
    XCTAssertEqual(source.tokens(100, stream: 1), Array(text.prefix(100)))
    XCTAssertNotEqual(source.tokens(1000, stream: 2), text)
    XCTAssertNotEqual(try MarkovSource(vocabulary: 8, branching: 2, seed: 5).tokens(1000, stream: 1), text)
    XCTAssertEqual(source.tokens(1, stream: 1).count, 1)
    XCTAssertEqual(source.tokens(-1, stream: 1), [])
    XCTAssertTrue(text.allSatisfy((0..<8).contains))
  }

  func testBadInputIsAnError() {
    XCTAssertThrowsError(try MarkovSource(vocabulary: 1))
    XCTAssertThrowsError(try MarkovSource(vocabulary: 1_000_000))
    XCTAssertThrowsError(try MarkovSource(branching: 0))
  }
}
