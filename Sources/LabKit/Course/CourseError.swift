/// Why the course cannot be used.
public enum CourseError: Error, CustomStringConvertible {
  /// No folder above the program or above the current one holds the course.
  case notFound(currentFolder: String)

  /// `LABS_ROOT` names a folder without a course in it.
  case notACourse(folder: String)

  /// A file of the course cannot be read.
  case unreadable(file: String, reason: String)

  /// The curriculum is not what it must be.
  case brokenCurriculum(file: String, CurriculumError)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .notFound(let folder):
      "No course found above \(folder). Go into the course's folder, or set LABS_ROOT to it."
    case .notACourse(let folder):
      "LABS_ROOT is \(folder), but no course is there: it needs Package.swift and curriculum.json."
    case .unreadable(let file, let reason):
      "\(file) cannot be read: \(reason)."
    case .brokenCurriculum(let file, let error):
      "\(file) is broken. \(error)"
    }
  }
}
