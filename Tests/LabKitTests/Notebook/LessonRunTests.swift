import Foundation
import LabNotebook
import LabTesting
import XCTest

@testable import LabKit

final class LessonRunTests: LessonCase {
  func testOutputIsAttributedToItsCell() throws {
    let run = try run(
      source(
        """
        import Foundation
        import LabNotebook
        // %% One
        var count = 1
        print("one", terminator: "")
        // %% [markdown]
        // Prose.
        // %% Two
        count += 1
        print(count)
        display(Table(["a"], [["b"]]))
        print("after")
        FileHandle.standardError.write(Data("warning\\n".utf8))
        // %% Silent
        let unused = 0
        """))
    XCTAssertNil(run.failure)
    XCTAssertEqual(outputs(run), ["one", "", "2\n[Table of 1 row: a.]after\n<warning\n>", ""])
    XCTAssertEqual(run.cells.map(\.cell.title), ["One", "", "Two", "Silent"])
  }

  func testAMegabyteStaysInItsCell() throws {
    let run = try run(
      source(
        """
        // %% Before
        print("before")
        // %% Much
        for line in 0..<40000 { print("line \\(String(line + 100_000_000)) of very many…") }
        // %% After
        print("after")
        """))
    XCTAssertNil(run.failure)
    let texts = outputs(run)
    XCTAssertEqual(texts[0], "before\n")
    XCTAssertEqual(texts[2], "after\n")
    let lines = texts[1].split(separator: "\n")
    XCTAssertEqual(texts[1].utf8.count, 40000 * "line 100000000 of very many…\n".utf8.count)
    XCTAssertEqual(lines.count, 40000)
    XCTAssertEqual(lines.last, "line 100039999 of very many…")
    XCTAssertEqual(run.cells[1].droppedBytes, 0)
  }

  func testOutputWithoutEndIsCounted() throws {
    let run = try run(
      source(
        """
        // %% Flood
        let line = String(repeating: "x", count: 1023)
        for _ in 0..<8192 { print(line) }
        """))
    XCTAssertNil(run.failure)
    XCTAssertEqual(outputs(run)[0].utf8.count + run.cells[0].droppedBytes, 8 << 20)
    XCTAssertEqual(run.cells[0].droppedBytes, 4 << 20)
  }

  func testATrapIsReportedWithItsCellAndLine() throws {
    let run = try run(
      source(
        """
        // %% One
        func element(_ values: [Int], _ index: Int) -> Int {
          values[index]
        }
        // %% Two
        print("two")
        // %% Three
        print("about to fail")
        print(element([1, 2, 3], 7))
        // %% Four
        print("never")
        """))
    XCTAssertEqual(
      run.failure,
      .crashed(
        CellPlace(cell: "Three", location: "Labs/00-test/lab.swift:3"), message: "index out of range"))
    XCTAssertEqual(outputs(run), ["", "two\n", "about to fail\n"])
    XCTAssertEqual(run.failure?.description, "“Three”, Labs/00-test/lab.swift:3: index out of range")
  }

  func testAThrownErrorAndAnOverflowAreNamed() throws {
    let thrown = try run(source("// %% Throws\nstruct Broken: Error {}\nthrow Broken()\n"))
    XCTAssertEqual(
      thrown.failure,
      .crashed(
        CellPlace(cell: "Throws", location: "Labs/00-test/lab.swift:1"),
        message: "threw Lesson.Broken(), which nothing caught"))
    let overflow = try run(
      source("// %% Adds\nvar a = [UInt8](repeating: 200, count: 2)\na[0] += a[1]\nprint(a)\n"))
    XCTAssertEqual(
      overflow.failure,
      .crashed(CellPlace(cell: "Adds", location: "Labs/00-test/lab.swift:3"), message: "arithmetic overflow"))
  }

  func testAnEndlessRecursionIsNamed() throws {
    let run = try run(
      source("// %% Deep\nfunc f(_ n: Int) -> Int { n == -1 ? 0 : f(n + 1) + 1 }\nprint(f(0))\n"))
    guard case .crashed(let place, let message)? = run.failure else {
      return XCTFail("\(String(describing: run.failure))")
    }
    XCTAssertEqual(place.cell, "Deep")
    XCTAssertTrue(message.contains("stack is full"), message)
  }

  func testLeavingTheProgramIsNotTheEndOfTheLesson() throws {
    let run = try run(
      source("import Foundation\n// %% Leaves\nprint(\"bye\")\nexit(0)\n// %% Rest\nprint(1)\n"))
    XCTAssertEqual(
      run.failure, .left(CellPlace(cell: "Leaves", location: "Labs/00-test/lab.swift:2"), status: 0))
    XCTAssertEqual(outputs(run), ["bye\n"])
  }

  func testACompileErrorNamesTheCellAndItsLine() throws {
    let script = try source(
      "// %% Fine\nlet a = 1\n// %% Broken cell\n\nlet b: Int = \"text\"\nlet c = missing\n")
    XCTAssertThrowsError(try LessonCompiler().compile(script)) { error in
      guard case .errors(let diagnostics, nil)? = error as? LessonFailure else { return XCTFail("\(error)") }
      XCTAssertEqual(diagnostics.map(\.place.cell), ["Broken cell", "Broken cell"])
      XCTAssertEqual(
        diagnostics.map(\.place.location), ["Labs/00-test/lab.swift:5", "Labs/00-test/lab.swift:6"])
      XCTAssertTrue(diagnostics[1].message.contains("missing"), diagnostics[1].message)
    }
  }

  func testOneCellRunsWhatItNeedsSilently() throws {
    let script = try source(
      """
      import LabNotebook
      // %% [markdown] {#intro}
      // Words.
      // %% First {#first}
      print("first")
      var value = 20
      // %% Second {#second}
      value += 1
      print("second", value)
      display(TokenStrip(["a"]))
      // %% Third {#third}
      fatalError("must not run")
      """)
    let second = try run(script, only: "second")
    XCTAssertNil(second.failure)
    XCTAssertEqual(second.cells.map(\.cell.id), ["second"])
    XCTAssertEqual(outputs(second), ["second 21\n[1 token: \"a\"]"])
    let intro = try run(script, only: "intro")
    XCTAssertEqual(intro.cells.map(\.cell.text), ["Words."])
    XCTAssertThrowsError(try run(script, only: "thrid")) {
      XCTAssertTrue("\($0)".contains("`third`"), "\($0)")
    }
  }

  func testTheExercisesAreAnsweredByTheFileGiven() throws {
    let text = "import LabContracts\n// %% Calls\nprint(double(21))\nprint(half(4))\n"
    let script = try source(
      text,
      answers:
        "import LabContracts\nfunc double(_ n: Int) -> Int { 2 * n }\nfunc half(_ n: Int) -> Int { todo(\"01.2\") }"
    )
    let run = try run(script)
    XCTAssertEqual(outputs(run), ["42\n<exercise 01.2 is not written yet\n>"])
    XCTAssertEqual(
      run.failure,
      .notWritten(CellPlace(cell: "Calls", location: "Labs/00-test/lab.swift:2"), exercise: "01.2"))
    let broken = try source(
      text, answers: "func double(_ n: Int) -> Int { n[0] }\nfunc half(_ n: Int) -> Int { n }")
    XCTAssertThrowsError(try LessonCompiler().compile(broken)) { error in
      XCTAssertTrue("\(error)".contains("Exercise.swift:1: "), "\(error)")
    }
  }

  /// A learner cannot know what a lesson calls its own helpers.
  func testHelpersOfTheAnswersMayBeCalledAsThoseOfTheLesson() throws {
    let script = try source(
      "// %% Calls\nfunc mean(_ x: Int) -> Int { x + 1 }\nlet share = 3\nprint(mean(1), double(share))\n",
      answers: """
        private func mean(_ x: Int) -> Int { x }
        func helper(_ x: Int) -> Int { share * x }
        let share = 2
        func double(_ n: Int) -> Int { helper(mean(n)) }
        """)
    XCTAssertEqual(outputs(try run(script)), ["2 6\n"])
  }

  func testMineNamesTheLearnersFileAndSaysHowNamesGoTogether() throws {
    let small = try SmallCourse(for: self)
    let outside = try TemporaryFolder(for: self)
    let course = try Course(root: small.folder.url, workspace: outside.url)
    let lab = try course.curriculum.lab(named: "01")
    try small.folder.write("// %% One\nlet total = add(1, 2)\nprint(total)\n", to: "Labs/01-adding/lab.swift")
    let mistakes = [
      "func add(_ a: Int, to b: Int) -> Int { a + b }",
      "func add(_ a: Int, _ b: Int) -> Int { a + b }\nfunc add(_ c: Int, _ d: Int) -> Int { c + d }",
    ]
    for mistake in mistakes {
      try outside.write(mistake, to: "01-adding/Exercise.swift")
      let source = try LessonSource(course, lab, mine: true)
      XCTAssertEqual(source.shownAs, "Labs/01-adding/lab.swift")
      XCTAssertThrowsError(try LessonCompiler().compile(source)) { error in
        XCTAssertTrue("\(error)".contains("keep the signature of every stub"), "\(error)")
      }
    }
    try outside.write("func add(_ a: Int, _ b: Int) -> Int { missing }", to: "01-adding/Exercise.swift")
    try outside.write("// %% One\nprint(add(1, 2))\n", to: "01-adding/lab.swift")
    let source = try LessonSource(course, lab, mine: true)
    XCTAssertEqual(source.shownAs, outside["01-adding/lab.swift"].path)
    XCTAssertThrowsError(try LessonCompiler().compile(source)) { error in
      XCTAssertTrue("\(error)".contains("\(outside["01-adding/Exercise.swift"].path):1: "), "\(error)")
      XCTAssertFalse("\(error)".contains("signature"), "\(error)")
    }
  }

  func testALessonSeesTheEngineAndTheContracts() throws {
    let run = try run(
      source(
        """
        import LabContracts
        import LabEngine
        import LabNotebook
        // %% [markdown]
        // Words.
        // %% Draws
        var stream = RandomStream(seed: 1)
        print(type(of: stream))
        """
      ))
    XCTAssertNil(run.failure)
    XCTAssertEqual(outputs(run)[1], "RandomStream\n")
  }

  func testAnUneditedLessonIsNotCompiledAgain() throws {
    let script = try source("// %%\nprint(1)\n")
    let library = try LessonCompiler().compile(script).library
    let made = try FileManager.default.attributesOfItem(atPath: library.path)[.modificationDate] as? Date
    XCTAssertEqual(try LessonCompiler().compile(script).library, library)
    XCTAssertEqual(
      try FileManager.default.attributesOfItem(atPath: library.path)[.modificationDate] as? Date, made)
    let edited = try LessonCompiler().compile(source("// %%\nprint(2)\n")).library
    XCTAssertNotEqual(edited, library)
    XCTAssertFalse(FileManager.default.fileExists(atPath: library.path))
  }

  func testTheRecordSurvivesJSON() throws {
    let run = try run(
      source("import LabNotebook\n// %% A\nprint(1)\ndisplay(TokenStrip([\"x\"]))\nfatalError(\"no\")\n"))
    XCTAssertEqual(
      try NotebookJSON.decoder().decode(LessonRun.self, from: NotebookJSON.encoder().encode(run)), run)
  }

  func testTheSampleLessonShowsEverything() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/Notebook/everything.swift")
    let run = try run(LessonSource(script: file))
    XCTAssertNil(run.failure)
    let displays = run.cells.flatMap(\.outputs).filter { if case .display = $0 { true } else { false } }
    XCTAssertEqual(displays.count, 9)
    XCTAssertEqual(run.title, "Everything a lesson can show")
    XCTAssertEqual(
      run.cells.filter { $0.cell.id == "slow" }.flatMap(\.outputs), [.text("total 199990000.0\n")])
  }
}
