import LabEngine
import XCTest

/// The made-up language against counts of long texts.
final class MarkovSourceTests: XCTestCase {
  func testRowsAreDistributions() throws {
    let source = try MarkovSource(vocabulary: 9, branching: 3, seed: 4)
    for first in 0..<9 {
      for second in 0..<9 {
        let row = (0..<9).map { source.probability(of: $0, after: first, second) }
        XCTAssertEqual(row.reduce(0, +), 1, accuracy: 1e-12)
        XCTAssertTrue(row.allSatisfy { $0 > 0 })
      }
    }
    XCTAssertEqual(source.probability(of: 9, after: 0, 0), 0)
    XCTAssertEqual(source.probability(of: 0, after: -1, 0), 0)
  }

  /// The mean surprise of a long text is the entropy rate: the law of large numbers.
  func testTheEntropyIsThatOfLongTexts() throws {
    let source = try MarkovSource(vocabulary: 12, branching: 4, seed: 2)
    let text = source.tokens(400_000, stream: 7)
    let surprise = zip(zip(text, text.dropFirst()), text.dropFirst(2)).reduce(0.0) {
      $0 - log(source.probability(of: $1.1, after: $1.0.0, $1.0.1))
    }
    XCTAssertEqual(surprise / Double(text.count - 2), source.entropyRate, accuracy: 0.01)
    // A bigram model of so long a text knows all there is to know after one token.
    let bigrams = try BigramModel(text, vocabulary: 12, smoothing: 0.01)
    let fresh = source.tokens(400_000, stream: 8)
    XCTAssertEqual(try bigrams.meanLoss(on: fresh), source.firstOrderEntropy, accuracy: 0.01)
    XCTAssertLessThan(source.entropyRate, source.firstOrderEntropy - 0.1)
    XCTAssertEqual(source.floor(context: 1), source.firstOrderEntropy)
    XCTAssertEqual(
      source.floor(context: 4), (source.firstOrderEntropy + 3 * source.entropyRate) / 4, accuracy: 1e-12)
    XCTAssertTrue(source.floor(context: 0).isNaN)
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
