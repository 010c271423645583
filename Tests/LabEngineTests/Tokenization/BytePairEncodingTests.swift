import LabEngine
import LabKernels
import XCTest

/// Encoding and decoding against a plain implementation, against published ids, and for any bytes.
final class BytePairEncodingTests: XCTestCase {
  func testMinbpesExample() throws {
    let trainer = BytePairTrainer(vocabulary: 259, preTokenization: .whole, ties: .firstSeen)
    let tokenizer = try trainer.train(on: "aaabdaaabac")
    XCTAssertEqual(tokenizer.merges.map { [$0.left, $0.right] }, [[97, 97], [256, 97], [257, 98]])
    XCTAssertEqual(tokenizer.encode("aaabdaaabac"), [258, 100, 258, 97, 99])
    XCTAssertEqual(try tokenizer.text(of: [258, 100, 258, 97, 99]), "aaabdaaabac")
  }

  func testGPT2sOwnIDs() throws {
    let gpt2 = try gpt2()
    XCTAssertEqual(gpt2.vocabulary, 50_257)
    XCTAssertEqual(gpt2.encode("hello world"), [31373, 995])
    XCTAssertEqual(gpt2.encode("000000000"), [10535, 830])
    XCTAssertEqual(gpt2.encode(String(repeating: "0", count: 17)), [8269, 10535, 830])
    XCTAssertEqual(gpt2.encode(" \u{85}0"), [220, 126, 227, 15])
    XCTAssertEqual(gpt2.encode("'rer"), [821, 81])
    XCTAssertEqual(gpt2.encode(try XCTUnwrap(TextSamples.data("text/tinyshakespeare.txt"))).count, 338_025)
    XCTAssertEqual(gpt2.encode(try XCTUnwrap(TextSamples.data("text/taylorswift.txt"))).count, 45_332)
  }

  /// A hundred thousand strings, valid and not, through GPT-2's vocabulary or a trained one.
  func testEveryByteComesBack() throws {
    let tokenizer = try (try? gpt2()) ?? small(.gpt2)
    var random = RandomStream(seed: TextSamples.seed, stream: 10)
    var encoder = BytePairEncoder(tokenizer)
    for _ in 0..<100_000 {
      let bytes = TextSamples.bytes(&random, upTo: 80)
      let ids = encoder.encode(bytes)
      guard try tokenizer.decode(ids) == bytes else {
        return XCTFail("\(bytes) became \(try tokenizer.decode(ids)); seed \(TextSamples.seed)")
      }
    }
  }

  func testEncodingMatchesThePlainDefinition() throws {
    for rule in PreTokenization.allCases {
      let tokenizer = try small(rule)
      var random = RandomStream(seed: TextSamples.seed, stream: 11)
      var encoder = BytePairEncoder(tokenizer)
      let plain = PlainEncoder(tokenizer)
      for number in 0..<400 {
        // Long pieces take another way through the encoder.
        let bytes = TextSamples.bytes(&random, upTo: number % 20 == 0 ? 600 : 100)
        let expected = rule.pieces(of: bytes).flatMap { plain.encode(bytes[$0]) }
        guard encoder.encode(bytes) == expected else {
          return XCTFail(
            "\(rule) \(bytes): \(encoder.encode(bytes)), not \(expected); seed \(TextSamples.seed)")
        }
      }
    }
  }

  /// Words that come again are looked up, many at a time; what is looked up must be what was worked out.
  func testWordsMetBeforeMatchThePlainDefinition() throws {
    for rule in PreTokenization.allCases where rule != .whole {
      let tokenizer = try small(rule)
      var random = RandomStream(seed: TextSamples.seed, stream: 15)
      var encoder = BytePairEncoder(tokenizer)
      let plain = PlainEncoder(tokenizer)
      for _ in 0..<40 {
        let bytes = Array(TextSamples.plainText(&random, upTo: 600).utf8)
        let expected = rule.pieces(of: bytes).flatMap { plain.encode(bytes[$0]) }
        guard encoder.encode(bytes) == expected, encoder.encode(bytes) == expected else {
          return XCTFail("\(rule) \(bytes); seed \(TextSamples.seed)")
        }
      }
    }
  }

  func testLongRunsMatchThePlainDefinition() throws {
    let text =
      String(repeating: "ab", count: 300) + String(repeating: "a", count: 500)
      + String(repeating: "abc", count: 90)
    let tokenizer = try BytePairTrainer(vocabulary: 272, preTokenization: .whole).train(on: text)
    let plain = PlainEncoder(tokenizer)
    var random = RandomStream(seed: TextSamples.seed, stream: 12)
    for _ in 0..<60 {
      let bytes = (0..<Int.random(in: 90...400, using: &random)).map { _ in
        UInt8.random(in: 97...98 + UInt8(Int.random(in: 0...1, using: &random)), using: &random)
      }
      XCTAssertEqual(tokenizer.encode(bytes), plain.encode(bytes), "seed \(TextSamples.seed)")
    }
  }

  /// A file may hold merges that no training would give: a token merged at a lower rank than it is made at.
  func testMergesOutOfOrderFollowTheDefinitionToo() throws {
    let a = 97, b = 98
    var tokens = try TokenVocabulary((0...255).map { [UInt8($0)] })
    for (id, text) in [(256, "ab"), (257, "abab"), (258, "aba"), (259, "bb")] {
      try tokens.insert(Array(text.utf8), id: id)
    }
    let merges = [(256, 256), (256, a), (b, b), (a, b)].map { BytePairTokenizer.Pair($0.0, $0.1) }
    let tokenizer = try BytePairTokenizer(tokens: tokens, merges: merges, preTokenization: .whole)
    let plain = PlainEncoder(tokenizer)
    var random = RandomStream(seed: TextSamples.seed, stream: 13)
    for number in 0..<200 {
      let bytes = (0..<(number % 2 == 0 ? 20 : 200)).map { _ in UInt8.random(in: 97...98, using: &random) }
      XCTAssertEqual(tokenizer.encode(bytes), plain.encode(bytes), "seed \(TextSamples.seed)")
    }
  }

  func testCoresAndBatchesChangeNothing() throws {
    let tokenizer = try small(.gpt2)
    var random = RandomStream(seed: TextSamples.seed, stream: 14)
    let texts = (0..<40).map { _ in TextSamples.bytes(&random, upTo: 30_000) }
    let expected = texts.map { tokenizer.encode($0) }
    for threads in [1, 2, 3] {
      var encoder = BytePairEncoder(tokenizer, on: Parallelism(threads: threads))
      XCTAssertEqual(encoder.encode(batch: texts), expected, "seed \(TextSamples.seed)")
      let whole = texts.flatMap { $0 }
      XCTAssertEqual(encoder.encode(whole), tokenizer.encode(whole), "seed \(TextSamples.seed)")
      XCTAssertEqual(encoder.encode(batch: []), [])
    }
  }

  func testDecodingAndOffsets() throws {
    let tokenizer = try small(.gpt2)
    let text = "Where is 👍 parcel A10234?"
    let ids = tokenizer.encode(text)
    XCTAssertEqual(try tokenizer.exactText(of: ids), text)
    let offsets = try tokenizer.offsets(of: ids)
    XCTAssertEqual(offsets.first?.lowerBound, 0)
    XCTAssertEqual(offsets.last?.upperBound, text.utf8.count)
    for (range, id) in zip(offsets, ids) {
      XCTAssertEqual(Array(Array(text.utf8)[range]), Array(try tokenizer.bytes(of: id)))
    }
    XCTAssertEqual(try tokenizer.text(of: [0xF0, 0x9F]), "\u{FFFD}")
    XCTAssertThrowsError(try tokenizer.exactText(of: [97, 0xF0])) {
      XCTAssertEqual($0 as? TokenizerError, .notUTF8(offset: 1))
    }
    for id in [-1, tokenizer.vocabulary, Int.max] {
      XCTAssertThrowsError(try tokenizer.decode([97, id])) {
        XCTAssertEqual($0 as? TokenizerError, .unknownToken(id: id, vocabulary: tokenizer.vocabulary))
      }
    }
  }

  func testSpecialTokens() throws {
    let tokenizer = try BytePairTokenizer(
      merges: [.init(97, 97)], preTokenization: .gpt2, specialTokens: ["<|end|>", "<|end|>>", "<|user|>"])
    let text = "aa<|end|>b<|end|>>"
    XCTAssertEqual(tokenizer.encode(text), [256] + Array("<|end|>b<|end|>>".utf8).map(Int.init))
    XCTAssertEqual(try tokenizer.encode(text, specials: .asText), tokenizer.encode(text))
    XCTAssertEqual(try tokenizer.encode(text, specials: .allowed), [256, 257, 98, 258])
    XCTAssertEqual(try tokenizer.encode("aab", specials: .refused), [256, 98])
    XCTAssertEqual(try tokenizer.text(of: [256, 257, 98]), "aa<|end|>b")
    XCTAssertThrowsError(try tokenizer.encode(text, specials: .refused)) {
      XCTAssertEqual($0 as? TokenizerError, .specialToken(text: "<|end|>", offset: 2))
    }
    XCTAssertThrowsError(try tokenizer.encode(text, specials: .only(["<|end|>"]))) {
      XCTAssertEqual($0 as? TokenizerError, .specialToken(text: "<|end|>>", offset: 10))
    }
    XCTAssertThrowsError(try tokenizer.encode("x", specials: .only(["<|none|>"]))) {
      XCTAssertEqual($0 as? TokenizerError, .unknownSpecialToken("<|none|>"))
    }
    XCTAssertThrowsError(try BytePairTokenizer(merges: [], specialTokens: ["<x>", "<x>"]))
  }

  func testMergesThatCannotBe() throws {
    let cases: [[BytePairTokenizer.Pair]] = [
      [.init(97, 256)], [.init(-1, 97)], [.init(97, 97), .init(97, 97)], [.init(97, 98), .init(257, 99)],
      (0..<20).map { .init(255 + max(1, $0) - ($0 == 0 ? 159 : 0), 255 + max(1, $0) - ($0 == 0 ? 159 : 0)) },
    ]
    for merges in cases {
      XCTAssertThrowsError(try BytePairTokenizer(merges: merges)) { error in
        guard case .invalidMerge? = error as? TokenizerError else { return XCTFail("\(error)") }
      }
    }
  }

  private func gpt2() throws -> BytePairTokenizer {
    guard let merges = try TextSamples.data("gpt2/vocab.bpe") else {
      throw XCTSkip("LABS_DATA_DIR is not set: GPT-2's files are not here")
    }
    return try BytePairTokenizer(gpt2Merges: merges)
  }

  private func small(_ rule: PreTokenization) throws -> BytePairTokenizer {
    var random = RandomStream(seed: 5)
    let text = (0..<40).map { _ in TextSamples.text(&random, upTo: 60) }.joined()
    return try BytePairTrainer(vocabulary: 400, preTokenization: rule).train(on: text)
  }

}

/// The definition: while any pair has a rank, merge the leftmost of the lowest rank.
private struct PlainEncoder {
  private let tokens: TokenVocabulary
  private var ranks: [BytePairTokenizer.Pair: (rank: Int, product: Int)] = [:]

  init(_ tokenizer: BytePairTokenizer) {
    tokens = tokenizer.tokens
    for (rank, pair) in tokenizer.merges.enumerated() {
      let spelled = (tokens.bytes(of: pair.left) ?? []) + (tokens.bytes(of: pair.right) ?? [])
      ranks[pair] = (rank, tokens.id(of: spelled) ?? -1)
    }
  }

  func encode(_ bytes: some Sequence<UInt8>) -> [Int] {
    var ids = bytes.map { tokens.id(of: [$0]) ?? -1 }
    while true {
      var best: (rank: Int, product: Int, place: Int)?
      for place in ids.indices.dropLast() {
        if let found = ranks[.init(ids[place], ids[place + 1])], found.rank < best?.rank ?? .max {
          best = (found.rank, found.product, place)
        }
      }
      guard let best else { return ids }
      ids.replaceSubrange(best.place...best.place + 1, with: [best.product])
    }
  }
}
