import LabContracts
import LabTesting

/// What the exercises of lab 07 must do, smallest examples first.
final class Lab07Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }
}
