import LabContracts
import LabTesting

/// The wrong implementations that people really write for this lab.
enum Misconceptions {
  /// Every misconception of the lab, in the order of the exercises.
  static let all: [Misconception] = []
}
