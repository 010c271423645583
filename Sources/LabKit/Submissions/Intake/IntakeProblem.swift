/// Why there is nothing to grade in what a student handed in.
public enum IntakeProblem: Error, Equatable, Sendable {
  /// There is no file in it.
  case empty
  /// No file has the expected name; these Swift files were found.
  case misnamed(found: [String])
  /// Several files could be the one.
  case ambiguous([String])
  /// It was packed for another lab.
  case otherLab(String, expected: String)
  /// It is not safe or not possible to read.
  case refused(String)
}

extension IntakeProblem: CustomStringConvertible {
  /// What is wrong and how to mend it, for the student.
  public var description: String {
    switch self {
    case .empty:
      "Nothing was handed in: the submission holds no files. Hand in `\(Course.exerciseName)`."
    case .misnamed(let found) where found.isEmpty:
      "No Swift file was found. Hand in `\(Course.exerciseName)`, with exactly this name."
    case .misnamed(let found):
      "No file is called `\(Course.exerciseName)`. Found: \(Self.list(found)). Rename yours and hand it in again."
    case .ambiguous(let paths):
      "More than one file could be the one to grade: \(Self.list(paths)). Hand in one."
    case .otherLab(let found, let expected):
      "This was packed for lab \(found), and lab \(expected) is being graded."
    case .refused(let reason): "The submission was refused: \(reason)."
    }
  }

  private static func list(_ paths: [String]) -> String {
    let shown = paths.sorted().prefix(5).map { "`\($0)`" }.joined(separator: ", ")
    return paths.count > 5 ? "\(shown) and \(paths.count - 5) more" : shown
  }
}
