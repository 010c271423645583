import LabKit
import XCTest

final class LessonParsingTests: XCTestCase {
  private func lesson(_ source: String) throws -> Lesson {
    try Lesson(source: source, path: "lab.swift")
  }

  func testCellsKindsNamesAndText() throws {
    let lesson = try lesson(
      """
      #!/usr/bin/env -S swift run -q labs run
      // ---
      // title: Rules, learning, search
      // minutes: 45
      // ---
      import LabNotebook

      // %% [markdown]
      // # Rules
      //
      //   indented
      // %% [predict] How many? {#guess}
      // Think first.
      // %% Rules have boundaries {#boundaries .demo .slow}

      let a = 1
        let b = "// %% not at the start"

      // %% [notes]
      // Let them vote.
      // %%
      print(a)
      """)
    XCTAssertEqual(lesson.title, "Rules, learning, search")
    XCTAssertEqual(lesson.header["minutes"], "45")
    XCTAssertEqual(lesson.cells.map(\.kind), [.prose, .prediction, .code, .notes, .code])
    XCTAssertEqual(lesson.cells.map(\.line), [8, 12, 14, 19, 21])
    XCTAssertEqual(lesson.cells[0].text, "# Rules\n\n  indented")
    XCTAssertEqual(lesson.cells[1].title, "How many?")
    XCTAssertEqual(lesson.cells[1].id, "guess")
    XCTAssertEqual(lesson.cells[2].title, "Rules have boundaries")
    XCTAssertEqual(lesson.cells[2].tags, ["demo", "slow"])
    XCTAssertEqual(lesson.cells[2].text, "let a = 1\n  let b = \"// %% not at the start\"")
    XCTAssertEqual(lesson.cells[4].name, "cell 5")
    XCTAssertEqual(lesson.cell(atLine: 15)?.id, "boundaries")
    XCTAssertNil(lesson.cell(atLine: 7))
  }

  func testTheTitleIsTheFirstHeadingWithoutAHeader() throws {
    XCTAssertEqual(try lesson("// %% [markdown]\n// # Attention\n// %%\n").title, "Attention")
    XCTAssertEqual(try lesson("// %%\nprint(1)\r\n").title, "lab.swift")
  }

  func testCellsByIDAndNumber() throws {
    let lesson = try lesson("// %% One {#boundaries}\n// %% Two {#search}\n")
    XCTAssertEqual(try lesson.cell(named: "search").number, 1)
    XCTAssertEqual(try lesson.cell(named: "1").number, 0)
    XCTAssertThrowsError(try lesson.cell(named: "boundary")) { error in
      XCTAssertEqual(
        "\(error)",
        "No cell is called `boundary`. Did you mean `boundaries`? Ids: boundaries, search. Numbers go from 1 to 2."
      )
    }
  }

  func testErrorsNameTheLineAndWhatToDo() {
    let cases: [(source: String, message: String)] = [
      ("", "lab.swift:1: no cell: a line `// %%` begins one."),
      (
        "let a = 1\n// %%\n",
        "lab.swift:1: code before the first `// %%` line; only imports and comments may stand here."
      ),
      ("// ---\n// title: a\n// %%\n", "lab.swift:1: the header has no closing `// ---` line."),
      ("// ---\n// title\n// ---\n// %%\n", "lab.swift:2: a header line reads `// name: value`."),
      (
        "// ---\ntitle: a\n// ---\n// %%\n",
        "lab.swift:2: code inside the header: begin its line with `//`, or start a code cell with `// %%` above it."
      ),
      (
        "// %% [markdown]\n// fine\nprint(1)\n",
        "lab.swift:3: code inside a [markdown] cell: begin its line with `//`, or start a code cell with `// %%` above it."
      ),
      (
        "// %% [markdwon]\n",
        "lab.swift:1: `[markdwon]` is no kind of cell; there are [markdown], [predict], [notes], [code], and none for code."
      ),
      ("// %% [markdown\n", "lab.swift:1: `[` without `]`."),
      ("// %%%\n", "lab.swift:1: a blank is missing behind `// %%`."),
      ("// %% [predict]\n", "lab.swift:1: a [predict] cell needs its question on the same line."),
      (
        "// %% a {boundaries}\n",
        "lab.swift:1: `boundaries` is neither `#id` nor `.tag` (letters, digits, - and _)."
      ),
      ("// %% a {#x y}\n", "lab.swift:1: `y` is neither `#id` nor `.tag` (letters, digits, - and _)."),
      ("// %% a {#a b#c}\n", "lab.swift:1: `b#c` is neither `#id` nor `.tag` (letters, digits, - and _)."),
      ("// %% a {#x #y}\n", "lab.swift:1: a cell has one id, not two."),
      (
        "// %% a {#x}\n\n// %% b {#x}\n",
        "lab.swift:3: the id `x` is taken by the cell in line 1; ids must differ."
      ),
    ]
    for (source, message) in cases {
      XCTAssertThrowsError(try lesson(source), message) { XCTAssertEqual("\($0)", message) }
    }
  }

  func testAMissingFileIsNamed() {
    let file = URL(filePath: "/nowhere/lab.swift")
    XCTAssertThrowsError(try Lesson(file: file)) {
      XCTAssertEqual("\($0)", "/nowhere/lab.swift cannot be read: No such file or directory.")
    }
  }
}
