import Foundation
import LabEngine
import XCTest

/// Every format there and back, and files that are cut, corrupt or hostile.
final class TokenizerFileTests: XCTestCase {
  func testTheOwnFormatThereAndBack() throws {
    let plain = try trained(.words, specials: [])
    XCTAssertTrue(plain.fileText.hasPrefix("bpe 1 words 14\n"))
    for tokenizer in try [plain, trained(.gpt2, specials: ["<|end|>", "a \"b\"\n"]), gpt2Like(), ranked()] {
      let read = try BytePairTokenizer(fileText: tokenizer.fileText)
      XCTAssertEqual(read, tokenizer)
      XCTAssertEqual(read.fileText, tokenizer.fileText)
      XCTAssertEqual(read.encode("the café <|end|> 1234"), tokenizer.encode("the café <|end|> 1234"))
    }
  }

  func testGPT2sFilesThereAndBack() throws {
    let tokenizer = try gpt2Like()
    let (merges, encoder) = (try tokenizer.gpt2Merges(), tokenizer.gpt2Encoder())
    XCTAssertEqual(
      try BytePairTokenizer(gpt2Merges: Array(merges.utf8), encoder: Array(encoder.utf8)), tokenizer)
    XCTAssertThrowsError(try trained(.words, specials: []).gpt2Merges())
    let other = encoder.replacingOccurrences(of: "\"th\":256", with: "\"th\":257")
    guard other != encoder else { return XCTFail("the example has changed: \(encoder.prefix(4000))") }
    XCTAssertThrowsError(try BytePairTokenizer(gpt2Merges: Array(merges.utf8), encoder: Array(other.utf8)))
    for (text, line) in [
      ("#version: 0.2\na b c\n", 2), ("a b\n\nb c\n", 2), ("a b\nabc d\n", 2), ("a \u{4E00}", 1),
    ] {
      XCTAssertThrowsError(try BytePairTokenizer(gpt2Merges: Array(text.utf8))) { error in
        guard case .invalidLine(line, _)? = error as? TokenizerError else {
          return XCTFail("\(text): \(error)")
        }
      }
    }
    XCTAssertThrowsError(try BytePairTokenizer(gpt2Merges: [0x61, 0x20, 0xFF])) {
      XCTAssertEqual($0 as? TokenizerError, .notUTF8(offset: 2))
    }
  }

  func testThePublishedFilesComeBackByteForByte() throws {
    guard let merges = try TextSamples.data("gpt2/vocab.bpe"),
      let encoder = try TextSamples.data("gpt2/encoder.json")
    else { throw XCTSkip("LABS_DATA_DIR is not set: GPT-2's files are not here") }
    let tokenizer = try BytePairTokenizer(gpt2Merges: merges, encoder: encoder)
    XCTAssertEqual(Array(try tokenizer.gpt2Merges().utf8), merges)
    XCTAssertEqual(try BytePairTokenizer(huggingFaceJSON: Array(tokenizer.huggingFaceJSON().utf8)), tokenizer)
    let ranked = try BytePairTokenizer(
      tiktokenRanks: Array(tokenizer.tiktokenRanks().utf8), preTokenization: .gpt2,
      specialTokens: tokenizer.specialTokens)
    XCTAssertEqual(ranked.tiktokenRanks(), tokenizer.tiktokenRanks())
    let text = try XCTUnwrap(TextSamples.data("text/taylorswift.txt"))
    XCTAssertEqual(ranked.encode(text), tokenizer.encode(text))
  }

  func testRanksThereAndBack() throws {
    let tokenizer = try ranked()
    let read = try BytePairTokenizer(
      tiktokenRanks: Array(tokenizer.tiktokenRanks().utf8), preTokenization: .cl100k)
    XCTAssertEqual(read, tokenizer)
    for (text, line) in [
      ("IQ==\n", 1), ("IQ== 0\n???? 1\n", 2), ("IQ== 0\nIg== x\n", 2), ("IQ== 0\nIQ== 1\n", 2),
    ] {
      XCTAssertThrowsError(
        try BytePairTokenizer(tiktokenRanks: Array(text.utf8), preTokenization: .cl100k)
      ) { error in
        guard case .invalidLine(line, _)? = error as? TokenizerError else {
          return XCTFail("\(text): \(error)")
        }
      }
    }
    XCTAssertThrowsError(try BytePairTokenizer(tiktokenRanks: Array("IQ== 0\n".utf8), preTokenization: .gpt2))
    {
      XCTAssertTrue("\($0)".contains("no token is the byte 0"), "\($0)")
    }
  }

  func testHuggingFacesFileThereAndBack() throws {
    for rule in [PreTokenization.gpt2, .whole, .cl100k, .o200k, .whitespace, .gpt2SingleDigits] {
      let tokenizer = try trained(rule, specials: ["<|end|>"])
      let json = try tokenizer.huggingFaceJSON()
      let read = try BytePairTokenizer(huggingFaceJSON: Array(json.utf8))
      XCTAssertEqual(read, tokenizer)
      XCTAssertEqual(try read.huggingFaceJSON(), json)
    }
    XCTAssertThrowsError(try trained(.words, specials: []).huggingFaceJSON())
    XCTAssertThrowsError(try ranked().huggingFaceJSON())
  }

  func testWhatHuggingFacesFilesMayNotHold() throws {
    let json = try trained(.gpt2, specials: ["<|end|>"]).huggingFaceJSON()
    let changes: [(String, String, String)] = [
      ("\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}", "normalizer"),
      ("\"dropout\":null", "\"dropout\":0.1", "model.dropout"),
      ("\"byte_fallback\":false", "\"byte_fallback\":true", "model.byte_fallback"),
      ("\"ignore_merges\":false", "\"ignore_merges\":true", "model.ignore_merges"),
      ("\"type\":\"BPE\"", "\"type\":\"Unigram\"", "model.type"),
      ("\"lstrip\":false", "\"lstrip\":true", "added_tokens[0].lstrip"),
      ("\"add_prefix_space\":false", "\"add_prefix_space\":true", "pre_tokenizer"),
      ("\"merges\":[[", "\"merges\":[[\"zz\",\"q\"],[", "model.merges[0]"),
      ("\"vocab\":{", "\"vocab\":{\"a\":70000,", "model.vocab"),
      ("\"vocab\":{", "\"vocab\":{\"\u{4E00}\":70000,", "model.vocab"),
      ("\"vocab\":{", "\"vocab\":{\"zz\":-1,", "model.vocab"),
      ("\"vocab\":{", "\"vocab\":{\"zz\":99999999999,", "model.vocab"),
    ]
    for (old, new, place) in changes {
      let changed = json.replacingOccurrences(of: old, with: new)
      XCTAssertNotEqual(changed, json, old)
      XCTAssertThrowsError(try BytePairTokenizer(huggingFaceJSON: Array(changed.utf8)), new) { error in
        XCTAssertTrue("\(error)".contains(place), "\(new): \(error)")
      }
    }
  }

  /// Whatever a file holds, reading it ends in a tokenizer or in an error with a sentence.
  func testCutAndCorruptFilesAreErrors() throws {
    let tokenizer = try trained(.gpt2, specials: ["<|end|>"])
    let files: [([UInt8], ([UInt8]) throws -> BytePairTokenizer)] = [
      (
        Array(tokenizer.fileText.utf8),
        { try BytePairTokenizer(fileText: String(decoding: $0, as: UTF8.self)) }
      ),
      (Array(try gpt2Like().gpt2Merges().utf8), { try BytePairTokenizer(gpt2Merges: $0) }),
      (Array(try tokenizer.huggingFaceJSON().utf8), { try BytePairTokenizer(huggingFaceJSON: $0) }),
      (
        Array(try ranked().tiktokenRanks().utf8),
        { try BytePairTokenizer(tiktokenRanks: $0, preTokenization: .gpt2) }
      ),
    ]
    var random = RandomStream(seed: TextSamples.seed, stream: 30)
    for (number, (bytes, read)) in files.enumerated() {
      for round in 0..<150 {
        var changed = bytes
        if round % 3 == 0 {
          changed.removeLast(Int.random(in: 1...bytes.count, using: &random))
        } else {
          for _ in 0..<3 {
            changed[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
              in: 0...255, using: &random)
          }
        }
        do {
          let tokenizer = try read(changed)
          XCTAssertEqual(try tokenizer.text(of: tokenizer.encode("the café")), "the café")
        } catch {
          XCTAssertTrue(error is TokenizerError, "file \(number): \(error)")
          XCTAssertFalse("\(error)".isEmpty)
        }
      }
    }
    let deep = String(repeating: "[", count: 100_000)
    XCTAssertThrowsError(try BytePairTokenizer(huggingFaceJSON: Array(deep.utf8))) {
      XCTAssertTrue("\($0)".contains("nested"), "\($0)")
    }
    XCTAssertThrowsError(try BytePairTokenizer(huggingFaceJSON: Array("{\"a\": 1\n \"b\"".utf8))) {
      XCTAssertTrue("\($0)".contains("line 2, column 2"), "\($0)")
    }
  }

  private static let text = String(repeating: "the then there café cafés 123 1234 <- -> \n\n", count: 8)

  private func trained(_ rule: PreTokenization, specials: [String]) throws -> BytePairTokenizer {
    try BytePairTrainer(
      vocabulary: 270 + specials.count, preTokenization: rule, minimumFrequency: 1, specialTokens: specials
    ).train(on: Self.text)
  }

  /// Bytes in GPT-2's order.
  private func gpt2Like() throws -> BytePairTokenizer {
    try BytePairTokenizer(gpt2Merges: Array("#version: 0.2\nt h\nth e\nĠ the\nc a\nÃ ©\n".utf8))
  }

  private func ranked() throws -> BytePairTokenizer {
    try BytePairTokenizer(
      tiktokenRanks: Array(try trained(.gpt2, specials: []).tiktokenRanks().utf8), preTokenization: .cl100k)
  }
}
