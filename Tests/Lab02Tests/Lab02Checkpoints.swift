import LabContracts
import LabTesting

/// What the exercises of lab 02 must do, smallest examples first.
final class Lab02Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  func test01_addsUp() throws {
    try check(BPE.total, [5], returns: 5)
    try check(BPE.total, [1, 2, 3], returns: 6)
    try check(BPE.total, [4, -4], returns: 0)
    try check(BPE.total, [], returns: 0)
  }
}
