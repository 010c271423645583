import LabKit
import XCTest

final class SwiftCodeTests: XCTestCase {
  private func kinds(_ code: String) -> [String] {
    SwiftCode(code).lines.flatMap { $0.filter { $0.kind != .plain }.map { "\($0.kind) \($0.text)" } }
  }

  func testKinds() {
    XCTAssertEqual(
      kinds("let n: Int = 0x1F // count\nfor i in 0..<3 { print(1.5, \"a // b\") }"),
      [
        "keyword let", "type Int", "number 0x1F", "comment // count", "keyword for", "keyword in", "number 0",
        "number 3",
        "number 1.5", "string \"a // b\"",
      ])
  }

  func testStringsEndWhereSwiftEndsThem() {
    XCTAssertEqual(kinds(#"f("a \" b") "#), [#"string "a \" b""#])
    XCTAssertEqual(kinds(#"f("n = \(d["x"] ?? 0)", y)"#), [#"string "n = \(d["x"] ?? 0)""#])
    XCTAssertEqual(
      kinds("\"\"\"\na \"b\"\n\"\"\" + c"), ["string \"\"\"", "string a \"b\"", "string \"\"\""])
    XCTAssertEqual(kinds("/* a\nb */ let"), ["comment /* a", "comment b */", "keyword let"])
  }

  func testNoCharacterIsLost() {
    let code = "func f<T>(_ a: [T]) -> T? {\n\n  a.first // é 包\n}\n@main struct `let` {}\n\"open"
    let text = SwiftCode(code).lines.map { $0.map(\.text).joined() }.joined(separator: "\n")
    XCTAssertEqual(text, code)
  }
}
