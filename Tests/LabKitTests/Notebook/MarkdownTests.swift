import LabKit
import LabNotebook
import XCTest

final class MarkdownTests: XCTestCase {
  private func blocks(_ text: String) -> [Markdown.Block] { Markdown(text).blocks }

  private func inlines(_ text: String) -> [Markdown.Inline]? {
    if case .paragraph(let inlines)? = blocks(text).first { inlines } else { nil }
  }

  func testInlines() {
    XCTAssertEqual(inlines("a **b** c"), [.text("a "), .strong([.text("b")]), .text(" c")])
    XCTAssertEqual(inlines("*a **b***"), [.emphasis([.text("a "), .strong([.text("b")])])])
    XCTAssertEqual(inlines("***a***"), [.strong([.emphasis([.text("a")])])])
    XCTAssertEqual(inlines("`a *b*` c"), [.code("a *b*"), .text(" c")])
    XCTAssertEqual(inlines("``a ` b``"), [.code("a ` b")])
    XCTAssertEqual(
      inlines("see [the *paper*](https://x.org/a_(b))."),
      [
        .text("see "), .link([.text("the "), .emphasis([.text("paper")])], address: "https://x.org/a_(b)"),
        .text("."),
      ])
    XCTAssertEqual(inlines("<https://x.org>"), [.link([.text("https://x.org")], address: "https://x.org")])
  }

  func testWhatIsNoMarkupStaysText() {
    for text in ["2 * 3 * 4", "snake_case_name", "a ** b", "`open", "[no link]", "5 < 6 > 4", "*", "**", "_"]
    {
      XCTAssertEqual(inlines(text), [.text(text)], text)
    }
    XCTAssertEqual(inlines("\\*a\\*"), [.text("*a*")])
  }

  func testBlocks() {
    XCTAssertEqual(
      blocks(
        """
        # Head
        Words that
        go on.
        > quoted
        > *twice*

        ```swift
        let a = 1

          b
        ```
        ---
        """),
      [
        .heading(level: 1, [.text("Head")]), .paragraph([.text("Words that go on.")]),
        .quote([.paragraph([.text("quoted "), .emphasis([.text("twice")])])]),
        .code(language: "swift", "let a = 1\n\n  b"), .rule,
      ])
  }

  func testLists() {
    XCTAssertEqual(
      blocks("- a\n  goes on\n- b\n  1. c\n  2. d\n\n3. e"),
      [
        .list(
          start: nil,
          items: [
            [.paragraph([.text("a goes on")])],
            [
              .paragraph([.text("b")]),
              .list(start: 1, items: [[.paragraph([.text("c")])], [.paragraph([.text("d")])]]),
            ],
          ]), .list(start: 3, items: [[.paragraph([.text("e")])]]),
      ])
  }

  func testTables() {
    XCTAssertEqual(
      blocks("| a | `x|y` |\n|:--|--:|\n| 1 \\| 2 | 3 |"),
      [
        .table(
          headings: [[.text("a")], [.code("x|y")]], rows: [[[.text("1 | 2")], [.text("3")]]],
          trailing: [false, true])
      ])
  }

  func testAnyTextIsRead() {
    let signs = ["*", "`", "[", "]", "(", ")", "_", "#", "-", "\n", " ", "|", ">", "1.", "a", "\\", "~~~"]
    for seed in 1...300 {
      var state = UInt64(seed)
      let text = (0..<40).map { _ -> String in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return signs[Int(state >> 33) % signs.count]
      }
      let lines = MarkdownText(for: TerminalTraits(width: 30)).lines(Markdown(text.joined()))
      XCTAssertFalse(lines.contains { $0.contains("\n") }, "seed \(seed)")
    }
  }

  func testATerminalGetsWrappedLines() {
    let text = """
      ## Rules have boundaries
      Three keywords route a ticket in *microseconds*, and `anyone` can read them.

      1. first
      2. second item that is long
      """
    XCTAssertEqual(
      MarkdownText(for: TerminalTraits(width: 30)).lines(Markdown(text)),
      [
        "Rules have boundaries", "─────────────────────", "", "Three keywords route a ticket",
        "in *microseconds*, and",
        "`anyone` can read them.", "", "1. first", "2. second item that is long",
      ])
  }

  func testAnUnderlineRunsOnBetweenTheWordsOfALink() {
    let terminal = TerminalTraits(width: 60, color: .full)
    XCTAssertEqual(
      MarkdownText(for: terminal).lines(Markdown("a [two words](b.md) c")),
      ["a \u{1B}[4mtwo words\u{1B}[0m c"])
  }
}
