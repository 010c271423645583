import XCTest

@testable import LabEngine

final class AnswerTests: XCTestCase {
  private func number(_ text: String) -> String? {
    AnswerExtractor(markers: []).answer(in: text)?.description
  }

  func testOneNumberInManyWritings() {
    let writings = [
      "1299.5", "$1,299.50", "€1,299.5", "1,299.50 euros", "+1299.5", "01299.500", "1'299.50", "1\u{A0}299.5",
      "1\u{202F}299.50 €", "USD 1299.50.", "(1,299.50)", "1299.5\n", "１２９９.５", "١٢٩٩٫٥", "१,२९९.५०", "2599/2",
    ]
    for writing in writings { XCTAssertEqual(number(writing), "1299.5", writing) }
  }

  func testSigns() {
    for minus in ["-", "−", "‑", "－", "﹣"] {
      XCTAssertEqual(number("answer: \(minus)29"), "-29", minus)
      XCTAssertEqual(number("\(minus)$29.00"), "-29", minus)
      XCTAssertEqual(number("$\(minus)29"), "-29", minus)
      XCTAssertEqual(number("it is \(minus)29 euros"), "-29", minus)
      XCTAssertEqual(number("it is \(minus)$29"), "-29", minus)
      XCTAssertEqual(number("= \(minus) 29"), "-29", minus)
      XCTAssertEqual(number("45 \(minus) 29"), "29", minus)
      XCTAssertEqual(number("45\(minus)29"), "29", minus)
      XCTAssertEqual(number("order A\(minus)29"), "29", minus)
    }
    XCTAssertEqual(number("-0"), "0")
    XCTAssertEqual(number("-0.00"), "0")
  }

  func testFractions() {
    let cases = [
      ("1/2", "0.5"), ("2/4", "0.5"), ("-3/8", "-0.375"), ("4/2", "2"), ("0/7", "0"), ("1/3", "1/3"),
      ("-2/6", "-1/3"), ("1 1/2", "1.5"), ("2 1/3 cups", "7/3"), ("7⁄20", "0.35"),
      ("1/1000000000000000000000", "1000000000000000000000"),
    ]
    for (text, expected) in cases { XCTAssertEqual(number(text), expected, text) }
    XCTAssertNil(number("3/0"))
    XCTAssertNil(number("3/00"))
  }

  /// A decimal equals a fraction exactly when cross-multiplying says so.
  func testFractionsAgreeWithCrossMultiplication() throws {
    for top in 0...60 {
      for bottom in 1...60 {
        let text = try XCTUnwrap(number("\(top)/\(bottom)"))
        let parts = text.split(separator: "/").map(String.init)
        if parts.count == 2 {
          let (a, b) = (try XCTUnwrap(Int(parts[0])), try XCTUnwrap(Int(parts[1])))
          XCTAssertEqual(a * bottom, b * top, text)
          XCTAssertNotEqual(1_000_000_000_000 % b, 0, "\(text) has a decimal")
        } else {
          let places = text.split(separator: ".").dropFirst().first?.count ?? 0
          let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
          let digits = try XCTUnwrap(Int(text.filter { $0 != "." }))
          XCTAssertEqual(digits * bottom, top * scale, text)
        }
      }
    }
  }

  func testSeparatorsThatDoNotSeparateThousands() {
    XCTAssertEqual(AnswerExtractor.numbers(in: "1,5 and 12,34").map(\.description), ["1", "5", "12", "34"])
    XCTAssertEqual(AnswerExtractor.numbers(in: "1234,567").map(\.description), ["1234", "567"])
    XCTAssertEqual(AnswerExtractor.numbers(in: "1,2345").map(\.description), ["1", "2345"])
    XCTAssertEqual(AnswerExtractor.numbers(in: "1,234,567").map(\.description), ["1234567"])
    XCTAssertEqual(AnswerExtractor.numbers(in: "it is 3. 4 go back").map(\.description), ["3", "4"])
    XCTAssertEqual(AnswerExtractor.numbers(in: ".5 25% 7kg").map(\.description), ["0.5", "25", "7"])
  }

  func testTheAnswerStandsBehindTheLastMarker() {
    let extractor = AnswerExtractor()
    XCTAssertEqual(
      extractor.answer(in: "7 * 38 = 266\nanswer: €278.00 (VAT 19 included)")?.description, "278")
    XCTAssertEqual(extractor.answer(in: "ANSWER: 5\nno, answer: 6\n")?.description, "6")
    XCTAssertEqual(extractor.answer(in: "The answer is $29.")?.description, "29")
    XCTAssertEqual(extractor.answer(in: "24 - 5 = 19\n#### 19")?.description, "19")
    XCTAssertEqual(extractor.answer(in: "first 3, then 4, so 7 in all")?.description, "7")
  }

  func testNoAnswerIsAValue() {
    let extractor = AnswerExtractor()
    for text in ["", "no idea", "7 * 38 = 266\nanswer:", "answer: unknown", "½", "四"] {
      XCTAssertNil(extractor.answer(in: text), text)
    }
    XCTAssertNil(AnswerExtractor(requiresMarker: true).answer(in: "it is 7"))
  }

  func testTenThousandDigitsAreExact() {
    let digits = "7" + String(repeating: "0123456789", count: 1000)
    XCTAssertEqual(number("answer: -000\(digits).50"), "-\(digits).5")
    XCTAssertNotEqual(number(digits), number(digits.dropLast() + "8"))
    XCTAssertNil(number(digits).flatMap { Int($0) })
    XCTAssertEqual(number(String(repeating: "1,", count: 5000)), "1")
  }
}
