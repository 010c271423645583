import LabContracts
import LabEngine
import LabTesting

/// What the eleven exercises of lab 02 must do, smallest examples first.
///
/// Inputs with a random part begin at `seed`; their expected answers come from the engine.
final class Lab02Checkpoints: CheckpointCase {
  override class var misconceptions: [Misconception] { Misconceptions.all }

  // MARK: 02.1

  func test01_everyNeighbourIsAPair() throws {
    try check(BPE.countPairs, [1, 2], returns: [BPE.Pair(1, 2): 1])
    try check(BPE.countPairs, [1, 2, 3], returns: [BPE.Pair(1, 2): 1, BPE.Pair(2, 3): 1])
    try check(BPE.countPairs, [1, 2, 1, 2], returns: [BPE.Pair(1, 2): 2, BPE.Pair(2, 1): 1])
    try check(BPE.countPairs, [], returns: [:])
    try check(BPE.countPairs, [7], returns: [:])

    // Pairs may overlap.
    try check(BPE.countPairs, [1, 1], returns: [BPE.Pair(1, 1): 1])
    try check(BPE.countPairs, [1, 1, 1], returns: [BPE.Pair(1, 1): 2])
    try check(BPE.countPairs, [1, 1, 1, 1, 2], returns: [BPE.Pair(1, 1): 3, BPE.Pair(1, 2): 1])
    // A token is any number.
    try check(
      BPE.countPairs, [50_256, 0, 50_256], returns: [BPE.Pair(50_256, 0): 1, BPE.Pair(0, 50_256): 1])
    try check(BPE.countPairs, [2, 100_257], returns: [BPE.Pair(2, 100_257): 1])

    var random = RandomStream(seed: seed, stream: 1)
    for _ in 0..<20 {
      let ids = Samples.tokens(12, below: 4, &random)
      var expected: [BPE.Pair: Int] = [:]
      for place in 1..<ids.count { expected[BPE.Pair(ids[place - 1], ids[place]), default: 0] += 1 }
      try check(BPE.countPairs, ids, returns: expected)
    }
  }

  // MARK: 02.2

  func test02_mergesDoNotOverlap() throws {
    let pair = BPE.Pair(1, 2)
    try check(BPE.merge, [1, 2], pair, 9, returns: [9])
    try check(BPE.merge, [3, 1, 2, 4], pair, 9, returns: [3, 9, 4])
    try check(BPE.merge, [1, 2, 1, 2, 3], pair, 9, returns: [9, 9, 3])
    try check(BPE.merge, [3, 1, 2], pair, 9, returns: [3, 9])
    try check(BPE.merge, [], pair, 9, returns: [])
    try check(BPE.merge, [1], pair, 9, returns: [1])

    // A pair has an order, and half of it is no pair.
    try check(BPE.merge, [2, 1], pair, 9, returns: [2, 1])
    try check(BPE.merge, [1, 3, 2, 1], pair, 9, returns: [1, 3, 2, 1])
    try check(BPE.merge, [1, 1, 2, 2], pair, 9, returns: [1, 9, 2])

    // Tokens are numbers: 11 is no 1, 23 does not begin with 2, and 0 is a token like any other.
    try check(BPE.merge, [11, 2, 1, 23], pair, 9, returns: [11, 2, 1, 23])
    try check(BPE.merge, [65_537, 65_538], pair, 9, returns: [65_537, 65_538])
    try check(BPE.merge, [0, 1, 2, 0], pair, 9, returns: [0, 9, 0])

    // From left to right, each token used up once.
    try check(BPE.merge, [1, 1, 1], BPE.Pair(1, 1), 9, returns: [9, 1])
    try check(BPE.merge, [1, 1, 1, 1], BPE.Pair(1, 1), 9, returns: [9, 9])
    try check(BPE.merge, [2, 1, 1, 1, 2], BPE.Pair(1, 1), 9, returns: [2, 9, 1, 2])
    // Whatever the new token is called, the answer is not searched again.
    try check(BPE.merge, [1, 2, 2], pair, 1, returns: [1, 2])
    try check(BPE.merge, [1, 1, 2], pair, 2, returns: [1, 2])

    var random = RandomStream(seed: seed, stream: 2)
    for _ in 0..<30 {
      let ids = Samples.tokens(12, below: 4, &random)
      let pair = BPE.Pair(Int.random(in: 1...3, using: &random), Int.random(in: 1...3, using: &random))
      try check(BPE.merge, ids, pair, 300, returns: Expected.merged(ids, pair, 300))
    }
  }

  // MARK: 02.3

  func test03_theMostFrequentPairAndOfEqualsTheSmallest() throws {
    try check(BPE.nextPair, [BPE.Pair(1, 2): 2, BPE.Pair(2, 3): 3], returns: BPE.Pair(2, 3))
    try check(BPE.nextPair, [BPE.Pair(1, 2): 3, BPE.Pair(2, 3): 2], returns: BPE.Pair(1, 2))
    try check(BPE.nextPair, [BPE.Pair(1, 2): 2], returns: BPE.Pair(1, 2))
    try check(BPE.nextPair, [:], returns: nil)
    try check(BPE.nextPair, [BPE.Pair(1, 2): 1, BPE.Pair(2, 3): 1], returns: nil)

    // Of equal counts the smaller left token, then the smaller right one.
    try check(BPE.nextPair, [BPE.Pair(5, 1): 4, BPE.Pair(2, 9): 4], returns: BPE.Pair(2, 9))
    try check(
      BPE.nextPair, [BPE.Pair(1, 9): 2, BPE.Pair(3, 1): 2, BPE.Pair(4, 0): 2], returns: BPE.Pair(1, 9))
    try check(
      BPE.nextPair, [BPE.Pair(2, 9): 4, BPE.Pair(2, 3): 4, BPE.Pair(2, 5): 4], returns: BPE.Pair(2, 3))
    // Numbers are compared, not their digits.
    try check(BPE.nextPair, [BPE.Pair(100, 7): 3, BPE.Pair(20, 7): 3], returns: BPE.Pair(20, 7))
    try check(BPE.nextPair, [BPE.Pair(1, 300): 2, BPE.Pair(2, 10): 2], returns: BPE.Pair(1, 300))
    try check(BPE.nextPair, [BPE.Pair(2, 100_257): 2, BPE.Pair(3, 0): 2], returns: BPE.Pair(2, 100_257))

    var random = RandomStream(seed: seed, stream: 3)
    for round in 0..<30 {
      let counts = Samples.counts(1 + round % 8, &random)
      let sorted = counts.filter { $0.value >= 2 }.sorted {
        ($1.value, $0.key.left, $0.key.right) < ($0.value, $1.key.left, $1.key.right)
      }
      try check(BPE.nextPair, counts, returns: sorted.first?.key)
    }
  }

  // MARK: 02.4

  func test04_trainingRepeatsCountChooseMerge() throws {
    try checkTraining(BPE.train)

    var random = RandomStream(seed: seed, stream: 4)
    for round in 0..<12 {
      try checkTraining(BPE.train, Samples.pieces(8 + round, &random), 256 + round)
    }
    // Enough text for ties to be decided often.
    try checkTraining(BPE.train, Samples.commonWords(60, &random), 256 + 30)
  }
}
