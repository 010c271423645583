import Foundation
import XCTest

final class CommandLineTests: XCTestCase {
  func testWrongUsageIsAnsweredExactly() throws {
    let labs = try LabsProgram(for: self)
    let answers: [(line: String, error: String)] = [
      ("labs strat", "labs: There is no command `strat`. Did you mean `start`?\nSee `labs --help`.\n"),
      ("labs help strat", "labs: There is no command `strat`. Did you mean `start`?\nSee `labs --help`.\n"),
      (
        "labs --jsno",
        "labs: `labs` has no option `--jsno`. Did you mean `--json`?\nSee `labs --help`.\n"
      ),
      (
        "labs list --jsn",
        "labs: `labs list` has no option `--jsn`. Did you mean `--json`?\nSee `labs list --help`.\n"
      ),
      ("labs -- x", "labs: `labs` does not know what to do with `x`.\nSee `labs --help`.\n"),
      (
        "labs bench lop",
        "labs: There is no benchmark `lop`. Did you mean `loop`?\nSee `labs bench --help`.\n"
      ),
      ("labs list -x", "labs: `labs list` has no option `-x`.\nSee `labs list --help`.\n"),
      ("labs list --json=1", "labs: `--json` takes no value.\nSee `labs list --help`.\n"),
      ("labs list --json --json", "labs: `--json` stands twice.\nSee `labs list --help`.\n"),
      ("labs list 01", "labs: `labs list` does not know what to do with `01`.\nSee `labs list --help`.\n"),
      ("labs start", "labs: `labs start` needs a LAB.\nSee `labs start --help`.\n"),
      (
        "labs start 01 02",
        "labs: `labs start` does not know what to do with `02`.\nSee `labs start --help`.\n"
      ),
      (
        "labs submit 01 --output",
        "labs: `--output` needs a value: `--output FILE`.\nSee `labs submit --help`.\n"
      ),
      (
        "labs completions bsh",
        "labs: There is no shell `bsh`. Did you mean `bash`?\nSee `labs completions --help`.\n"
      ),
      ("labs start ading", "labs: There is no lab `ading`. Did you mean 01 `adding`?\n"),
      ("labs hint 01.7", "labs: There is no exercise `01.7`. Did you mean `01.1`?\n"),
      (
        "labs export 01 --format pdf",
        "labs: `--format pdf`: there are `ipynb`, `md`, `html`.\nSee `labs export --help`.\n"
      ),
      (
        "labs hint 01.3",
        "labs: Checkpoint 01.3 has no function of its own; it rests on 01.2.\nSee `labs hint --help`.\n"
      ),
      ("labs data abd", "labs: There is no data set `abd`. Did you mean `abc`?\n"),
      (
        "labs reset 01",
        "labs: Lab 01 is not started: run `swift run -q labs start 01`.\nSee `labs start --help`.\n"
      ),
      (
        "labs new Retrieval",
        """
        labs: `Retrieval` is not a lab's name: two digits, a dash and lowercase words, such as `08-retrieval`.
        See `labs new --help`.

        """
      ),
    ]
    for (line, error) in answers {
      XCTAssertEqual(try labs.shell(line), .init(code: 64, output: "", error: error), line)
    }
  }

  func testHelpIsExact() throws {
    let page = """
      labs hint: one more hint for an exercise, of three

      Usage: labs hint [EXERCISE] [--again] [--json]

      Shows one more hint each time: a question, a pointer, nearly the answer. Without
      an exercise it helps with the first one you have not solved in the lab you were
      at.

      Arguments:
        EXERCISE  an exercise such as 01.3, or a lab; without it, the lab you were at

      Options:
        --again   show the hints you have seen, without taking another
        --json    print the answer as JSON, for a program to read
        --help    show this help

      Example:
        labs hint 01.3
            Shows the next hint for exercise 01.3.

      """
    let labs = try LabsProgram(for: self)
    for line in ["labs hint --help", "labs hint -h", "labs help hint", "labs hint 01 --help --json"] {
      XCTAssertEqual(try labs.output(of: line), page, line)
    }
  }

  func testEveryCommandHasHelpWithAnExampleOfItself() throws {
    let labs = try LabsProgram(for: self)
    let overview = try labs.output(of: "labs --help")
    let names = overview.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    XCTAssertTrue(names.contains("start") && names.contains("doctor"), overview)
    for name in names {
      let page = try labs.output(of: "labs \(name) --help")
      XCTAssertTrue(page.hasPrefix("labs \(name): "), page)
      XCTAssertTrue(page.contains("\nUsage: labs \(name)"), page)
      let example = try XCTUnwrap(page.components(separatedBy: "\nExample:\n").last)
      XCTAssertTrue(example.contains("labs \(name)"), page)
      for line in page.split(separator: "\n") { XCTAssertLessThanOrEqual(line.count, 80, String(line)) }
    }
  }

  func testCompletionsAreSoundScripts() throws {
    let labs = try LabsProgram(for: self)
    for shell in ["bash", "zsh", "fish"] {
      let script = try labs.output(of: "labs completions \(shell)")
      XCTAssertTrue(script.contains("json"), shell)
      guard try labs.shell("command -v \(shell)").code == 0 else { continue }
      XCTAssertEqual(
        try labs.shell("labs completions \(shell) | \(shell) -n"), .init(code: 0, output: "", error: ""))
    }
  }

  func testBashCompletesCommandsOptionsAndNames() throws {
    let labs = try LabsProgram(for: self)
    guard try labs.shell("command -v bash").code == 0 else { throw XCTSkip("no bash on this machine") }
    func completed(_ words: String, at index: Int) throws -> String {
      try labs.output(
        of: """
          mkdir -p bin && ln -sf '\(labs.executable)' bin/labs && labs completions bash > c.bash
          PATH="$PWD/bin:$PATH" bash -c 'source c.bash
            COMP_WORDS=(\(words)) COMP_CWORD=\(index); _labs; echo "${COMPREPLY[@]}"'
          """)
    }
    XCTAssertEqual(try completed("labs star", at: 1), "start\n")
    XCTAssertEqual(try completed("labs hint --a", at: 2), "--again\n")
    XCTAssertEqual(try completed("labs start a", at: 2), "adding\n")
    XCTAssertEqual(try completed("labs completions z", at: 2), "zsh\n")
  }

  func testAFullDiskUnderTheOutputIsTold() throws {
    let labs = try LabsProgram(for: self)
    guard FileManager.default.fileExists(atPath: "/dev/full") else { throw XCTSkip("no /dev/full") }
    let sentence = "labs: What was printed could not be written: No space left on device.\n"
    XCTAssertEqual(try labs.shell("labs list > /dev/full"), .init(code: 70, output: "", error: sentence))
  }

  func testColourOnlyWhereItIsWanted() throws {
    var labs = try LabsProgram(for: self)
    XCTAssertFalse(try labs.output(of: "labs").contains("\u{1B}"), "not a terminal")
    labs.environment["CLICOLOR_FORCE"] = "1"
    XCTAssertTrue(try labs.output(of: "labs").contains("\u{1B}["))
    labs.environment["NO_COLOR"] = "1"
    XCTAssertFalse(try labs.output(of: "labs").contains("\u{1B}"))
  }

  func testAsciiWhereTheTerminalHasNoMore() throws {
    var labs = try LabsProgram(for: self)
    labs.environment["LANG"] = "C"
    for line in ["labs", "labs list", "labs start 01", "labs doctor || true"] {
      XCTAssertTrue(try labs.output(of: line).allSatisfy(\.isASCII), line)
    }
  }
}
