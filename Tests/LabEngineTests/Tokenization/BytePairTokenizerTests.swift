import Foundation
import XCTest

@testable import LabEngine

final class BytePairTokenizerTests: XCTestCase {
  private typealias Pair = BytePairTokenizer.Pair

  /// minbpe's example: the merges are aa, aaa, aaab, which the ids alone would not tell from aa, ab, aaab.
  func testTheExampleOfMinbpe() throws {
    let text = Array("aaabdaaabac".utf8)
    let tokenizer = BytePairTokenizer.trained(
      on: text, vocabulary: 259, preTokenization: .whole, ties: .firstSeen)
    XCTAssertEqual(tokenizer.merges, [Pair(97, 97), Pair(256, 97), Pair(257, 98)])
    XCTAssertEqual(tokenizer.encode(text), [258, 100, 258, 97, 99])
    let other = BytePairTokenizer.trained(
      on: text, vocabulary: 259, preTokenization: .whole, ties: .smallestPair)
    XCTAssertEqual(other.merges, [Pair(97, 97), Pair(97, 98), Pair(256, 257)])
    XCTAssertEqual(other.encode(text), [258, 100, 258, 97, 99])
  }

  func testDecodingUndoesEncodingForAnyBytes() throws {
    let seed: UInt64 = 11
    var random = RandomStream(seed: seed)
    let text = CourseCorpus().text(.training, bytes: 30_000)
    for preTokenization in PreTokenization.allCases {
      let tokenizer = BytePairTokenizer.trained(
        on: Array(text.utf8.prefix(preTokenization == .whole ? 3000 : 30_000)), vocabulary: 400,
        preTokenization: preTokenization)
      for round in 0..<300 {
        let letters: [UInt8] = round % 2 == 0 ? Array(0...255) : Array(" \n\ta1.é🙂the".utf8)
        let bytes = (0..<Int(random.next() % 200)).map { _ in
          letters[Int(random.next() % UInt64(letters.count))]
        }
        let ids = tokenizer.encode(bytes)
        XCTAssertEqual(try tokenizer.decode(ids), bytes, "seed \(seed), round \(round)")
        XCTAssertTrue(ids.allSatisfy { $0 < tokenizer.vocabulary })
      }
      XCTAssertEqual(try tokenizer.text(of: tokenizer.encode(text)), text)
    }
  }

  /// Counts everything anew before each merge, as the definition says.
  func testTrainingEqualsTheSlowDefinition() throws {
    let text = CourseCorpus(seed: 3).text(.training, bytes: 5000)
    let bytes = Array(text.utf8)
    for preTokenization in PreTokenization.allCases {
      for ties in [BytePairTrainer.TieRule.firstSeen, .smallestPair] {
        let fast = BytePairTokenizer.trained(
          on: bytes, vocabulary: 340, preTokenization: preTokenization, ties: ties)
        XCTAssertEqual(
          fast.merges, plainMerges(bytes, 84, preTokenization, ties), "\(preTokenization) \(ties)")
      }
    }
  }

  private func plainMerges(
    _ bytes: [UInt8], _ count: Int, _ preTokenization: PreTokenization, _ ties: BytePairTrainer.TieRule
  ) -> [Pair] {
    var pieces = preTokenization.pieces(of: bytes).map { bytes[$0].map(Int.init) }
    var merges: [Pair] = []
    for id in 256..<256 + count {
      var counts: [Pair: Int] = [:]
      var order: [Pair] = []
      for piece in pieces {
        for index in piece.indices.dropLast() {
          let pair = Pair(piece[index], piece[index + 1])
          if counts[pair] == nil { order.append(pair) }
          counts[pair, default: 0] += 1
        }
      }
      let most = counts.values.max() ?? 0
      if most < 2 { break }
      let tied = order.filter { counts[$0] == most }
      let best = ties == .firstSeen ? tied[0] : tied.sorted()[0]
      merges.append(best)
      pieces = pieces.map { piece in
        var merged: [Int] = []
        for token in piece {
          // An id made here cannot be a left part again: pairs do not overlap.
          if merged.last == best.left, token == best.right {
            merged[merged.count - 1] = id
          } else {
            merged.append(token)
          }
        }
        return merged
      }
    }
    return merges
  }

  func testPiecesOfWords() {
    func pieces(_ text: String) -> [String] {
      let bytes = Array(text.utf8)
      return PreTokenization.words.pieces(of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    XCTAssertEqual(pieces("where is A10?"), ["where", " is", " A", "1", "0", "?"])
    XCTAssertEqual(pieces("3 * 12 = 36."), ["3", " *", " ", "1", "2", " =", " ", "3", "6", "."])
    XCTAssertEqual(pieces("a  b\n\nc \n"), ["a", " ", " b", "\n\n", "c", " ", "\n"])
    XCTAssertEqual(pieces("naïve\tx"), ["naïve", "\t", "x"])
    XCTAssertEqual(pieces(""), [])
    XCTAssertEqual(pieces("   "), ["   "])
    XCTAssertEqual(PreTokenization.whole.pieces(of: [1, 2]), [0..<2])
  }

  func testPiecesTogetherAreTheText() {
    var random = RandomStream(seed: 2)
    for _ in 0..<500 {
      let bytes = (0..<Int(random.next() % 60)).map { _ in Array("ab1 \t\n.é".utf8)[Int(random.next() % 9)] }
      let pieces = PreTokenization.words.pieces(of: bytes)
      XCTAssertEqual(pieces.flatMap { bytes[$0] }, bytes)
      XCTAssertFalse(pieces.contains(where: \.isEmpty))
    }
  }

  func testAFileIsReadBackAndAWrongOneNamesTheLine() throws {
    let tokenizer = BytePairTokenizer.trained(
      on: Array(CourseCorpus().text(.training, bytes: 20_000).utf8), vocabulary: 300)
    XCTAssertEqual(tokenizer.vocabulary, 300)
    XCTAssertEqual(try BytePairTokenizer(fileText: tokenizer.fileText), tokenizer)
    let windows = tokenizer.fileText.replacing("\n", with: "\r\n")
    XCTAssertEqual(try BytePairTokenizer(fileText: windows), tokenizer)

    let wrong: [(String, TokenizerError)] = [
      ("", .invalidLine(number: 1, reason: "it is not such as `bpe 1 words 256`")),
      (
        "bpe 2 words 0",
        .invalidLine(
          number: 1, reason: "its version is not known: `bpe 1 words 256` or `bpe 2 words 256 own`")
      ),
      ("bpe 1 words 2\n1 2", .invalidLine(number: 1, reason: "it speaks of 2 merges, but 1 follow")),
      ("bpe 1 words 1\n1 x", .invalidLine(number: 2, reason: "it holds something that is not a number")),
      ("bpe 1 words 1\n1 256", .invalidMerge(number: 0, reason: "1 or 256 is not a token before it")),
      ("bpe 1 words 1\n-1 2", .invalidMerge(number: 0, reason: "-1 or 2 is not a token before it")),
      ("bpe 1 words 2\n1 2\n1 2", .invalidMerge(number: 1, reason: "1 and 2: token 256 has the same bytes")),
    ]
    for (text, error) in wrong {
      XCTAssertThrowsError(try BytePairTokenizer(fileText: text), text) {
        XCTAssertEqual($0 as? TokenizerError, error)
      }
    }
  }

  func testAFileThatDoublesItsTokensDoesNotFillTheMemory() {
    let lines = (0..<60).map { $0 == 0 ? "97 97" : "\(255 + $0) \(255 + $0)" }
    XCTAssertThrowsError(
      try BytePairTokenizer(fileText: (["bpe 1 whole 60"] + lines).joined(separator: "\n"))
    ) { XCTAssertTrue("\($0)".contains("longer than 65536 bytes"), "\($0)") }
  }

  func testTextsWithoutMergesAndUnknownTokens() throws {
    XCTAssertEqual(BytePairTokenizer.trained(on: [], vocabulary: 500).vocabulary, 256)
    XCTAssertEqual(BytePairTokenizer.trained(on: [1, 2, 3], vocabulary: -4).vocabulary, 256)
    let bytes = try BytePairTokenizer(merges: [])
    XCTAssertEqual(bytes.encode("hé"), [104, 0xC3, 0xA9])
    XCTAssertEqual(try bytes.text(of: [0xC3]), "\u{FFFD}")
    XCTAssertThrowsError(try bytes.decode([0, 256])) {
      XCTAssertEqual($0 as? TokenizerError, .unknownToken(id: 256, vocabulary: 256))
    }
    XCTAssertThrowsError(try bytes.decode([-1]))
  }
}
