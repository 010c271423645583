import Foundation
import XCTest

@testable import LabEngine

/// A model whose vocabulary grows keeps what it knows.
final class VocabularyGrowthTests: XCTestCase {
  private func model(tiesHead: Bool) throws -> Transformer {
    let configuration = TransformerConfiguration(
      vocabulary: 7, context: 8, dModel: 8, nLayers: 2, nHeads: 2, tiesHead: tiesHead)
    return try Transformer(configuration, seed: 3)
  }

  private func logits(_ model: Transformer) throws -> [Float] {
    var cache = try model.makeCache()
    return try model.prefill([1, 5, 2], into: &cache)
  }

  func testOldTokensKeepTheirScores() throws {
    for tiesHead in [true, false] {
      let old = try model(tiesHead: tiesHead)
      for rows in [NewTokenRows.mean, .random(seed: 1), .meanOf([[0], [1, 2], [6]])] {
        let grown = try old.withVocabulary(10, newRows: rows)
        XCTAssertEqual(grown.configuration.vocabulary, 10)
        let (before, after) = (try logits(old), try logits(grown))
        XCTAssertEqual(after.count, 10)
        for (a, b) in zip(before, after) { XCTAssertEqual(a, b, accuracy: 1e-6) }
      }
    }
  }

  func testRowsOfTheMeanScoreAsTheAverageToken() throws {
    let old = try model(tiesHead: false)
    let scores = try logits(old)
    let mean = scores.reduce(0, +) / Float(scores.count)
    for score in try logits(old.withVocabulary(10, newRows: .mean)).suffix(3) {
      XCTAssertEqual(score, mean, accuracy: 1e-6)
    }
  }

  func testRowsOfOldTokensScoreAsTheirMean() throws {
    let old = try model(tiesHead: true)
    let scores = try logits(old)
    let grown = try logits(old.withVocabulary(9, newRows: .meanOf([[4], [1, 2]])))
    XCTAssertEqual(grown[7], scores[4], accuracy: 1e-6)
    XCTAssertEqual(grown[8], (scores[1] + scores[2]) / 2, accuracy: 1e-6)
  }

  func testEqualSeedsDrawEqualRowsAndOthersOthers() throws {
    let old = try model(tiesHead: true)
    let tables = try [1, 1, 2].map {
      try old.withVocabulary(10, newRows: .random(seed: $0)).parameter(named: "embedding.tokens")?.values
    }
    XCTAssertEqual(tables[0], tables[1])
    XCTAssertNotEqual(tables[0], tables[2])
    let drawn = try XCTUnwrap(tables[0]).suffix(24)
    let deviation = (drawn.reduce(0) { $0 + $1 * $1 } / 24).squareRoot()
    XCTAssertEqual(deviation, 0.02, accuracy: 0.01)
  }

  func testWhatCannotGrowIsSaid() throws {
    let old = try model(tiesHead: true)
    for size in [7, 6, 0, -1, Int.max] {
      XCTAssertThrowsError(try old.withVocabulary(size, newRows: .mean), "\(size)")
    }
    for origins in [[], [[0]], [[0], []], [[0], [7]], [[0], [-1]]] {
      XCTAssertThrowsError(try old.withVocabulary(9, newRows: .meanOf(origins)), "\(origins)")
    }
  }
}
