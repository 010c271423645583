import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Where a token stands: rotation, distance, and how far back it sees.
extension Lab03Checkpoints {
  // MARK: 03.8

  func test08_anglesGrowWithPositionAndSlowDownByPair() throws {
    // One pair turns by 1 a position, whatever the base.
    try check(
      Attention.rotaryAngles, 3, 2, 10_000, near: PlainTensor(rows: [[0], [1], [2]]), within: tolerance)
    try check(
      Attention.rotaryAngles, 3, 4, 10_000, near: PlainTensor(rows: [[0, 0], [1, 0.01], [2, 0.02]]),
      within: tolerance)
    try check(
      Attention.rotaryAngles, 2, 8, 10_000,
      near: PlainTensor(rows: [[0, 0, 0, 0], [1, 0.1, 0.01, 0.001]]), within: tolerance)
    try check(
      Attention.rotaryAngles, 2, 6, 64, near: PlainTensor(rows: [[0, 0, 0], [1, 0.25, 0.0625]]),
      within: tolerance)

    try check(Attention.rotaryAngles, 0, 4, 10_000, returns: PlainTensor(shape: [0, 2]))
    try check(Attention.rotaryAngles, 3, 0, 10_000, returns: PlainTensor(shape: [3, 0]))
    try check(Attention.rotaryAngles, 3, 5, 10_000, throws: Attention.InputError.oddHeadSize)
    try check(Attention.rotaryAngles, -1, 4, 10_000, throws: Attention.InputError.invalidSize)
    try check(Attention.rotaryAngles, 3, -4, 10_000, throws: Attention.InputError.invalidSize)

    var random = RandomStream(seed: seed, stream: 8)
    for dHead in [2, 4, 10, 16] {
      let base = Float(2 + Samples.index(below: 1_000, &random))
      let context = 50 + Samples.index(below: 20, &random)
      try check(
        Attention.rotaryAngles, context, dHead, base,
        near: Oracle.rotaryAngles(context, dHead, Double(base)).plain, within: tolerance)
    }
  }

  // MARK: 03.9

  func test09_pairsAreTurnedByTheirPosition() throws {
    // A quarter turn takes (1, 0) to (0, 1) and (0, 1) to (−1, 0).
    let quarters = PlainTensor(rows: [[0], [.pi / 2], [.pi]])
    try checkRotate(PlainTensor(rows: [[1, 0]]), [1], quarters)
    try checkRotate(PlainTensor(rows: [[0, 1]]), [1], quarters)
    try checkRotate(PlainTensor(rows: [[1, 2]]), [0], quarters)
    // Neighbours make a pair, and each pair has an angle of its own.
    try checkRotate(PlainTensor(rows: [[1, 0, 5, 7]]), [0], PlainTensor(rows: [[.pi / 2, 0]]))
    try check(
      Attention.rotate, PlainTensor(rows: [[1, 2, 3, 4]]), [1], PlainTensor(rows: [[0, 0], [1, 0.01]]),
      near: PlainTensor(rows: [[-1.142640, 1.922076, 2.959851, 4.029800]]), within: tolerance)
    // The list says where a token stands, in any order and more than once.
    try checkRotate(PlainTensor(rows: [[1, 2], [1, 2], [1, 2]]), [2, 0, 1], quarters)
    try checkRotate(PlainTensor(rows: [[1, 2], [3, 4]]), [1, 1], quarters)

    try check(
      Attention.rotate, PlainTensor(shape: [0, 2]), [], quarters, returns: PlainTensor(shape: [0, 2]))
    for positions in [[0, 3], [100, 0], [0, -1]] {
      try check(
        Attention.rotate, PlainTensor(rows: [[1, 2], [3, 4]]), positions, quarters,
        throws: Attention.InputError.positionOutOfRange)
    }
    for (shape, positions) in [
      ([1, 4], [0]), ([1, 3], [0]), ([2, 2], [0]), ([1, 2], [0, 1]), ([2], [0]), ([1, 1, 2], [0]),
    ] {
      try check(
        Attention.rotate, Samples.counted(shape), positions, quarters,
        throws: Attention.InputError.shapeMismatch)
    }
    for table in [[3, 2], [3], [3, 1, 1]] {
      try check(
        Attention.rotate, PlainTensor(rows: [[1, 2]]), [0], PlainTensor(shape: table),
        throws: Attention.InputError.shapeMismatch)
    }

    var random = RandomStream(seed: seed, stream: 9)
    for (tokens, dHead) in [(4, 2), (3, 6), (5, 8)] {
      let angles = Oracle.rotaryAngles(12, dHead, 10_000).plain
      let positions = (0..<tokens).map { _ in Samples.index(below: 12, &random) }
      try checkRotate(Samples.tensor([tokens, dHead], &random), positions, angles)
      try checkRotate(
        Samples.tensor([tokens, dHead], &random), positions, Samples.tensor([12, dHead / 2], &random))
    }
  }

  // MARK: 03.10

  func test10_scoresFallWithDistance() throws {
    let hidden = -Float.infinity
    // Eight heads have the slopes 1/2, 1/4, … 1/256.
    try checkSlopes(8, (1...8).map { Float(pow(2, -Double($0))) })
    try check(
      Attention.alibi, 2, 3, 3,
      near: PlainTensor(
        stacking: [Float(0.0625), 0.00390625].map { slope in
          PlainTensor(rows: [[0, hidden, hidden], [-slope, 0, hidden], [-2 * slope, -slope, 0]])
        }), within: tolerance)
    try check(
      Attention.alibi, 1, 2, 2, near: PlainTensor([0, hidden, -0.00390625, 0], shape: [1, 2, 2]),
      within: tolerance)
    // Three heads: the slopes of two, then the first of four. Six: those of four, then the 1st and 3rd of eight.
    try checkSlopes(3, [1.0 / 16, 1.0 / 256, 1.0 / 4])
    try checkSlopes(6, [1.0 / 4, 1.0 / 16, 1.0 / 64, 1.0 / 256, 1.0 / 2, 1.0 / 8])
    // Queries are the last tokens, and may be more than there are keys.
    try check(
      Attention.alibi, 4, 2, 3, near: Oracle.alibi(4, 2, 3).plain, within: tolerance)
    try check(
      Attention.alibi, 4, 3, 1, near: Oracle.alibi(4, 3, 1).plain, within: tolerance)
    // Distance has no end.
    try check(
      Attention.alibi, 2, 1, 40, near: Oracle.alibi(2, 1, 40).plain, within: tolerance)

    try check(Attention.alibi, 2, 0, 3, returns: PlainTensor(shape: [2, 0, 3]))
    try check(Attention.alibi, 2, 3, 0, returns: PlainTensor(shape: [2, 3, 0]))
    for (nHeads, queries, keys) in [(0, 2, 2), (-4, 2, 2), (2, -1, 2), (2, 2, -1)] {
      try check(Attention.alibi, nHeads, queries, keys, throws: Attention.InputError.invalidSize)
    }

    var random = RandomStream(seed: seed, stream: 10)
    for nHeads in [4, 5, 7, 12, 16, 20] {
      let (queries, keys) = (1 + Samples.index(below: 3, &random), 2 + Samples.index(below: 4, &random))
      try check(
        Attention.alibi, nHeads, queries, keys, near: Oracle.alibi(nHeads, queries, keys).plain,
        within: tolerance)
    }
  }

  /// One step of distance shows the slope of each head.
  private func checkSlopes(_ nHeads: Int, _ slopes: [Float]) throws {
    try check(
      Attention.alibi, nHeads, 1, 2,
      near: PlainTensor(stacking: slopes.map { PlainTensor(rows: [[-$0, 0]]) }),
      within: tolerance)
  }

  // MARK: 03.14

  func test14_onlyTheLastKeysAreSeen() throws {
    let hidden = -Float.infinity
    try check(
      Attention.slidingWindowMask, 3, 3, 2,
      returns: PlainTensor(rows: [[0, hidden, hidden], [0, 0, hidden], [hidden, 0, 0]]))
    // A window of 1 shows a token itself alone; one as long as the sequence is the causal mask.
    try check(
      Attention.slidingWindowMask, 2, 2, 1, returns: PlainTensor(rows: [[0, hidden], [hidden, 0]]))
    try check(Attention.slidingWindowMask, 3, 3, 3, returns: Oracle.causalMask(3, 3).plain)
    try check(Attention.slidingWindowMask, 3, 3, 100, returns: Oracle.causalMask(3, 3).plain)
    // The window moves with every query, not from block to block.
    try check(
      Attention.slidingWindowMask, 4, 4, 2, returns: Oracle.slidingWindowMask(4, 4, 2).plain)
    try check(
      Attention.slidingWindowMask, 1, 5, 3, returns: PlainTensor(rows: [[hidden, hidden, 0, 0, 0]]))
    try check(
      Attention.slidingWindowMask, 2, 5, 2, returns: Oracle.slidingWindowMask(2, 5, 2).plain)
    try check(
      Attention.slidingWindowMask, 2, 30, 17, returns: Oracle.slidingWindowMask(2, 30, 17).plain)
    try check(
      Attention.slidingWindowMask, 3, 1, 2, returns: PlainTensor(rows: [[hidden], [hidden], [0]]))

    try check(Attention.slidingWindowMask, 0, 3, 2, returns: PlainTensor(shape: [0, 3]))
    try check(Attention.slidingWindowMask, 3, 0, 2, returns: PlainTensor(shape: [3, 0]))
    for (queries, keys, window) in [(2, 2, 0), (2, 2, -1), (-1, 2, 1), (2, -1, 1)] {
      try check(
        Attention.slidingWindowMask, queries, keys, window, throws: Attention.InputError.invalidSize)
    }

    var random = RandomStream(seed: seed, stream: 14)
    for _ in 0..<6 {
      let (queries, keys) = (1 + Samples.index(below: 5, &random), 1 + Samples.index(below: 8, &random))
      let window = 1 + Samples.index(below: 4, &random)
      try check(
        Attention.slidingWindowMask, queries, keys, window,
        returns: Oracle.slidingWindowMask(queries, keys, window).plain)
    }
  }
}
