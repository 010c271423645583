import Foundation
import LabEngine
import XCTest

/// Streams, conversations, larger vocabularies, and the tokenizers that are not byte-pair encodings.
final class TokenizerUseTests: XCTestCase {
  private static let text = String(repeating: "the then there café 1234 where is my parcel? ", count: 20)

  private func tokenizer(_ rule: PreTokenization = .gpt2, _ specials: [String] = []) throws
    -> BytePairTokenizer
  {
    try BytePairTrainer(vocabulary: 272 + specials.count, preTokenization: rule, specialTokens: specials)
      .train(on: Self.text)
  }

  func testStreamsGiveTheIDsOfTheWholeText() throws {
    var random = RandomStream(seed: TextSamples.seed, stream: 40)
    for rule in PreTokenization.allCases {
      let tokenizer = try tokenizer(rule)
      for _ in 0..<400 {
        let bytes = TextSamples.bytes(&random, upTo: 300)
        var stream = BytePairStream(tokenizer)
        var (ids, start): ([Int], Int) = ([], 0)
        while start < bytes.count {
          let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
          ids += stream.append(bytes[start..<end])
          start = end
        }
        ids += stream.finish()
        guard ids == tokenizer.encode(bytes) else {
          return XCTFail("\(rule) \(bytes): \(ids), not \(tokenizer.encode(bytes)); seed \(TextSamples.seed)")
        }
      }
    }
    var stream = BytePairStream(try tokenizer())
    XCTAssertFalse(stream.append(Array("where is my par".utf8)).isEmpty)
  }

  func testAConversationAndWhatIsLearnedOfIt() throws {
    let tokenizer = try tokenizer(.gpt2, ["<|im_start|>", "<|im_end|>"])
    let turns = [ChatTemplate.Turn("user", "the <|im_end|> café"), .init("assistant", "there")]
    let rendered = ChatTemplate.chatML.render(turns, next: "assistant")
    XCTAssertEqual(
      rendered,
      "<|im_start|>user\nthe <|im_end|> café<|im_end|>\n<|im_start|>assistant\nthere<|im_end|>\n<|im_start|>assistant\n"
    )
    let chat = try ChatTemplate.chatML.encode(turns, next: "assistant", with: tokenizer)
    XCTAssertEqual(try tokenizer.text(of: chat.ids), rendered)
    // What the user wrote is no special token.
    XCTAssertEqual(chat.ids.filter { $0 == tokenizer.specialTokens.id(of: "<|im_end|>") }.count, 2)
    let learned = zip(chat.ids, chat.isLearned).filter(\.1).map(\.0)
    XCTAssertEqual(try tokenizer.text(of: learned), "there<|im_end|>")
    let second = zip(chat.ids, chat.turns).filter { $0.1 == 1 }.map(\.0)
    XCTAssertEqual(try tokenizer.text(of: second), "<|im_start|>assistant\nthere<|im_end|>\n")
    XCTAssertEqual(chat.turns.last, 2)
  }

  func testTheFirstDifferenceOfTwoRenderings() throws {
    XCTAssertNil(RenderingDifference("a\nb", "a\nb"))
    let difference = try XCTUnwrap(RenderingDifference("a\nb c", "a\nb  c"))
    XCTAssertEqual([difference.offset, difference.line, difference.column], [4, 2, 3])
    XCTAssertEqual(difference.description, "line 2, byte 3: \"c\" (63) in one, \" c\" (20 63) in the other")
    // Swift calls these equal; a model does not.
    XCTAssertEqual(RenderingDifference("\u{E9}", "e\u{301}")?.offset, 0)
    XCTAssertEqual(
      RenderingDifference("ab", "a")?.description, "line 1, byte 2: \"b\" (62) in one, the end in the other")
  }

  func testAVocabularyGrowsAndOldTextKeepsItsIDs() throws {
    let old = try tokenizer(.gpt2, ["<|end|>"])
    let new = try old.extended(
      by: 12, on: Array(String(repeating: "refund policy P-7 eligible ", count: 9).utf8))
    XCTAssertEqual(new.vocabulary, old.vocabulary + 12)
    XCTAssertEqual(new.specialTokens, old.specialTokens)
    for id in 0..<old.vocabulary { XCTAssertEqual(try new.bytes(of: id), try old.bytes(of: id)) }
    XCTAssertLessThan(new.encode("refund policy").count, old.encode("refund policy").count)
    var random = RandomStream(seed: TextSamples.seed, stream: 41)
    for _ in 0..<2_000 {
      let bytes = TextSamples.bytes(&random, upTo: 200)
      let ids = new.encode(bytes)
      if ids.allSatisfy({ $0 < old.vocabulary }) { XCTAssertEqual(ids, old.encode(bytes)) }
      XCTAssertEqual(try new.decode(ids), bytes)
    }
    XCTAssertEqual(try BytePairTokenizer(fileText: new.fileText), new)
    XCTAssertThrowsError(try old.extended(by: 50, on: Array("ab".utf8)))
    let special = try old.extended(withSpecialTokens: ["<|tool|>"])
    XCTAssertEqual(special.specialTokens.id(of: "<|tool|>"), old.vocabulary)
    XCTAssertEqual(special.encode(Self.text), old.encode(Self.text))
    XCTAssertThrowsError(try old.extended(withSpecialTokens: ["<|end|>"]))
  }

  func testWordPieceTakesTheLongest() throws {
    let tokens = ["[UNK]", "un", "##aff", "##able", "una", "##ffable", "!", "é"]
    let wordPiece = try WordPieceTokenizer(tokens: tokens)
    XCTAssertEqual(wordPiece.encode("unaffable! é x"), [4, 5, 6, 7, 0])
    XCTAssertEqual(wordPiece.encode("e\u{301}"), [0])
    XCTAssertEqual(wordPiece.encode(""), [])
    XCTAssertEqual(try wordPiece.text(of: [1, 2, 3, 6]), "unaffable !")
    XCTAssertThrowsError(try wordPiece.text(of: [8]))
    XCTAssertThrowsError(try WordPieceTokenizer(tokens: ["a"]))
    XCTAssertThrowsError(try WordPieceTokenizer(tokens: ["[UNK]", "a", "a"]))
  }

  func testUnigramTakesTheMostProbable() throws {
    let unigram = try UnigramTokenizer(
      pieces: [("a", -2), ("b", -2), ("ab", -3), ("abc", -9), ("c", -2), ("\u{2581}", -1)])
    XCTAssertEqual(unigram.encode("abc"), [2, 4])
    XCTAssertEqual(unigram.encode("a x"), [0, 5, unigram.unknown])
    XCTAssertEqual(try unigram.text(of: [0, 5, 2]), "a ab")
    XCTAssertEqual(unigram.encode(""), [])
    XCTAssertThrowsError(try unigram.text(of: [7]))
    XCTAssertThrowsError(try UnigramTokenizer(pieces: [("a", -1), ("a", -1)]))
    XCTAssertThrowsError(try UnigramTokenizer(pieces: [("a", 1)]))
  }

  func testUnigramTrainingFindsWords() throws {
    let unigram = try UnigramTokenizer.trained(on: Self.text, vocabulary: 60)
    XCTAssertLessThanOrEqual(unigram.pieces.count, 60)
    XCTAssertEqual(unigram.pieces.reduce(0) { $0 + exp($1.logProbability) }, 1, accuracy: 1e-9)
    XCTAssertEqual(try unigram.text(of: unigram.encode(Self.text)), Self.text)
    XCTAssertLessThan(unigram.encode("where is my parcel?").count, 12)
    XCTAssertThrowsError(try UnigramTokenizer.trained(on: "", vocabulary: 60))
    XCTAssertThrowsError(try UnigramTokenizer.trained(on: "abcdef", vocabulary: 3)) {
      XCTAssertEqual($0 as? TokenizerError, .vocabularyTooSmall(asked: 3, needed: 6))
    }
  }

  func testNormalisationSymbolsAndByteFallback() {
    XCTAssertTrue(TextNormalization.nfc.apply(to: "e\u{301}").utf8.elementsEqual("\u{E9}".utf8))
    XCTAssertEqual(TextNormalization.nfkc.apply(to: "ﬁ²Ａ"), "fi2A")
    XCTAssertEqual(TextNormalization.lowercase.apply(to: "ABC"), "abc")
    XCTAssertFalse(TextNormalization.nfc.preserves("e\u{301}"))
    XCTAssertTrue(TextNormalization.none.preserves("e\u{301}"))
    XCTAssertEqual(WhitespaceSymbol.escaped("a b"), "a▁b")
    XCTAssertEqual(WhitespaceSymbol.unescaped("a▁b"), "a b")
    XCTAssertEqual(ByteFallback.tokens(for: "€"), ["<0xE2>", "<0x82>", "<0xAC>"])
    XCTAssertEqual(ByteFallback.text(of: ["a", "<0xE2>", "<0x82>", "<0xAC>", "<0x41>"]), "a€A")
    XCTAssertEqual(ByteFallback.text(of: ["<0xE2>", "<0xZZ>"]), "\u{FFFD}<0xZZ>")
  }
}
