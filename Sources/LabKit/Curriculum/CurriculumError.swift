/// What is wrong with a curriculum, and where: `labs[0].checkpoints[2].points: expected a whole number,
/// found a string`.
public struct CurriculumError: Error, Equatable, CustomStringConvertible {
  /// The place, such as `labs[0].checkpoints[2].points`; empty for the file as a whole.
  public let path: String

  /// What was expected there, and what was found.
  public let problem: String

  /// Both in one line.
  public var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
