import Foundation
import LabTesting
import XCTest

/// `labs train` and `labs sample` on a small text, as a person at a shell uses them.
final class TrainCommandTests: XCTestCase {
  private let small = "--layers 1 --width 16 --heads 2 --context 16 --batch 4 --vocabulary 300"

  private func program() throws -> LabsProgram {
    let labs = try LabsProgram(for: self)
    var text = ""
    for line in 0..<200 { text += "the shop sells mug number \(line % 17) and lamp number \(line % 5).\n" }
    try labs.folder.write(text, to: "shop.txt")
    return labs
  }

  private func model(_ name: String, _ labs: LabsProgram) throws -> Data {
    try Data(contentsOf: labs.folder["\(name)/model.safetensors"])
  }

  func testAModelLearnsIsSavedAndWrites() throws {
    let labs = try program()
    let said = try labs.output(of: "labs train shop.txt \(small) --steps 120 --rate 0.02")
    let lines = said.split(separator: "\n")
    let losses = lines.compactMap { $0.firstMatch(of: /^step \d+ of 120   loss ([\d.]+)/)?.1 }.compactMap {
      Double($0)
    }
    XCTAssertEqual(losses.count, 21, "one step in twenty, and the first: \(said)")
    XCTAssertLessThan(try XCTUnwrap(losses.last), 0.5 * (losses.first ?? 0))
    XCTAssertEqual(lines.filter { $0.hasPrefix("  │ ") }.isEmpty, false, "it writes as it goes")
    XCTAssertTrue(said.contains("a bigram model has"), said)
    XCTAssertFalse(said.contains("\r"), "a file gets no live line")
    XCTAssertEqual(
      try labs.folder.names(in: "Workspace/models/shop"),
      ["model.safetensors", "recipe.json", "tokenizer.txt"])

    let sample = "labs sample Workspace/models/shop --prompt 'the shop' --tokens 8"
    let text = try labs.output(of: sample)
    XCTAssertTrue(text.hasPrefix("the shop"), text)
    XCTAssertEqual(text, try labs.output(of: sample), "equal seeds write equal texts")
    let json = try labs.output(of: sample + " --count 3 --json")
    let answers = try XCTUnwrap(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    XCTAssertEqual(answers.count, 3)
    XCTAssertEqual(answers.first?["tokens"] as? Int, 8)
  }

  func testEqualCommandsGiveEqualModels() throws {
    let labs = try program()
    let line = "labs train shop.txt \(small) --steps 10 --seed 4 --json --output"
    let recipe = try labs.output(of: "\(line) a && \(line) b >/dev/null")
    XCTAssertEqual(try model("a", labs), try model("b", labs))
    XCTAssertEqual(recipe, try labs.folder.read("a/recipe.json"))
    XCTAssertTrue(recipe.contains("\"tokensSeen\" : \(10 * 4 * 16)"), recipe)
    _ = try labs.output(of: "labs train shop.txt \(small) --steps 10 --seed 5 --json --output c")
    XCTAssertNotEqual(try model("a", labs), try model("c", labs))
  }

  /// Stopped somewhere and resumed, a run ends in the same bytes as one that went through.
  func testAnInterruptedRunIsResumedToTheLastBit() throws {
    let labs = try program()
    let train = "train shop.txt \(small) --steps 2500 --sample-every 0"
    _ = try labs.output(of: "labs \(train) --output whole")
    let stopped = try labs.shell(
      """
      '\(labs.executable)' \(train) --output parts > log & pid=$!
      for i in $(seq 500); do grep -q 'step 1 of' log && break; sleep 0.02; done
      kill -TERM $pid; wait $pid; cat log
      """)
    XCTAssertTrue(stopped.output.contains("stopped after step"), stopped.output + stopped.error)
    XCTAssertEqual(
      try labs.folder.names(in: "parts"), ["checkpoint.safetensors", "recipe.json", "tokenizer.txt"])
    XCTAssertEqual(
      try labs.shell("labs \(train) --output parts").error,
      """
      labs: parts holds a model already. Go on with it by `--resume`, or choose another folder by `--output`.
      See `labs train --help`.

      """)
    let resumed = try labs.output(of: "labs train --resume --output parts")
    XCTAssertTrue(resumed.contains("going on after step"), resumed)
    XCTAssertEqual(try model("whole", labs), try model("parts", labs))
    XCTAssertEqual(try labs.folder.read("whole/recipe.json"), try labs.folder.read("parts/recipe.json"))
    let finished = try labs.shell("labs train --resume --output parts")
    XCTAssertEqual(finished.code, 64)
    XCTAssertTrue(finished.error.contains("is finished"), finished.error)
  }

  func testAResumedRunNeedsItsText() throws {
    let labs = try program()
    _ = try labs.shell(
      """
      '\(labs.executable)' train shop.txt \(small) --steps 100000 --output parts > log & pid=$!
      for i in $(seq 500); do grep -q 'step 1 of' log && break; sleep 0.02; done
      kill -TERM $pid; wait $pid
      """)
    try labs.folder.write(String(repeating: "another text. ", count: 100), to: "shop.txt")
    let answer = try labs.shell("labs train --resume --output parts")
    XCTAssertEqual(answer.code, 70)
    XCTAssertTrue(answer.error.contains("the checkpoint was trained on other tokens"), answer.error)
  }

  func testWrongUsageIsAnsweredInOneSentence() throws {
    let labs = try program()
    let answers: [(line: String, sentence: String)] = [
      ("shop.txt --size tny", "There is no size `tny`. Did you mean `tiny`?"),
      ("shop.txt --steps 0", "`--steps 0`: a whole number from 1 to 10000000 is expected."),
      ("shop.txt --steps many", "`--steps many`: a whole number from 1 to 10000000 is expected."),
      ("shop.txt --rate -1", "`--rate -1`: a number from 0.0 to 1000000.0 is expected."),
      (
        "shop.txt --rate 0", "No model can be trained like this: the learning rate must be positive, not 0.0."
      ),
      (
        "shop.txt --width 30 --heads 4",
        "No model can be trained like this: a width of 30 does not divide into 4 heads."
      ),
      ("shop.txt --reasoning", "`--reasoning` trains on problems of its own, so no file is read."),
      (
        "--reasoning --steps 3",
        "`--reasoning` trains by a plan that is made already, so `--steps` cannot be used with it."
      ),
      ("shop.txt --course", "`--course` trains on the course's corpus, so no file is read."),
      (
        "--course --layers 3",
        "`--course` trains by a plan that is made already, so `--layers` cannot be changed."
      ),
      ("--resume --output none", "There is no run to resume in none."),
      ("shop.txt --output Labs", "Labs holds other files. Choose another folder by `--output`."),
    ]
    for (line, sentence) in answers {
      let answer = try labs.shell("labs train \(line)")
      XCTAssertEqual(answer.code, 64, line)
      XCTAssertEqual(answer.error.split(separator: "\n").first.map(String.init), "labs: \(sentence)", line)
    }
  }

  func testTextsThatCannotBeLearnedFromAreNamed() throws {
    let labs = try program()
    try labs.folder.write("", to: "empty.txt")
    try labs.folder.write("a few words", to: "short.txt")
    let answers: [(line: String, part: String)] = [
      ("none.txt", "none.txt: cannot be read"), ("empty.txt", "the file is empty"),
      ("short.txt", "one window and the token after it need 129"),
      ("shop.txt --tokenizer shop.txt", "line 1 of the tokenizer is wrong"),
    ]
    for (line, part) in answers {
      let answer = try labs.shell("labs train \(line)")
      XCTAssertEqual(answer.code, 70, line)
      XCTAssertTrue(answer.error.contains(part), answer.error)
      XCTAssertEqual(answer.error.split(separator: "\n").count, 1, answer.error)
    }
    XCTAssertFalse(FileManager.default.fileExists(atPath: labs.folder["Workspace/models"].path))
  }

  func testARateThatDivergesIsStoppedAndExplained() throws {
    let labs = try program()
    for rate in ["30", "1000000"] {
      let answer = try labs.shell("labs train shop.txt \(small) --steps 3000 --rate \(rate) --output wild")
      XCTAssertEqual(answer.code, 70, rate)
      XCTAssertTrue(answer.error.contains("training diverged at step"), answer.error)
      XCTAssertTrue(answer.error.contains("Try a rate ten times smaller"), answer.error)
    }
    _ = try labs.output(of: "labs train shop.txt \(small) --steps 5 --output wild")
  }

  /// A limit on the size of files stands for a full disk.
  func testAFullDiskIsTold() throws {
    let labs = try program()
    let answer = try labs.shell(
      "trap '' XFSZ; ulimit -f 8; labs train shop.txt \(small) --steps 5 --output full")
    XCTAssertEqual(answer.code, 70, answer.output)
    XCTAssertTrue(answer.error.contains("checkpoint.safetensors: cannot be written"), answer.error)
    XCTAssertEqual(
      try labs.folder.names(in: "full"), ["recipe.json", "tokenizer.txt"], "nothing half-written")
  }

  func testSamplingFromNothingIsExplained() throws {
    let labs = try program()
    let missing = try labs.shell("labs sample none")
    XCTAssertEqual(missing.code, 70)
    XCTAssertTrue(missing.error.contains("none/model.safetensors: cannot be read"), missing.error)
    XCTAssertEqual(try labs.shell("labs sample --top-p 2").code, 70, "the small course ships no model")
    _ = try labs.output(of: "labs train shop.txt \(small) --steps 2 --output two")
    XCTAssertEqual(try labs.shell("labs sample two --top-p 2").code, 64)
    let long = try labs.shell("labs sample two --prompt '\(String(repeating: "mug ", count: 60))'")
    XCTAssertEqual(long.code, 70)
    XCTAssertTrue(long.error.contains("do not fit into the model's context of 16"), long.error)
  }
}
