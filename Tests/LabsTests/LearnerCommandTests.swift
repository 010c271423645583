import Foundation
import LabTesting
import XCTest

final class LearnerCommandTests: XCTestCase {
  func testTheDashboardLeadsOn() throws {
    let labs = try LabsProgram(for: self)
    XCTAssertEqual(
      try labs.output(of: "labs"),
      """
      A small course

      lab            checkpoints  points  quiz
      ───  ────────  ───────────  ──────  ────
       01  Adding    not started  0 of 6  –
       02  Doubling  not started  0 of 0  –

      Next: lab 01, Adding (about 10 minutes).

        swift run -q labs start 01

      """)
    _ = try labs.output(of: "labs start 01")
    let begun = try labs.output(of: "labs")
    XCTAssertTrue(begun.contains("░░░ 0 of 3"), begun)
    XCTAssertTrue(begun.hasSuffix("  swift run -q labs check 01\n"), begun)
    XCTAssertTrue(
      begun.contains("Next: 01.1, Add two numbers: `add` in Workspace/01-adding/Exercise.swift."), begun)
  }

  func testStartSaysWhatToDoNext() throws {
    let labs = try LabsProgram(for: self)
    XCTAssertEqual(
      try labs.output(of: "labs start adding"),
      """
      Lab 01, Adding, is ready.

        Read the lesson                  swift run -q labs run 01
        Open in your editor              Workspace
        Write the exercises in           Workspace/01-adding/Exercise.swift
        Have them checked on every save  swift run -q labs watch 01

      """)
    try labs.folder.write("mine", to: "Workspace/01-adding/Exercise.swift")
    let again = try labs.output(of: "labs start 1")
    XCTAssertTrue(again.hasPrefix("Lab 01 was begun already; your file stays as it is.\n"), again)
    XCTAssertEqual(try labs.folder.read("Workspace/01-adding/Exercise.swift"), "mine")
    XCTAssertTrue(
      try labs.output(of: "labs start 02").contains(
        "It builds on lab 01, Adding, which you have not finished."))
  }

  func testHintsComeOneAfterTheOther() throws {
    let labs = try LabsProgram(for: self)
    let first = try labs.output(of: "labs hint 01.2")
    XCTAssertEqual(first, "01.2 Double a number\n\nHint 1 of 3\nWhat is twice?\n")
    XCTAssertEqual(try labs.output(of: "labs hint 01.2 --again"), first)
    XCTAssertEqual(
      try labs.output(of: "labs hint 01.2"), "01.2 Double a number\n\nHint 2 of 3\nUse what you have.\n")
    let last = try labs.output(of: "labs hint 01.2")
    XCTAssertTrue(last.contains("Hint 3 of 3\nadd(a, a)\n"), last)
    XCTAssertTrue(last.hasSuffix("  swift run -q labs solution 01.2 --reveal\n"), last)
    let all = try labs.output(of: "labs hint 01.2")
    XCTAssertTrue(all.contains("Hint 1 of 3") && all.contains("Hint 3 of 3"), all)
    XCTAssertTrue(
      try labs.output(of: "labs hint").hasPrefix("01.1 Add two numbers"), "the first unsolved one")
  }

  func testAHintIsForTheFirstExerciseThatIsNotPassedOrIsAStubAgain() throws {
    let labs = try LabsProgram(for: self)
    func pass(_ checkpoints: String...) throws {
      let passed = checkpoints.map { "\"\($0)\": {\"points\": 1, \"date\": \"2026-11-21T07:35:00Z\"}" }
      try labs.folder.write(
        "{\"version\": 1, \"hints\": {}, \"quizzes\": {}, \"passed\": {\(passed.joined(separator: ","))}}",
        to: "Workspace/.progress.json")
    }
    try labs.folder.write(SmallCourse.answers, to: "Workspace/01-adding/Exercise.swift")
    try pass("01.1", "01.2")
    XCTAssertTrue(try labs.output(of: "labs hint").hasPrefix("01.2 Double a number"))
    try pass("01.1", "01.2", "01.3")
    let solved = try labs.shell("labs hint")
    XCTAssertEqual(solved.code, 64)
    XCTAssertTrue(solved.error.contains("Lab 01 is solved; name one of its exercises."), solved.error)
    try labs.folder.write(SmallCourse.stubs, to: "Workspace/01-adding/Exercise.swift")
    XCTAssertTrue(try labs.output(of: "labs hint").hasPrefix("01.1 Add two numbers"), "a stub again")
  }

  func testASolutionAsksForAPassOrReveal() throws {
    let labs = try LabsProgram(for: self)
    let refused = try labs.shell("labs solution 01.1")
    XCTAssertEqual(refused.code, 1)
    XCTAssertFalse(refused.output.contains("a + b"), refused.output)
    let answer = "/// Adds.\npublic func add(_ a: Int, _ b: Int) -> Int {\n  a + b\n}\n"
    XCTAssertEqual(try labs.output(of: "labs solution 01.1 --reveal"), answer)
    try labs.folder.write(
      """
      {"version": 1, "hints": {}, "quizzes": {}, "passed": {
        "01.1": {"points": 2, "date": "2026-11-21T07:35:00Z"},
        "01.2": {"points": 1, "date": "2026-11-21T07:35:00Z"}}}
      """, to: "Workspace/.progress.json")
    XCTAssertEqual(try labs.output(of: "labs solution 01.1"), answer)
    XCTAssertEqual(try labs.shell("labs solution 01.2").code, 1, "only what was passed")
    XCTAssertEqual(try labs.shell("labs solution 01").code, 1, "the whole lab is not passed")
  }

  func testAQuizExplainsEveryChoiceAndNeedsMoreThanThreeQuarters() throws {
    let labs = try LabsProgram(for: self)
    let good = try labs.shell("printf 'a\\nx\\nA\\n a \\na\\n' | labs quiz 01")
    XCTAssertEqual(good.code, 0, good.output)
    XCTAssertTrue(good.output.contains("Please answer with one of a, b, or q to stop."), good.output)
    XCTAssertTrue(
      good.output.contains("✓ a is right.\n  a ✓  One and one.\n  b ✗  One too many.\n"), good.output)
    XCTAssertTrue(good.output.hasSuffix("4 of 4 right. The quiz is complete.\n"), good.output)
    let short = try labs.shell("printf 'a\\na\\na\\nb\\n' | labs quiz 01")
    XCTAssertEqual(short.code, 1)
    XCTAssertTrue(short.output.contains("✗ b is not right."), short.output)
    XCTAssertTrue(short.output.contains("3 of 4 right. More than three quarters complete it"), short.output)
    let stopped = try labs.shell("printf 'a\\n' | labs quiz 01")
    XCTAssertEqual(stopped.code, 1)
    XCTAssertTrue(
      stopped.output.hasSuffix("Stopped after 1 of 4 questions; no score was kept.\n"), stopped.output)
    let left = try labs.shell("printf 'a\\na\\nq\\n' | labs quiz 01")
    XCTAssertTrue(left.output.hasSuffix("Stopped after 2 of 4 questions; no score was kept.\n"), left.output)
    XCTAssertTrue(try labs.output(of: "labs").contains("4 of 4 ✓"), "the best result stays")
  }

  func testJSONIsForPrograms() throws {
    let labs = try LabsProgram(for: self)
    let lines = [
      "labs --json", "labs list --json", "labs start 01 --json", "labs hint 01.1 --json",
      "labs quiz 01 --json",
      "labs submit 01 --json", "labs data --json", "labs doctor --json || true", "labs reset 01 --json",
    ]
    for line in lines {
      let output = try labs.output(of: line)
      XCTAssertNoThrow(try JSONSerialization.jsonObject(with: Data(output.utf8)), "\(line): \(output)")
    }
  }

  func testSubmittingWritesAnArchiveAndNeverOverwrites() throws {
    let labs = try LabsProgram(for: self)
    _ = try labs.output(of: "labs start 01")
    let said = try labs.output(of: "labs submit 01 --output mine.zip")
    XCTAssertTrue(said.hasPrefix("Packed lab 01 into mine.zip."), said)
    XCTAssertEqual(try labs.shell("labs submit 01 --output mine.zip").code, 64)
    for _ in 0..<2 {
      XCTAssertTrue(try labs.output(of: "labs submit 01").contains("Workspace/submissions/01-adding-"))
    }
    XCTAssertEqual(try labs.folder.names(in: "Workspace/submissions").count, 2)
    guard try labs.shell("command -v python3").code == 0 else { return }
    XCTAssertEqual(
      try labs.output(of: "python3 -m zipfile -t mine.zip && python3 -m zipfile -l mine.zip | cut -c1-15"),
      "Done testing\nFile Name      \nExercise.swift \nsubmission.json\n", "an independent reader accepts it")
  }

  func testDataIsComparedByItsBytes() throws {
    var labs = try LabsProgram(for: self)
    XCTAssertTrue(try labs.output(of: "labs data").contains("LABS_DATA_DIR is not set"))
    labs.environment["LABS_DATA_DIR"] = labs.folder.url.path
    try labs.folder.write("abc", to: "text/abc.txt")
    XCTAssertTrue(try labs.output(of: "labs data").contains("✓ there, and the right bytes"))
    try labs.folder.write("abd", to: "text/abc.txt")
    let wrong = try labs.shell("labs data abc")
    XCTAssertEqual(wrong.code, 1)
    XCTAssertTrue(wrong.output.contains("✗ there, but with other bytes"), wrong.output)
  }
}
