import Foundation
import LabKit
import LabTesting
import XCTest

/// `labs grade` from the outside, on what needs no compiler: usage, files, merging.
final class GradeCommandTests: XCTestCase {
  private func program() throws -> LabsProgram {
    var labs = try LabsProgram(for: self)
    labs.environment["LABS_PREBUILT"] = "1"
    // The small course has no checkpoints of its own; what a grade depends on must still be there to be read.
    for path in ["Tests/LabTesting/a.swift", "Tests/Lab01Tests/a.swift", "Sources/LabContracts/a.swift"] {
      try labs.folder.write("", to: path)
    }
    try labs.folder.write("", to: "Labs/01-adding/Binding.swift")
    return labs
  }

  func testWrongUsageIsAnsweredExactly() throws {
    let labs = try program()
    try labs.folder.write("x", to: "in/ada/notes.txt")
    try labs.folder.write("name\n", to: "roster.csv")
    let answers: [(line: String, error: String)] = [
      ("labs grade in", "`--lab` says which lab to grade."),
      ("labs grade in --lab 01 --out in/out", "`--out` must not lie among the submissions."),
      ("labs grade in --lab 01 --shard 3/2", "`--shard 3/2`: a part such as 2/4 is expected."),
      ("labs grade in --lab 01 --late-penalty 10", "`--late-penalty` needs a `--deadline`."),
      (
        "labs grade in --lab 01 --deadline noon --late-penalty 10",
        "`--deadline noon`: a moment such as 2026-11-20T23:59:00Z is expected."
      ),
      (
        "labs grade in --lab 01 --deadline 2026-11-20T23:59:00Z",
        "`--deadline` needs a `--late-penalty`, such as 10."
      ),
      ("labs grade in --lab 01 --jobs 0", "`--jobs 0`: a whole number from 1 to 1024 is expected."),
      ("labs grade in --lab 01 --wall 0", "`--wall 0`: a number from 0.1 to 3600.0 is expected."),
      ("labs grade merge", "`labs grade merge` needs a DIR."),
    ]
    for (line, error) in answers {
      let answer = try labs.shell(line)
      XCTAssertEqual(answer.code, 64, line)
      XCTAssertTrue(answer.error.hasPrefix("labs: \(error)\nSee `labs grade"), answer.error)
    }
    let roster = try labs.shell("labs grade in --lab 01 --roster roster.csv")
    XCTAssertEqual(roster.code, 70)
    XCTAssertTrue(roster.error.contains("roster.csv: no column is called `id`"), roster.error)
    XCTAssertEqual(try labs.shell("labs grade nowhere --lab 01").code, 70)
    XCTAssertFalse(FileManager.default.fileExists(atPath: labs.folder["grades"].path), "nothing was begun")
  }

  func testHelpNamesTheSubcommands() throws {
    let labs = try program()
    let help = try labs.output(of: "labs grade --help")
    XCTAssertTrue(help.contains("Usage: labs grade SUBMISSIONS [--lab LAB] [--out DIR]"), help)
    XCTAssertTrue(help.contains("  grade merge "), help)
    let merge = try labs.output(of: "labs grade merge --help")
    XCTAssertEqual(merge, try labs.output(of: "labs help grade merge"))
    XCTAssertTrue(merge.contains("Usage: labs grade merge DIR… [--out DIR]"), merge)
  }

  /// Nothing in it compiles or runs: every result is known without a compiler.
  func testPartsAreGradedAndMerged() throws {
    let labs = try program()
    for id in ["ada", "bob", "carl"] { try labs.folder.write("x", to: "in/\(id)/notes.txt") }
    try labs.folder.write("id,name\nada,Ada\nbob,Bob\ncarl,Carl\nzoe,Zoe\n", to: "roster.csv")
    for part in ["1/2", "2/2"] {
      let out = "part-\(part.prefix(1))"
      let said = try labs.output(
        of: "labs grade in --lab 01 --shard \(part) --out \(out) --seed 4 --unsandboxed")
      XCTAssertTrue(said.contains("labs grade merge \(out) …"), said)
      XCTAssertFalse(FileManager.default.fileExists(atPath: labs.folder["\(out)/grades.csv"].path))
    }
    XCTAssertEqual(try labs.folder.names(in: "part-1/records"), ["ada.json", "carl.json"])
    XCTAssertEqual(try labs.folder.names(in: "part-2/records"), ["bob.json"])
    let said = try labs.output(of: "labs grade merge part-1 part-2 --out all --roster roster.csv")
    XCTAssertTrue(said.contains("3 nothing to grade, 1 missing"), said)
    let whole = try labs.output(
      of: "labs grade in --lab 01 --out whole --seed 4 --roster roster.csv --unsandboxed")
    XCTAssertTrue(whole.contains("zoe      missing"), whole)
    for file in ["grades.csv", "feedback/bob.txt", "summary.html"] {
      XCTAssertEqual(try labs.folder.read("all/\(file)"), try labs.folder.read("whole/\(file)"), file)
    }
    let lone = try labs.shell("labs grade merge part-1 --out lone")
    XCTAssertEqual(lone.code, 1, "a part is missing")
    XCTAssertTrue(lone.error.contains("1 could not be graded through no fault of theirs"), lone.error)
  }

  func testAReleaseHoldsNoSolutionsAndIsTheSameTwice() throws {
    let labs = try program()
    try labs.folder.write("secret", to: "hidden/hidden.json")
    try labs.folder.write("secret", to: "grades/01-adding/grades.csv")
    let first = try labs.output(of: "labs release one")
    let second = try labs.output(of: "labs release two")
    XCTAssertEqual(first.split(separator: " ").last, second.split(separator: " ").last)
    XCTAssertEqual(
      try labs.folder.names(in: "one"), ["Labs", "Package.swift", "Sources", "Tests", "curriculum.json"])
    XCTAssertEqual(
      try labs.output(of: "diff -r one two && grep -rl secret one || true"), "", "equal, and nothing secret")
    let again = try labs.shell("labs release one")
    XCTAssertEqual(again.code, 64)
    XCTAssertTrue(again.error.contains("one is there already"), again.error)
  }

  func testTheGradescopeArchiveHoldsWhatItRuns() throws {
    var labs = try program()
    labs.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    _ = try labs.output(of: "labs grade gradescope-bundle 01 --out bundle.zip --seed 9 --unsandboxed")
    XCTAssertEqual(try labs.shell("labs grade gradescope-bundle 01 --out bundle.zip").code, 64)
    guard try labs.shell("command -v python3 && python3 -c ''").code == 0 else { return }
    let listed = try labs.output(
      of: "python3 -m zipfile -t bundle.zip && python3 -m zipfile -e bundle.zip out")
    XCTAssertEqual(listed, "Done testing\n", "an independent reader accepts it")
    XCTAssertEqual(try labs.folder.names(in: "out"), ["course", "run_autograder", "setup.sh"])
    XCTAssertFalse(try labs.folder.names(in: "out/course").contains("Solutions"))
    XCTAssertEqual(try labs.output(of: "bash -n out/setup.sh && bash -n out/run_autograder"), "")
    let run = try labs.folder.read("out/run_autograder")
    XCTAssertTrue(run.contains("--lab 01 --out \"$work/out\" --jobs 1 --seed 9 --unsandboxed"), run)
  }
}
