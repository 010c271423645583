import Foundation
import LabKit
import LabNotebook
import XCTest

final class StepSessionTests: LessonCase {
  private let text = """
    // %% [markdown]
    // Read this.
    // %% [predict] How many? {#guess}
    // %% One {#one}
    print("number", 1)
    // %% Two {#two}
    print("number", 2)
    // %% [markdown]
    // The end.
    """

  /// Answers from a list; typed lines begin with a quote.
  private final class ScriptedInput: StepInput {
    private var answers: [String]
    private var actions: [String: () throws -> Void]

    init(_ answers: [String], actions: [String: () throws -> Void] = [:]) {
      (self.answers, self.actions) = (answers, actions)
    }

    func key() -> StepKey? {
      while let answer = answers.first {
        answers.removeFirst()
        if let action = actions[answer] {
          try? action()
        } else {
          return LineKeys.key(answer)
        }
      }
      return nil
    }

    func line() -> String? {
      answers.isEmpty ? nil : answers.removeFirst()
    }
  }

  private enum LineKeys {
    static func key(_ letter: String) -> StepKey {
      switch letter {
      case "n": .next
      case "b": .back
      case "p": .predict
      case "r": .rerun
      case "q": .quit
      default: .unknown
      }
    }
  }

  private func step(
    _ answers: [String], source: LessonSource? = nil,
    makeEditable: @escaping () throws -> LessonSource? = { nil },
    actions: [String: () throws -> Void] = [:]
  ) throws -> String {
    var printed = ""
    let session = try StepSession(
      try source ?? self.source(text), compiler: LessonCompiler(), terminal: TerminalTraits(),
      input: ScriptedInput(answers, actions: actions), makeEditable: makeEditable
    ) { printed += $0 }
    try session.run()
    return printed
  }

  /// The lines a reader sees first are there, in this order.
  private func assertOrder(_ parts: [String], in text: String, line: UInt = #line) {
    var rest = text[...]
    for part in parts {
      guard let range = rest.range(of: part) else {
        return XCTFail("`\(part)` is missing, or too early, in\n\(text)", line: line)
      }
      rest = rest[range.upperBound...]
    }
  }

  func testAPredictionStandsBesideTheResult() throws {
    let printed = try step(["about one", "n", "n", "n"])
    assertOrder(
      [
        "Read this.", "*Predict:* How many?", "── One", "print(\"number\", 1)", "\nnumber 1\n",
        "You predicted: about one", "── Two", "\nnumber 2\n", "The end.",
      ], in: printed)
  }

  func testNothingRunsUntilAsked() throws {
    let printed = try step(["", "q"])
    XCTAssertTrue(printed.contains("── One"))
    XCTAssertFalse(printed.contains("\nnumber 1"))
  }

  func testAPredictionCanBeTypedAtAnyCell() throws {
    let printed = try step(["", "n", "p", "a two", "n", "q"])
    assertOrder(["number 1", "\nnumber 2\n", "You predicted: a two"], in: printed)
  }

  func testBackGoesToTheCellBeforeAndEnterComesForwardAgain() throws {
    let printed = try step(["a guess", "n", "b", "x", "n", "n", "q"])
    assertOrder(
      [
        "Read this.", "\nnumber 1\n", "── Two", "Read this.", "── One", "\nnumber 1\n",
        "You predicted: a guess", "── Two", "\nnumber 2\n", "The end.",
      ], in: printed)
    XCTAssertEqual(printed.components(separatedBy: "\nnumber 2\n").count, 2, "every cell runs once")
  }

  func testBackFromTheEndGoesThroughTheCellsOneByOne() throws {
    let printed = try step(["", "n", "n", "b", "b", "b", "n", "n", "n"])
    let backwards = ["The end.", "── Two", "Read this.", "── One", "Read this.", "── One"]
    let forwards = ["\nnumber 1\n", "── Two", "\nnumber 2\n", "The end."]
    assertOrder(backwards + forwards, in: printed)
  }

  func testBackAtTheFirstCellShowsItAgain() throws {
    let printed = try step(["a guess", "b", "n", "q"])
    assertOrder(["── One", "Read this.", "── One", "\nnumber 1\n", "── Two"], in: printed)
  }

  func testRerunWorksOnTheCellTheReaderWentBackTo() throws {
    let source = try source(text)
    let edited = text.replacing("print(\"number\", 1)", with: "print(\"changed\", 1)")
    let printed = try step(
      ["", "n", "n", "b", "b", "edit", "r", "n", "q"], source: source,
      actions: ["edit": { try edited.write(to: source.script, atomically: true, encoding: .utf8) }])
    assertOrder(
      ["\nnumber 2\n", "── Two", "── One", "── One", "\nchanged 1\n", "── Two", "\nnumber 2\n", "The end."],
      in: printed)
  }

  func testRerunAfterAnEditReplaysSilently() throws {
    let source = try source(text)
    let edited = text.replacing("print(\"number\", 2)", with: "print(\"changed\", 2)")
    let printed = try step(
      ["", "n", "n", "edit", "r", "q"], source: source,
      actions: ["edit": { try edited.write(to: source.script, atomically: true, encoding: .utf8) }])
    assertOrder(["\nnumber 1\n", "\nnumber 2\n", "── Two", "\nchanged 2\n"], in: printed)
    XCTAssertEqual(printed.components(separatedBy: "\nnumber 1\n").count, 2)
  }

  func testAnEditThatDoesNotCompileLeavesTheReaderWhereTheyAre() throws {
    let source = try source(text)
    let edited = text.replacing("print(\"number\", 2)", with: "print(nothing)")
    let printed = try step(
      ["", "n", "edit", "r", "n", "q"], source: source,
      actions: ["edit": { try edited.write(to: source.script, atomically: true, encoding: .utf8) }])
    assertOrder(
      ["\nnumber 1\n", "“Two”, Labs/00-test/lab.swift:7: cannot find 'nothing' in scope", "\nnumber 2\n"],
      in: printed)
  }

  func testTheTrackedLessonIsCopiedBeforeItIsEdited() throws {
    let tracked = try source(text)
    let copy = LessonSource(
      script: try write(text.replacing("\"number\", 1", with: "\"mine\", 1"), as: "copy.swift"),
      shownAs: "Workspace/00-test/lab.swift", name: "copy")
    let printed = try step(["", "n", "r", "r", "q"], source: tracked, makeEditable: { copy })
    assertOrder(
      ["\nnumber 1\n", "Your copy of the lesson: Workspace/00-test/lab.swift.", "\nmine 1\n"], in: printed)
  }

  func testACrashLeavesTimeToEdit() throws {
    let broken = text.replacing("print(\"number\", 1)", with: "fatalError(\"no\")")
    let source = try source(broken)
    let printed = try step(
      ["", "n", "edit", "r", "n", "q"], source: source,
      actions: ["edit": { try self.text.write(to: source.script, atomically: true, encoding: .utf8) }])
    assertOrder(["“One”, Labs/00-test/lab.swift:5: no", "\nnumber 1\n", "\nnumber 2\n"], in: printed)
  }
}
