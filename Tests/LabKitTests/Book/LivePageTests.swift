import Foundation
import LabNotebook
import LabTesting
import XCTest

@testable import LabKit

final class LivePageTests: XCTestCase {
  func testSpelledValuesAreReadBack() {
    XCTAssertEqual(FailureValue("[[1, 2.5], [-3, nan]]").map { "\($0)" }?.contains("nan"), true)
    XCTAssertEqual(FailureValue("[1, -2]"), .list([.number(1), .number(-2)]))
    XCTAssertEqual(
      FailureValue(#"["a\"b", "c\n", "\u{1F469}"]"#),
      .list([.text("a\"b"), .text("c\n"), .text("\u{1F469}")]))
    XCTAssertEqual(FailureValue("[]"), .list([]))
    for words in ["", "[1, 2", "Rule(keyword: \"a\")", "[1, 2]… (900 characters)", "[\"a\": 1]", "\"open"] {
      XCTAssertNil(FailureValue(words), words)
    }
  }

  func testValuesAreDrawnAsWhatTheyAre() throws {
    func kinds(_ spelled: String) -> [String] {
      (FailureValue(spelled)?.displays("v") ?? []).map { display in
        switch display {
        case .heatMap(let map): "map \(map.values)"
        case .tokens(let strip): "tokens \(strip.tokens)"
        default: "other"
        }
      }
    }
    XCTAssertEqual(kinds("[[0.5, 0.5], [0, 1]]"), ["map [[0.5, 0.5], [0.0, 1.0]]"])
    XCTAssertEqual(kinds("[12, 7]"), [#"tokens ["12", "7"]"#])
    XCTAssertEqual(kinds("[0.25, 0.75]"), ["map [[0.25, 0.75]]"])
    XCTAssertEqual(kinds(#"["can", "t"]"#), [#"tokens ["can", "t"]"#])
    XCTAssertEqual(kinds("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]").count, 2, "one map a slice")
    XCTAssertEqual(kinds("3"), [])
    XCTAssertEqual(kinds("\"refund\""), [])
  }

  func testThePageShowsCheckpointsAsTheyComeAndDrawsTheFailure() throws {
    let small = try SmallBook(for: self)
    let lab = small.course.curriculum.labs[0]
    let folder = small.small.folder["page"]
    let page = try LivePage(small.course, lab, in: folder)
    XCTAssertEqual(
      try small.small.folder.names(in: "page"), ["book.css", "book.js", "index.html", "live.js", "state.js"])
    page.add(CheckpointResult(checkpoint: "01.1", test: "test01_adds", outcome: .passed))
    var state = try small.small.folder.read("page/state.js")
    XCTAssertTrue(state.contains("Checking") && state.contains("✓"), state)
    let failure = CheckpointFailure(
      asked: "softmax([1, 2])", returned: "[[0.1, 0.2], [0.3, 0.4]]", expected: "[[0.5, 0.5], [0.25, 0.75]]")
    page.add(CheckpointResult(checkpoint: "01.2", test: "test02_addsNegatives", outcome: .failed(failure)))
    state = try small.small.folder.read("page/state.js")
    let pictures = state.matches(of: /class=\\"lab-figure cells\\"/)
    XCTAssertEqual(pictures.count, 2, "returned and expected side by side")
    XCTAssertTrue(state.contains("softmax([1, 2])"))
  }
}
