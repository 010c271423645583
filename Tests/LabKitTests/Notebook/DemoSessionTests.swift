import Foundation
import LabNotebook
import XCTest

@testable import LabKit

final class DemoSessionTests: LessonCase {
  private let text = """
    // %% [markdown]
    // # A talk
    // Read this.
    // %% [notes]
    // Ask them first.
    // %% One {#one .demo}
    print("number", 1)
    // %% Unseen {#unseen}
    let two = 2
    print("unseen")
    // %% Two {#two .demo}
    print("number", two)
    // %% [markdown]
    // ## Good night
    // That was all.
    """

  /// Events from a list; others happen when their turn comes.
  private final class ScriptedInput: DemoInput {
    var events: [DemoEvent?]
    var actions: [Int: () -> Void] = [:]
    var size: (columns: Int, rows: Int)?
    private var count = 0

    init(_ events: [DemoEvent], size: (columns: Int, rows: Int)? = nil) {
      (self.events, self.size) = (events, size)
    }

    func next() -> DemoEvent? {
      actions[count]?()
      count += 1
      return events.isEmpty ? nil : events.removeFirst()
    }

    func watch(_ script: LessonSource) {}
  }

  private func demo(_ input: ScriptedInput, source: LessonSource? = nil) throws -> (
    pieces: [String], places: [Int]
  ) {
    var pieces: [String] = []
    var places: [Int] = []
    let session = try DemoSession(
      try source ?? self.source(text), compiler: LessonCompiler(), terminal: TerminalTraits(), input: input,
      announce: { places.append($0.step) }
    ) { pieces.append($0) }
    try session.run()
    return (pieces, places)
  }

  func testStepsEndAtTheCellsToRunLive() throws {
    let steps = DemoStep.steps(of: try Lesson(source: text, path: "lab.swift"))
    XCTAssertEqual(steps.map(\.title), ["One", "Two", "Good night"])
    XCTAssertEqual(steps.map(\.notes.count), [1, 0, 0])
    let untagged = text.replacing(" .demo", with: "")
    XCTAssertEqual(
      DemoStep.steps(of: try Lesson(source: untagged, path: "lab.swift")).map(\.title),
      ["One", "Unseen", "Two", "Good night"])
  }

  func testOutputsAreHeldUntilAKey() throws {
    let held = try demo(ScriptedInput([])).pieces.joined()
    XCTAssertTrue(held.contains("── One") && !held.contains("number 1\n"), held)
    let shown = try demo(ScriptedInput([.forward])).pieces.joined()
    XCTAssertTrue(shown.contains("number 1\n"), shown)
  }

  func testUnseenCellsRunWithoutTheirOutput() throws {
    let (pieces, places) = try demo(ScriptedInput([.forward, .forward, .forward, .forward]))
    let all = pieces.joined()
    XCTAssertTrue(all.contains("▸ Unseen") && all.contains("number 2") && all.contains("Good night"), all)
    XCTAssertFalse(all.contains("\nunseen"), all)
    XCTAssertEqual(places, [0, 1, 2])
  }

  func testBackShowsWhatWasSeenAndRunsNothingAgain() throws {
    let (pieces, places) = try demo(ScriptedInput([.forward, .forward, .back, .forward]))
    XCTAssertEqual(places, [0, 1, 0, 1])
    XCTAssertTrue(pieces[3].contains("number 1"), "the output is open: \(pieces)")
  }

  func testNotesAreShownOnlyWhenAskedFor() throws {
    let pieces = try demo(ScriptedInput([.notes])).pieces
    XCTAssertFalse(pieces[0].contains("Ask them first."))
    XCTAssertTrue(pieces[1].contains("Ask them first."))
  }

  func testAResizedScreenIsDrawnAnew() throws {
    let input = ScriptedInput([.tick, .tick], size: (80, 30))
    input.actions[1] = { input.size = (40, 8) }
    let pieces = try demo(input).pieces
    XCTAssertTrue(pieces[0].contains("\u{1B}[2J"))
    XCTAssertFalse(pieces[1].contains("\u{1B}[2J"), "only the clock moves")
    XCTAssertTrue(pieces[2].contains("\u{1B}[2J"), "the new size is drawn")
    let rows = pieces[2].components(separatedBy: "\r\n")
    XCTAssertLessThanOrEqual(rows.count, 6, "a small screen shows a part")
    XCTAssertTrue(pieces[2].contains("Space more"))
  }

  func testAnEditedCellRunsAgainFromThere() throws {
    let source = try source(text)
    let input = ScriptedInput([.forward, .forward, .forward, .saved])
    input.actions[3] = { [text] in
      try? text.replacing("print(\"number\", two)", with: "print(\"changed\", two + 5)")
        .write(to: source.script, atomically: true, encoding: .utf8)
    }
    let pieces = try demo(input, source: source).pieces
    XCTAssertTrue(pieces.joined().contains("changed 7"), "\(pieces)")
    XCTAssertEqual(
      pieces.joined().components(separatedBy: "number 1\n").count, 2, "what stands before is unseen")
  }

  func testAnEditThatDoesNotCompileIsTold() throws {
    let source = try source(text)
    let input = ScriptedInput([.forward, .saved, .forward])
    input.actions[1] = { [text] in
      try? text.replacing("let two = 2", with: "let two: Int = \"\"")
        .write(to: source.script, atomically: true, encoding: .utf8)
    }
    let all = try demo(input, source: source).pieces.joined()
    XCTAssertTrue(all.contains("does not compile"), all)
    XCTAssertTrue(all.contains("── Two"), "the old lesson goes on")
  }

  func testNotesFollowInAnotherTerminal() throws {
    let source = try source(text)
    let file = source.script.deletingLastPathComponent().appending(path: "place.json")
    DemoNotes.announce(DemoPlace(script: source.script.path, step: 0, began: Date()), in: file)
    let notes = DemoNotes(file: file, terminal: TerminalTraits())
    let text = try notes.text(at: XCTUnwrap(notes.place))
    XCTAssertTrue(
      text.contains("1/3  One") && text.contains("Ask them first.") && text.contains("next: Two"), text)
  }
}
