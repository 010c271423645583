import LabContracts
import LabTesting

/// The wrong implementations that people really write for this lab.
///
/// Each is laid over the solution, fails exactly the checkpoints it names, and is told from the others by its
/// answers. Where two would answer the first failing call alike, the more common one stands first.
enum Misconceptions {
  /// Every misconception of the lab, in the order of the exercises.
  static let all =
    counting + merging + choosing + training + encoding + decoding + cutting + specials + saving + loading
    + fastTraining
}
