import Foundation
import LabKit
import XCTest

/// A test that compiles and runs small scripts of its own.
class LessonCase: XCTestCase {
  private var folder: ScratchFolder?

  override func setUpWithError() throws {
    folder = try ScratchFolder("lesson-tests")
  }

  override func tearDown() {
    folder = nil
  }

  /// Writes a file into the test's own folder.
  func write(_ text: String, as name: String) throws -> URL {
    let file = try XCTUnwrap(folder).url.appending(path: name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  /// A lesson of this text, named after the running test so that tests share no compiled file.
  func source(_ text: String, answers: String? = nil) throws -> LessonSource {
    let script = try write(text, as: "lab.swift")
    let answers = try answers.map { try write($0, as: "Exercise.swift") }
    let test = name.filter { $0.isLetter || $0.isNumber }
    return LessonSource(script: script, shownAs: "Labs/00-test/lab.swift", answers: answers, name: test)
  }

  /// Runs a lesson to its end.
  func run(_ source: LessonSource, only: String? = nil) throws -> LessonRun {
    let program = try LessonCompiler().compile(source)
    return try LessonRunner().run(program, only: try only.map { try program.lesson.cell(named: $0) })
  }

  /// What a run printed, cell by cell; displays stand in brackets.
  func outputs(_ run: LessonRun) -> [String] {
    run.cells.map { cell in
      cell.outputs.map { output in
        switch output {
        case .text(let text): text
        case .errorText(let text): "<\(text)>"
        case .display(let display): "[\(display.summary)]"
        }
      }
      .joined()
    }
  }
}
