import LabEngine
import XCTest

@testable import LabKit

final class CSVTests: XCTestCase {
  func testQuotingIsThatOfTheStandard() {
    XCTAssertEqual(
      CSV.row([.text("a"), .text("b,c"), .text("say \"x\""), .text("two\nlines"), .number(6.5), .empty]),
      "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",6.5,\r\n")
  }

  func testNoCellBecomesAFormula() throws {
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
      XCTAssertEqual(try CSV.rows(CSV.row([.text(text)])), [["'" + text]], text)
    }
    XCTAssertEqual(CSV.row([.number(-1.5)]), "-1.5\r\n", "a number is a number")
  }

  func testAStrictReaderFindsWhatWasWritten() throws {
    var random = RandomStream(seed: 11)
    let pieces = ["a", ",", "\"", "\n", "\r", "\r\n", " ", "é", "e\u{301}", "=", "😀", "'"]
    for _ in 0..<2000 {
      let fields = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        "x"
          + (0..<Int.random(in: 0...6, using: &random)).map { _ in
            pieces[Int.random(in: pieces.indices, using: &random)]
          }
          .joined()
      }
      let written = CSV.row(fields.map(CSV.Field.text))
      XCTAssertEqual(StrictCSV.row(written), fields.map { Array($0.unicodeScalars) }, "\(fields)")
      XCTAssertEqual(
        try CSV.rows(written).map { $0.map { Array($0.unicodeScalars) } },
        [fields.map { Array($0.unicodeScalars) }])
    }
  }

  func testTablesOfSpreadsheetsAreRead() throws {
    XCTAssertEqual(
      try CSV.rows("\u{FEFF}id,name\r\nada,\"Lovelace, Ada\"\n\nbob,Bob"),
      [["id", "name"], ["ada", "Lovelace, Ada"], ["bob", "Bob"]])
    XCTAssertThrowsError(try CSV.rows("id\nada\n\"bob")) {
      XCTAssertEqual("\($0)", "line 3: a quotation does not end")
    }
    XCTAssertThrowsError(try CSV.rows("id\n\"bob\"x")) {
      XCTAssertEqual("\($0)", "line 2: something follows the end of a quotation")
    }
  }

  func testDecimals() {
    let cases: [(Double, String)] = [
      (0, "0"), (7, "7"), (6.5, "6.5"), (6.25, "6.25"), (0.05, "0.05"), (-3.1, "-3.1"), (1.999, "2"),
    ]
    for (value, text) in cases { XCTAssertEqual(value.plainDecimal, text) }
  }
}

/// One row by the letter of RFC 4180's grammar; `nil` where it is broken.
enum StrictCSV {
  static func row(_ text: String) -> [[Unicode.Scalar]]? {
    var rest = Array(text.unicodeScalars)[...]
    var fields: [[Unicode.Scalar]] = []
    repeat {
      if !fields.isEmpty { rest.removeFirst() }
      guard let field = rest.first == "\"" ? escaped(&rest) : plain(&rest) else { return nil }
      fields.append(field)
    } while rest.first == ","
    return Array(rest) == ["\r", "\n"] ? fields : nil
  }

  private static func plain(_ rest: inout ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
    let field = rest.prefix { !["\"", ",", "\r", "\n"].contains($0) }
    rest = rest.dropFirst(field.count)
    return Array(field)
  }

  private static func escaped(_ rest: inout ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar]? {
    var field: [Unicode.Scalar] = []
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      if scalar == "\"" {
        guard rest.first == "\"" else { return field }
        rest.removeFirst()
      }
      field.append(scalar)
    }
    return nil
  }
}
