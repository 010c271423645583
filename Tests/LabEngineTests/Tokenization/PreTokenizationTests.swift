import Foundation
import LabEngine
import LabKernels
import XCTest

/// The scanners against regular expressions, the classes against the standard library's Unicode data.
final class PreTokenizationTests: XCTestCase {
  func testPublishedExamples() {
    XCTAssertEqual(
      PreTokenization.gpt2.pieces(of: "I'll say: it's 2024,  ok?\n\n yes"),
      ["I", "'ll", " say", ":", " it", "'s", " 2024", ",", " ", " ok", "?", "\n\n", " yes"])
    XCTAssertEqual(
      PreTokenization.gpt2.pieces(of: "'restart ''s 'S"), ["'re", "start", " ''", "s", " '", "S"])
    XCTAssertEqual(
      PreTokenization.cl100k.pieces(of: "HE'S 12345 a.b !\r\n\n \n x\u{17F}'\u{17F}t"),
      ["HE", "'S", " ", "123", "45", " a", ".b", " !\r\n\n", " \n", " x\u{17F}", "'\u{17F}", "t"])
    XCTAssertEqual(
      PreTokenization.o200k.pieces(of: "camelCaseWORDs don't /\n"),
      ["camel", "Case", "WORDs", " don't", " /\n"])
    XCTAssertEqual(PreTokenization.words.pieces(of: "a  b12 é!"), ["a", " ", " b", "1", "2", " é", "!"])
    XCTAssertEqual(PreTokenization.gpt2SingleDigits.pieces(of: "x 123"), ["x", " 1", "2", "3"])
    XCTAssertEqual(PreTokenization.gpt2ThreeDigits.pieces(of: "x 12345"), ["x", " 123", "45"])
    XCTAssertEqual(PreTokenization.whitespace.pieces(of: " a b\u{A0}"), [" ", "a", " ", "b", "\u{A0}"])
    for rule in PreTokenization.allCases { XCTAssertEqual(rule.pieces(of: ""), [String]()) }
  }

  func testScannersMatchTheirRegularExpressions() throws {
    var random = RandomStream(seed: TextSamples.seed)
    let rules = PreTokenization.allCases.filter { $0.pattern != nil }
    for rule in rules {
      let expression = try NSRegularExpression(pattern: icu(try XCTUnwrap(rule.pattern)))
      for number in 0..<20_000 {
        let text =
          number % 4 == 0
          ? TextSamples.plainText(&random, upTo: 120)
          : TextSamples.text(&random, upTo: number % 10 == 1 ? 300 : 24)
        let expected = expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).map {
          (text as NSString).substring(with: $0.range)
        }
        // Swift compares strings by canonical equivalence: compare their bytes.
        let pieces = rule.pieces(of: text)
        guard pieces.map({ Array($0.utf8) }) != expected.map({ Array($0.utf8) }) else { continue }
        return XCTFail(
          "\(rule) \(text.debugDescription): \(pieces), not \(expected); seed \(TextSamples.seed)")
      }
    }
  }

  /// ICU's `\s` leaves out U+000B and U+0085, which the property White_Space has.
  private func icu(_ pattern: String) -> String {
    pattern.replacingOccurrences(of: #"\s"#, with: #"\p{White_Space}"#)
      .replacingOccurrences(of: #"\S"#, with: #"\P{White_Space}"#)
  }

  func testMalformedBytesCountAsReplacementCharacters() {
    var random = RandomStream(seed: TextSamples.seed, stream: 1)
    for _ in 0..<20_000 {
      let bytes = TextSamples.bytes(&random, upTo: 120)
      for rule in [PreTokenization.gpt2, .cl100k, .o200k, .words, .whitespace] {
        let pieces = rule.pieces(of: bytes)
        XCTAssertEqual(pieces.flatMap { bytes[$0] }, bytes)
        guard rule != .words else { continue }
        let replaced = rule.pieces(of: String(decoding: bytes, as: UTF8.self))
        let expected = pieces.map { String(decoding: bytes[$0], as: UTF8.self) }
        guard replaced.map({ Array($0.utf8) }) != expected.map({ Array($0.utf8) }) else { continue }
        return XCTFail("\(rule) \(bytes): \(expected), not \(replaced); seed \(TextSamples.seed)")
      }
    }
  }

  func testCutsChangeNoPiece() {
    var random = RandomStream(seed: TextSamples.seed, stream: 2)
    for _ in 0..<20_000 {
      let bytes = Array(TextSamples.text(&random, upTo: 60).utf8)
      for rule in PreTokenization.allCases {
        let ends = Set(rule.pieces(of: bytes).map(\.upperBound))
        for range in rule.kernelRule.ranges(of: bytes, in: 0..<bytes.count, size: 3) {
          let parts = rule.pieces(of: Array(bytes[range])).map { $0.upperBound + range.lowerBound }
          guard ends.isSuperset(of: parts) else {
            return XCTFail("\(rule) cut \(bytes) at \(range); seed \(TextSamples.seed)")
          }
        }
      }
    }
  }

  /// The committed table against the Unicode data of the library that runs the test, where both know a scalar.
  func testClassesAreUnicodes() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major <= 17 else {
        continue
      }
      let category = scalar.properties.generalCategory
      let isLetter = [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter]
        .contains(category)
      let isNumber = [.decimalNumber, .letterNumber, .otherNumber].contains(category)
      let found = UnicodeClass.of(value)
      guard found.contains(.letter) == isLetter, found.contains(.number) == isNumber,
        found.contains(.space) == scalar.properties.isWhitespace
      else { return XCTFail("U+\(String(value, radix: 16)): \(found)") }
    }
    XCTAssertEqual(UnicodeClass.of(0x110000), [])
  }
}

extension PreTokenization {
  /// The kernels' rule, for what only they offer.
  fileprivate var kernelRule: PreTokenRule {
    switch self {
    case .whole: .whole
    case .words: .words
    case .whitespace: .whitespace
    case .gpt2: .gpt2()
    case .gpt2SingleDigits: .gpt2(digits: 1)
    case .gpt2ThreeDigits: .gpt2(digits: 3)
    case .cl100k: .cl100k
    case .o200k: .o200k
    }
  }
}
