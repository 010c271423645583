import Foundation

/// A lesson and the library it was compiled to.
public struct CompiledLesson: Sendable {
  /// The script.
  public let lesson: Lesson
  /// The library for `lesson-host`.
  var library: URL
  /// The script's path as its debug information names it.
  let scriptPath: String
  /// The file of the exercises' answers, if the script calls any.
  let answers: URL?
  /// Holds the library where there is no cache to keep it in.
  var scratch: ScratchFolder?

  /// Where a line of the script is, with the cell it belongs to.
  func place(line: Int) -> CellPlace {
    CellPlace(cell: lesson.cell(atLine: line)?.name, location: "\(lesson.path):\(line)")
  }

  /// The path of the answers, as a person in the course's folder writes it: `Labs/01-routing/Reference.swift`.
  var answersShownAs: String {
    answers?.pathComponents.suffix(3).joined(separator: "/") ?? ""
  }
}
