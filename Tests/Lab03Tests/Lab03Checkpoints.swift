import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What the fifteen exercises of lab 03 must do, smallest examples first: here one head, from scores to output.
///
/// Inputs with a random part begin at `seed`. Expected numbers come from `Oracle`, in double precision.
final class Lab03Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 03.1

  func test01_everyQueryMeetsEveryKey() throws {
    // Four products, 10 in all, divided by √4.
    try checkScores(PlainTensor(rows: [[1, 2, 3, 4]]), PlainTensor(rows: [[1, 1, 1, 1]]), [[5]])
    try checkScores(PlainTensor(rows: [[3]]), PlainTensor(rows: [[-2]]), [[-6]])
    // Two queries and three keys: queries are rows, keys are columns.
    try checkScores(
      PlainTensor(rows: [[1, 0, 0, 0], [0, 2, 0, 0]]),
      PlainTensor(rows: [[2, 4, 0, 0], [0, 2, 6, 0], [4, 0, 0, 2]]), [[1, 0, 2], [4, 2, 0]])
    // Nine entries, √9 = 3; and long vectors stay long: no cosine.
    try checkScores(Samples.counted([1, 9]), PlainTensor(shape: [1, 9], repeating: 10), [[150]])

    // No queries give no rows, no keys rows without entries.
    try check(
      Attention.scores, PlainTensor(shape: [0, 4]), Samples.counted([3, 4]),
      returns: PlainTensor(shape: [0, 3]))
    try check(
      Attention.scores, Samples.counted([2, 4]), PlainTensor(shape: [0, 4]),
      returns: PlainTensor(shape: [2, 0]))

    for (query, key) in [
      ([1, 4], [1, 3]), ([2, 3], [2, 4]), ([1, 2, 3], [1, 3]), ([3], [1, 3]), ([2, 3], [3]), ([3], [3]),
      ([1, 2, 3], [1, 2, 3]),
    ] {
      try check(
        Attention.scores, Samples.counted(query), Samples.counted(key),
        throws: Attention.InputError.shapeMismatch)
    }

    var random = RandomStream(seed: seed, stream: 1)
    for (queries, keys, dHead) in [(3, 5, 8), (4, 4, 16), (1, 7, 3), (6, 2, 64)] {
      let (query, key) = (
        Samples.tensor([queries, dHead], &random), Samples.tensor([keys, dHead], &random)
      )
      try check(
        Attention.scores, query, key, near: Oracle.scores(Grid(query), Grid(key)).plain, within: tolerance)
    }
  }

  // MARK: 03.2

  func test02_scoresBecomeWeights() throws {
    let ln3 = Float(log(3.0))
    try checkSoftmax([[0, 0]], [[0.5, 0.5]])
    try checkSoftmax([[0, ln3]], [[0.25, 0.75]])
    try checkSoftmax([[7]], [[1]])
    // Each row for itself; three rows of two, so that columns cannot be taken for rows.
    try checkSoftmax([[0, ln3], [0, 0], [ln3, 0]], [[0.25, 0.75], [0.5, 0.5], [0.75, 0.25]])
    // The last dimension, however many there are.
    try check(
      Attention.softmax, PlainTensor([0, ln3], shape: [2]), near: PlainTensor([0.25, 0.75], shape: [2]),
      within: tolerance)
    try check(
      Attention.softmax, PlainTensor([0, ln3, 5, 5], shape: [2, 1, 2]),
      near: PlainTensor([0.25, 0.75, 0.5, 0.5], shape: [2, 1, 2]), within: tolerance)
    try check(
      Attention.softmax, PlainTensor([0, ln3, 5, 5, 7, 7, ln3, 0], shape: [2, 2, 2]),
      near: PlainTensor([0.25, 0.75, 0.5, 0.5, 0.5, 0.5, 0.75, 0.25], shape: [2, 2, 2]), within: tolerance)

    // No size is too large: exp(1000) is infinite, exp(−1000) is 0.
    try checkSoftmax([[1000, 1001, 999]], [[0.244728, 0.665241, 0.090031]])
    try checkSoftmax([[-1000, -1001]], [[0.731059, 0.268941]])
    try checkSoftmax([[-1000, 5]], [[0, 1]])
    try checkSoftmax([[5, 1000]], [[0, 1]])
    try checkSoftmax([[-1000, -1000], [1000, 1000]], [[0.5, 0.5], [0.5, 0.5]])
    try checkSoftmax([[10_000, 9_999]], [[0.731059, 0.268941]])
    // Nor is any share too small to count.
    try checkSoftmax([[10, 0]], [[0.999955, 0.000045]])

    // −∞ is not to be seen, however low the others are; where nothing is seen all weights are 0.
    let hidden = -Float.infinity
    try checkSoftmax([[hidden, 0, 0]], [[0, 0.5, 0.5]])
    try checkSoftmax([[hidden, -20_000]], [[0, 1]])
    try checkSoftmax([[-2.5e9, hidden]], [[1, 0]])
    try checkSoftmax([[-1e38, hidden]], [[1, 0]])
    try checkSoftmax([[hidden, hidden], [0, hidden]], [[0, 0], [1, 0]])
    try checkSoftmax([[hidden]], [[0]])

    try check(Attention.softmax, PlainTensor(shape: [2, 0]), returns: PlainTensor(shape: [2, 0]))
    try check(Attention.softmax, PlainTensor(shape: [0, 3]), returns: PlainTensor(shape: [0, 3]))
    for row: [Float] in [
      [0, .infinity], [.infinity, .infinity], [.infinity, hidden], [0, .nan], [.nan, hidden],
    ] {
      try check(
        Attention.softmax, PlainTensor(rows: [[0, 1], row]), throws: Attention.InputError.invalidScore)
    }
    try check(
      Attention.softmax, PlainTensor(rows: [[.nan, 0], [0, 1]]), throws: Attention.InputError.invalidScore)

    var random = RandomStream(seed: seed, stream: 2)
    for (rows, columns, deviation) in [(3, 5, 1.0), (5, 3, 4), (2, 33, 1), (4, 1, 1)] {
      let scores = Samples.tensor([rows, columns], deviation: deviation, &random)
      try check(Attention.softmax, scores, near: Oracle.softmax(Grid(scores)).plain, within: tolerance)
    }
  }

  // MARK: 03.3

  func test03_theFutureIsHidden() throws {
    let hidden = -Float.infinity
    try check(Attention.causalMask, 2, 2, returns: PlainTensor(rows: [[0, hidden], [0, 0]]))
    try check(Attention.causalMask, 1, 1, returns: PlainTensor(rows: [[0]]))
    try check(
      Attention.causalMask, 3, 3,
      returns: PlainTensor(rows: [[0, hidden, hidden], [0, 0, hidden], [0, 0, 0]]))
    // The last token of a sequence sees all of it; of the last two, the first sees all but one.
    try check(Attention.causalMask, 1, 4, returns: PlainTensor(rows: [[0, 0, 0, 0]]))
    try check(Attention.causalMask, 2, 4, returns: PlainTensor(rows: [[0, 0, 0, hidden], [0, 0, 0, 0]]))
    try check(Attention.causalMask, 3, 30, returns: Oracle.causalMask(3, 30).plain)
    // Three queries over one key stand at positions −2, −1 and 0.
    try check(Attention.causalMask, 3, 1, returns: PlainTensor(rows: [[hidden], [hidden], [0]]))

    try check(Attention.causalMask, 0, 3, returns: PlainTensor(shape: [0, 3]))
    try check(Attention.causalMask, 3, 0, returns: PlainTensor(shape: [3, 0]))
    try check(Attention.causalMask, -1, 3, throws: Attention.InputError.invalidSize)
    try check(Attention.causalMask, 3, -1, throws: Attention.InputError.invalidSize)

    var random = RandomStream(seed: seed, stream: 3)
    for _ in 0..<6 {
      let (queries, keys) = (1 + Samples.index(below: 6, &random), 1 + Samples.index(below: 8, &random))
      try check(
        Attention.causalMask, queries, keys, returns: Oracle.causalMask(queries, keys).plain)
    }
  }

  // MARK: 03.4

  func test04_oneHeadAttends() throws {
    // One key gets all the weight; two alike share it; the answer has the width of the values.
    try checkAttend([[1]], [[5]], [[7, 8, 9]], mask: [[0]], [[7, 8, 9]])
    try checkAttend([[1, 2]], [[1, 0], [1, 0]], [[2], [6]], mask: [[0, 0]], [[4]])
    // Scores ln 3 (after √4) and 0: weights 3/4 and 1/4.
    let ln3 = Float(log(3.0))
    try checkAttend(
      [[2 * ln3, 0, 0, 0]], [[1, 0, 0, 0], [0, 1, 0, 0]], [[4], [8]], mask: [[0, 0]], [[5]])
    // Every query has a row of its own.
    try checkAttend(
      [[2 * ln3, 0, 0, 0], [0, 2 * ln3, 0, 0]], [[1, 0, 0, 0], [0, 1, 0, 0]], [[4], [8]],
      mask: [[0, 0], [0, 0]], [[5], [7]])

    // A masked key gives nothing, and the weights of the others still sum to 1.
    let hidden = -Float.infinity
    try checkAttend([[1]], [[1], [1]], [[5], [1000]], mask: [[0, hidden]], [[5]])
    try checkAttend(
      [[0], [0], [0]], [[1], [1], [1]], [[3], [5], [10]],
      mask: [[0, hidden, hidden], [0, 0, hidden], [0, 0, 0]], [[3], [4], [6]])
    // However low the scores of those that are seen.
    try checkAttend([[200]], [[-100], [0]], [[1], [9]], mask: [[0, hidden]], [[1]])
    try checkAttend([[50_000]], [[0], [-50_000]], [[9], [1]], mask: [[hidden, 0]], [[1]])
    try checkAttend([[200]], [[100], [100]], [[1], [3]], mask: [[0, 0]], [[2]])
    // Other numbers of the mask are added, to the scores after √4.
    try checkAttend([[0, 0, 0, 0]], [[1, 0, 0, 0], [0, 1, 0, 0]], [[4], [8]], mask: [[ln3, 0]], [[5]])
    // A query that sees nothing, here the first one.
    try checkAttend([[1], [1]], [[1], [2]], [[3], [3]], mask: [[hidden, hidden], [0, 0]], [[0], [3]])
    try check(
      Attention.attend, Samples.counted([2, 3]), PlainTensor(shape: [0, 3]), PlainTensor(shape: [0, 4]),
      PlainTensor(shape: [2, 0]), returns: PlainTensor(shape: [2, 4]))
    try check(
      Attention.attend, PlainTensor(shape: [0, 3]), Samples.counted([2, 3]), Samples.counted([2, 4]),
      PlainTensor(shape: [0, 2]), returns: PlainTensor(shape: [0, 4]))

    try refuseToAttend()
    try attendAtRandom()
  }

  private func refuseToAttend() throws {
    let shapes: [(query: [Int], key: [Int], value: [Int], mask: [Int])] = [
      ([2, 3], [4, 2], [4, 1], [2, 4]), ([2, 3], [4, 3], [3, 1], [2, 4]),
      ([2, 3], [4, 3], [5, 1], [2, 4]),
      ([2, 3], [4, 3], [4, 1], [4, 2]), ([2, 3], [4, 3], [4, 1], [1, 4]), ([2, 3], [4, 3], [4, 1], [4]),
      ([2, 3], [4, 3], [4], [2, 4]), ([1, 2, 3], [4, 3], [4, 1], [2, 4]),
      ([2, 3], [4, 3], [4, 1, 1], [2, 4]), ([2, 3], [4, 3], [4, 1], [1, 2, 4]),
    ]
    for shape in shapes {
      try check(
        Attention.attend, Samples.counted(shape.query), Samples.counted(shape.key),
        Samples.counted(shape.value), PlainTensor(shape: shape.mask),
        throws: Attention.InputError.shapeMismatch)
    }
    // The score may be beyond all numbers by the query, by a key or by the mask.
    for (query, key, entry) in [
      (Float.infinity, Float(1), Float(0)), (.nan, 1, 0), (1, .infinity, 0), (1, .nan, 0), (1, 1, .infinity),
      (1, 1, .nan),
    ] {
      try check(
        Attention.attend, PlainTensor(rows: [[query]]), PlainTensor(rows: [[2], [key]]),
        PlainTensor(rows: [[3], [4]]), PlainTensor(rows: [[0, entry]]),
        throws: Attention.InputError.invalidScore)
    }
  }

  private func attendAtRandom() throws {
    var random = RandomStream(seed: seed, stream: 4)
    for (queries, keys, dHead, dValue) in [(3, 4, 8, 2), (5, 5, 4, 4), (1, 6, 16, 3), (4, 2, 2, 5)] {
      let query = Samples.tensor([queries, dHead], &random)
      let (key, value) = (Samples.tensor([keys, dHead], &random), Samples.tensor([keys, dValue], &random))
      for mask in [Oracle.causalMask(queries, keys).plain, Samples.mask(queries, keys, &random)] {
        try check(
          Attention.attend, query, key, value, mask,
          near: Oracle.attend(Grid(query), Grid(key), Grid(value), Grid(mask)).plain, within: tolerance)
      }
    }
  }
}
