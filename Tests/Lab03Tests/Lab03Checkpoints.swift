import LabContracts
import LabTesting

/// What the exercises of lab 03 must do, smallest examples first.
final class Lab03Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 03.1

  func test01_everyQueryMeetsEveryKey() throws {
    let query = PlainTensor(rows: [[1, 2, 3, 4]])
    try check(Attention.scores, query, PlainTensor(rows: [[1, 1, 1, 1]]), returns: PlainTensor(rows: [[5]]))
  }
}
