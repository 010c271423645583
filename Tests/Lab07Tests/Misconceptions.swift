import LabTesting

/// The wrong implementations that people really write for this lab.
enum Misconceptions {
  /// Every misconception of the lab, by exercise.
  static let all: [Misconception] = []
}
