import LabContracts
import LabTesting

/// What the exercises of lab 03 must do, smallest examples first.
final class Lab03Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  func test01_addsUp() throws {
    try check(Attention.total, [5], returns: 5)
    try check(Attention.total, [1, 2, 3], returns: 6)
    try check(Attention.total, [4, -4], returns: 0)
    try check(Attention.total, [], returns: 0)
  }
}
