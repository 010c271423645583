import Foundation
import LabKit

extension Argument {
  static let lesson = Argument(
    "LAB", "a lab by number, name or the beginning of its name, or a script's path", isRequired: false,
    values: .labs)
}

/// The lesson that a command line names.
struct NamedLesson {
  let source: LessonSource
  /// The lab it belongs to; a script from elsewhere belongs to none.
  let lab: Lab?
}

extension Invocation {
  /// The lesson of the lab that was named or is current, or a script by its path.
  ///
  /// A script that begins with `#!/usr/bin/env -S swift run -q labs run` names itself by its path when it is run.
  func lesson(in course: Course, mine: Bool = false) throws -> NamedLesson {
    let name = argument(Argument.lesson.name)
    if let name, name.hasSuffix(".swift") {
      let script = URL(filePath: name).standardizedFileURL
      guard let lab = course.curriculum.labs.first(where: { course.lesson(of: $0).path == script.path })
      else {
        return NamedLesson(source: LessonSource(script: script), lab: nil)
      }
      return NamedLesson(source: try LessonSource(course, lab, mine: mine), lab: lab)
    }
    let lab = try name.map(course.curriculum.lab(named:)) ?? currentLab(in: course)
    return NamedLesson(source: try LessonSource(course, lab, mine: mine), lab: lab)
  }

  /// Remembers the lab where that is possible: reading a lesson needs no write access.
  func remember(_ lab: Lab?, in course: Course) {
    guard let lab else { return }
    _ = try? ProgressStore(course).update { $0.visit(lab) }
  }

  /// Does something with a lesson; a lesson that cannot run is the author's or the learner's matter, and is told.
  func withLesson(_ body: () throws -> ExitCode) throws -> ExitCode {
    do {
      return try body()
    } catch let failure as LessonFailure {
      console.complain("\(failure)")
      if case .hostBroke = failure { return .ourFault }
      return .fellShort
    } catch let error as LessonError {
      if case .unknownCell = error { throw UsageError("\(error)", command: command.name) }
      if case .unreadable = error { throw error }
      console.complain("\(error)")
      return .fellShort
    }
  }
}
