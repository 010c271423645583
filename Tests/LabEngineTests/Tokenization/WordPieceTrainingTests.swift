import XCTest

@testable import LabEngine

final class WordPieceTrainingTests: XCTestCase {
  /// Of 13 characters four are `a` and three `##b`, three times side by side; two are `c` and two `##d`, always side
  /// by side. Σ n log n − N log N grows by 4.77 when `ab` is merged and by 5.58 when `cd` is.
  func testThePairIsTakenThatMakesTheTextMostProbable() throws {
    let text = "ab ab ab a b b cd cd"
    let characters = ["[UNK]", "##b", "##d", "a", "b", "c"]
    let first = try WordPieceTokenizer.trained(on: text, vocabulary: characters.count + 1)
    XCTAssertEqual(String(decoding: try XCTUnwrap(first.vocabulary.bytes(of: 6)), as: UTF8.self), "cd")
  }

  func testTrainingTextIsSpelledWithoutUnknownTokens() throws {
    let text = "the parcel, the parcels; u\u{301}nder e\u{301}t\u{e9} the lamp! A10234"
    for size in [40, 60, 200] {
      let wordPiece = try WordPieceTokenizer.trained(on: text, vocabulary: size, minimumFrequency: 1)
      XCTAssertFalse(wordPiece.encode(text).contains(wordPiece.unknown))
      XCTAssertLessThanOrEqual(wordPiece.vocabulary.count, size)
      let words = WordPieceTokenizer.words(of: text).map { Array(String($0).utf8) }
      let decoded = try wordPiece.text(of: wordPiece.encode(text))
      XCTAssertEqual(decoded.utf8.split(separator: 0x20).map(Array.init), words)
    }
  }

  func testMoreTokensSpellInFewer() throws {
    let text = CourseCorpus(seed: 1).text(.training, bytes: 20_000)
    let counts = try [150, 300, 600].map {
      try WordPieceTokenizer.trained(on: text, vocabulary: $0).encode(text).count
    }
    XCTAssertEqual(counts, counts.sorted(by: >))
    XCTAssertEqual(
      try WordPieceTokenizer.trained(on: text, vocabulary: 300).encode(text),
      try WordPieceTokenizer.trained(on: text, vocabulary: 300).encode(text))
  }

  func testWhatCannotBeLearnedIsSaid() {
    XCTAssertThrowsError(try WordPieceTokenizer.trained(on: " \n", vocabulary: 10)) {
      XCTAssertEqual($0 as? TokenizerError, .emptyText)
    }
    XCTAssertThrowsError(try WordPieceTokenizer.trained(on: "abc", vocabulary: 3)) {
      XCTAssertEqual($0 as? TokenizerError, .vocabularyTooSmall(asked: 3, needed: 4))
    }
  }
}
