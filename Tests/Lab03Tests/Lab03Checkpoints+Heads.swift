import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Many heads: cutting, sharing, putting together, and the whole block.
extension Lab03Checkpoints {
  // MARK: 03.5

  func test05_rowsAreCutIntoHeads() throws {
    try check(
      Attention.splitHeads, PlainTensor(rows: [[1, 2, 3, 4]]), 2,
      returns: PlainTensor([1, 2, 3, 4], shape: [2, 1, 2]))
    // Two tokens: both rows of head 0 come before those of head 1.
    try check(
      Attention.splitHeads, PlainTensor(rows: [[1, 2, 3, 4], [5, 6, 7, 8]]), 2,
      returns: PlainTensor([1, 2, 5, 6, 3, 4, 7, 8], shape: [2, 2, 2]))
    try check(
      Attention.splitHeads, PlainTensor(rows: [[1, 2, 3], [4, 5, 6]]), 3,
      returns: PlainTensor([1, 4, 2, 5, 3, 6], shape: [3, 2, 1]))
    try check(
      Attention.splitHeads, Samples.counted([2, 3]), 1, returns: Samples.counted([1, 2, 3]))
    try check(
      Attention.splitHeads, PlainTensor(shape: [0, 4]), 2, returns: PlainTensor(shape: [2, 0, 2]))

    for nHeads in [3, 8, 0, -2] {
      try check(
        Attention.splitHeads, Samples.counted([2, 4]), nHeads, throws: Attention.InputError.headsDoNotDivide)
    }
    for shape in [[4], [1, 2, 4]] {
      try check(
        Attention.splitHeads, Samples.counted(shape), 2, throws: Attention.InputError.shapeMismatch)
    }
    // What is no matrix is said first.
    try check(Attention.splitHeads, Samples.counted([4]), 3, throws: Attention.InputError.shapeMismatch)

    var random = RandomStream(seed: seed, stream: 5)
    for (tokens, nHeads, dHead) in [(3, 2, 4), (5, 4, 3), (2, 6, 2)] {
      let x = Samples.tensor([tokens, nHeads * dHead], &random)
      try check(Attention.splitHeads, x, nHeads, returns: Oracle.splitHeads(Grid(x), nHeads).plain)
    }
  }

  // MARK: 03.6

  func test06_headsArePutTogether() throws {
    try check(
      Attention.mergeHeads, PlainTensor([1, 2, 3, 4], shape: [2, 1, 2]),
      returns: PlainTensor(rows: [[1, 2, 3, 4]]))
    try check(
      Attention.mergeHeads, PlainTensor([1, 2, 5, 6, 3, 4, 7, 8], shape: [2, 2, 2]),
      returns: PlainTensor(rows: [[1, 2, 3, 4], [5, 6, 7, 8]]))
    try check(
      Attention.mergeHeads, PlainTensor([1, 4, 2, 5, 3, 6], shape: [3, 2, 1]),
      returns: PlainTensor(rows: [[1, 2, 3], [4, 5, 6]]))
    try check(Attention.mergeHeads, Samples.counted([1, 2, 3]), returns: Samples.counted([2, 3]))
    try check(
      Attention.mergeHeads, PlainTensor(shape: [2, 0, 3]), returns: PlainTensor(shape: [0, 6]))
    for shape in [[4], [2, 4], [1, 2, 2, 1]] {
      try check(Attention.mergeHeads, Samples.counted(shape), throws: Attention.InputError.shapeMismatch)
    }

    var random = RandomStream(seed: seed, stream: 6)
    for (tokens, nHeads, dHead) in [(3, 2, 4), (5, 4, 3), (2, 6, 2)] {
      let heads = Samples.tensor([nHeads, tokens, dHead], &random)
      try check(Attention.mergeHeads, heads, returns: Oracle.mergeHeads(Grid(heads)).plain)
    }
  }

  // MARK: 03.7

  func test07_queryHeadsShareKeysAndValues() throws {
    // With one key the output is its value, so it shows which head was used: one for all …
    let oneKey = PlainTensor(rows: [[0]])
    try checkGrouped(
      Samples.counted([2, 1, 2]), Samples.counted([1, 1, 2]), Samples.counted([1, 1, 1]), oneKey)
    // … one for each, and one for two neighbours.
    try checkGrouped(
      Samples.counted([2, 1, 2]), Samples.counted([2, 1, 2]), Samples.counted([2, 1, 1]), oneKey)
    try checkGrouped(
      Samples.counted([4, 1, 2]), Samples.counted([2, 1, 2]), Samples.counted([2, 1, 1]), oneKey)
    try checkGrouped(
      Samples.counted([6, 1, 2]), Samples.counted([2, 1, 2]), Samples.counted([2, 1, 1]), oneKey)
    // Keys are shared as values are.
    let twoKeys = PlainTensor([1, 0, 0, 0, 0, 0, 0, 1], shape: [2, 2, 2])
    try checkGrouped(
      PlainTensor(shape: [4, 1, 2], repeating: 3), twoKeys, PlainTensor([1, 2, 1, 2], shape: [2, 2, 1]),
      PlainTensor(shape: [1, 2]))
    // Every head is masked.
    try checkGrouped(
      PlainTensor(shape: [2, 2, 1]), PlainTensor(shape: [2, 2, 1]), Samples.counted([2, 2, 1]),
      Oracle.causalMask(2, 2).plain)
    try checkGrouped(
      PlainTensor(shape: [2, 2, 1]), PlainTensor(shape: [1, 1, 1]), Samples.counted([1, 1, 1]),
      Oracle.causalMask(2, 1).plain)

    // Without queries there is nothing to answer, and without keys nothing to be seen; the shape stays.
    for (queries, keys) in [(0, 2), (2, 0)] {
      try checkGrouped(
        PlainTensor(shape: [2, queries, 2]), PlainTensor(shape: [1, keys, 2]), Samples.counted([1, keys, 3]),
        PlainTensor(shape: [queries, keys]))
    }

    for (nHeads, nKVHeads) in [(3, 2), (2, 4), (0, 1), (2, 0)] {
      let keys = Samples.counted([nKVHeads, 1, 2])
      try check(
        Attention.groupedAttention, Samples.counted([nHeads, 1, 2]), keys, keys, oneKey,
        throws: Attention.InputError.headsDoNotDivide)
    }
    let shapes = [([2, 1, 2], [1, 1, 3], [1, 1, 2]), ([2, 1, 2], [1, 2], [1, 1, 2])]
    for (query, key, value) in shapes + [
      ([2, 1, 2], [2, 1, 2], [1, 1, 2]), ([2, 1, 2], [1, 1, 2], [1, 2, 2]),
    ] {
      try check(
        Attention.groupedAttention, Samples.counted(query), Samples.counted(key), Samples.counted(value),
        oneKey, throws: Attention.InputError.shapeMismatch)
    }
    // One mask for all heads.
    try check(
      Attention.groupedAttention, Samples.counted([2, 1, 2]), Samples.counted([1, 1, 2]),
      Samples.counted([1, 1, 2]), PlainTensor(shape: [2, 1, 1]), throws: Attention.InputError.shapeMismatch)

    try check(
      Attention.groupedAttention, PlainTensor(shape: [2, 1, 2], repeating: .infinity),
      Samples.counted([1, 1, 2]),
      Samples.counted([1, 1, 2]), oneKey, throws: Attention.InputError.invalidScore)

    var random = RandomStream(seed: seed, stream: 7)
    for (nHeads, nKVHeads, queries, keys) in [
      (4, 2, 3, 5), (6, 3, 2, 2), (6, 2, 4, 4), (3, 3, 2, 4), (8, 1, 1, 3),
    ] {
      let query = Samples.tensor([nHeads, queries, 4], &random)
      let (key, value) = (
        Samples.tensor([nKVHeads, keys, 4], &random), Samples.tensor([nKVHeads, keys, 3], &random)
      )
      try checkGrouped(query, key, value, Oracle.causalMask(queries, keys).plain)
      try checkGrouped(query, key, value, Samples.mask(queries, keys, &random))
    }
  }

  // MARK: 03.15

  func test15_theBlockIsWhole() throws {
    // One token attends to itself alone: its value, projected. Rows of x meet columns of W.
    let one = PlainTensor(rows: [[1, 0], [0, 1]])
    let shear = PlainTensor(rows: [[1, 2], [0, 1]])
    try checkMultiHead(
      PlainTensor(rows: [[3, 5]]), Attention.Weights(query: one, key: one, value: one, output: shear), 1, 1,
      PlainTensor(rows: [[0]]))
    try checkMultiHead(
      PlainTensor(rows: [[3, 5]]), Attention.Weights(query: one, key: one, value: shear, output: one), 2, 2,
      PlainTensor(rows: [[0]]))
    // Two tokens, first alike for all keys, then told apart by queries and keys.
    let nothing = PlainTensor(shape: [2, 2])
    let two = PlainTensor(rows: [[1, 2], [3, 6]])
    try checkMultiHead(
      two, Attention.Weights(query: nothing, key: one, value: one, output: one), 1, 1,
      Oracle.causalMask(2, 2).plain)
    try checkMultiHead(
      two, Attention.Weights(query: one, key: shear, value: one, output: one), 1, 1,
      PlainTensor(shape: [2, 2]))
    // Two query heads share one head of keys and values.
    let narrow = PlainTensor(rows: [[1], [2]])
    try checkMultiHead(
      two, Attention.Weights(query: one, key: narrow, value: narrow, output: shear), 2, 1,
      Oracle.causalMask(2, 2).plain)
    let square = Attention.Weights(query: one, key: one, value: one, output: one)
    try check(
      Attention.multiHeadAttention, PlainTensor(shape: [0, 2]), square, 2, 2, PlainTensor(shape: [0, 0]),
      returns: PlainTensor(shape: [0, 2]))

    for (nHeads, nKVHeads) in [(3, 3), (0, 1), (1, 0), (2, 4), (1, 2), (-1, -1)] {
      try check(
        Attention.multiHeadAttention, two, square, nHeads, nKVHeads, nothing,
        throws: Attention.InputError.headsDoNotDivide)
    }
    // Halves as wide as the queries': with one head of keys and values, theirs are too wide.
    try check(
      Attention.multiHeadAttention, two, square, 2, 1, nothing, throws: Attention.InputError.shapeMismatch)
    let (tall, wide, vector) = (
      PlainTensor(shape: [3, 2]), PlainTensor(shape: [2, 3]), Samples.counted([2])
    )
    let misfits: [(PlainTensor, Attention.Weights, PlainTensor)] = [
      (Samples.counted([2, 3]), square, nothing), (two, square, wide), (vector, square, nothing),
      (two, Attention.Weights(query: vector, key: one, value: one, output: one), nothing),
      (two, Attention.Weights(query: one, key: one, value: one, output: wide), nothing),
      (
        two, Attention.Weights(query: one, key: one, value: narrow, output: PlainTensor(shape: [1, 2])),
        nothing
      ),
      (two, Attention.Weights(query: one, key: tall, value: one, output: one), nothing),
      (two, Attention.Weights(query: one, key: one, value: one, output: tall), nothing),
      (two, Attention.Weights(query: one, key: narrow, value: one, output: one), nothing),
    ]
    for (x, weights, mask) in misfits {
      try check(
        Attention.multiHeadAttention, x, weights, 1, 1, mask, throws: Attention.InputError.shapeMismatch)
    }
    try attendAtRandomWithManyHeads()
  }

  private func attendAtRandomWithManyHeads() throws {
    var random = RandomStream(seed: seed, stream: 15)
    // The last two blocks are wider and narrower inside than outside.
    for (tokens, dModel, nHeads, nKVHeads, dHead) in [
      (3, 4, 2, 2, 2), (4, 12, 4, 2, 3), (5, 12, 6, 2, 2), (2, 16, 4, 1, 4), (3, 5, 4, 2, 3), (3, 9, 2, 1, 2),
    ] {
      let deviation = 1 / Double(dModel).squareRoot()
      func weight(_ rows: Int, _ columns: Int) -> PlainTensor {
        Samples.tensor([rows, columns], deviation: deviation, &random)
      }
      let weights = Attention.Weights(
        query: weight(dModel, nHeads * dHead), key: weight(dModel, nKVHeads * dHead),
        value: weight(dModel, nKVHeads * dHead), output: weight(nHeads * dHead, dModel))
      let x = Samples.tensor([tokens, dModel], &random)
      try checkMultiHead(x, weights, nHeads, nKVHeads, Oracle.causalMask(tokens, tokens).plain)
      try checkMultiHead(x, weights, nHeads, nKVHeads, Samples.mask(tokens, tokens, &random))
    }
  }
}
