import Foundation

/// A lesson and the library it was compiled to.
public struct CompiledLesson: Sendable {
  /// The script.
  public let lesson: Lesson
  /// The library for `lesson-host`.
  var library: URL
  /// The script's path as its debug information names it.
  var scriptPath: String { source.script.path }
  /// The files it was compiled from.
  let source: LessonSource
  /// Holds the library where there is no cache to keep it in.
  var scratch: ScratchFolder?

  /// Where a line of the script is, with the cell it belongs to.
  func place(line: Int) -> CellPlace {
    CellPlace(cell: lesson.cell(atLine: line)?.name, location: "\(lesson.path):\(line)")
  }
}
