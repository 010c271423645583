import LabContracts
import LabTesting

/// The wrong implementations that people really write for this lab.
enum Misconceptions {
  /// Every misconception of the lab, in the order of the exercises.
  static let all = [
    Misconception(
      "first-number-skipped", lives: "02.1",
      sentence: "Your sum begins at the second number; an array's first index is 0."
    ) {
      $0.bind(BPE.total) { numbers in numbers.dropFirst().reduce(0, +) }
    }
  ]
}
