import Foundation
import LabContracts
import LabEngine
import LabTesting

/// What is remembered: the cache of a decoder, and the running softmax of a block at a time.
extension Lab03Checkpoints {
  // MARK: 03.11

  func test11_theCacheGrowsByOneRow() throws {
    let empty = Attention.KVCache(nKVHeads: 1, dHead: 2)
    let one = Attention.KVCache(
      keys: PlainTensor([1, 2], shape: [1, 1, 2]), values: PlainTensor([3, 4], shape: [1, 1, 2]))
    try check(
      Attention.append, empty, PlainTensor(rows: [[1, 2]]), PlainTensor(rows: [[3, 4]]), returns: one)
    try check(
      Attention.append, one, PlainTensor(rows: [[5, 6]]), PlainTensor(rows: [[7, 8]]),
      returns: Attention.KVCache(
        keys: PlainTensor([1, 2, 5, 6], shape: [2, 1, 2]),
        values: PlainTensor([3, 4, 7, 8], shape: [2, 1, 2])))
    // Another sequence begins with an empty cache again.
    try check(
      Attention.append, empty, PlainTensor(rows: [[1, 2]]), PlainTensor(rows: [[3, 4]]), returns: one)
    // All heads of a token make its row.
    try check(
      Attention.append, Samples.cache(tokens: 2, nKVHeads: 2, dHead: 1), PlainTensor(rows: [[50], [60]]),
      PlainTensor(rows: [[70], [80]]),
      returns: Attention.KVCache(
        keys: PlainTensor([1, 2, 3, 4, 50, 60], shape: [3, 2, 1]),
        values: PlainTensor([101, 102, 103, 104, 70, 80], shape: [3, 2, 1])))

    let two = Samples.cache(tokens: 2, nKVHeads: 2, dHead: 3)
    let (short, long) = (Attention.KVCache(keys: two.keys, values: PlainTensor(shape: [1, 2, 3])), [2, 3])
    let wideValues = Attention.KVCache(keys: two.keys, values: PlainTensor(shape: [2, 2, 4]))
    let flat = Attention.KVCache(keys: PlainTensor(shape: [2, 6]), values: PlainTensor(shape: [2, 6]))
    for (cache, key, value) in [
      (two, [2, 2], [2, 3]), (two, [2, 3], [2, 4]), (two, [1, 3], [1, 3]), (two, [3, 2], [3, 2]),
      (two, [6], [6]), (two, [1, 2, 3], [1, 2, 3]), (short, long, long), (wideValues, [2, 3], [2, 4]),
      (flat, [6], [6]), (empty, [2, 2], [2, 2]),
    ] {
      try check(
        Attention.append, cache, Samples.counted(key), Samples.counted(value),
        throws: Attention.InputError.shapeMismatch)
    }

    var random = RandomStream(seed: seed, stream: 11)
    for (tokens, nKVHeads, dHead) in [(3, 2, 4), (9, 1, 3), (6, 4, 2), (40, 2, 2)] {
      let cache = Attention.KVCache(
        keys: Samples.tensor([tokens, nKVHeads, dHead], &random),
        values: Samples.tensor([tokens, nKVHeads, dHead], &random))
      let (key, value) = (
        Samples.tensor([nKVHeads, dHead], &random), Samples.tensor([nKVHeads, dHead], &random)
      )
      try check(Attention.append, cache, key, value, returns: Oracle.append(cache, key, value))
    }
  }

  // MARK: 03.12

  func test12_aNewTokenAttendsOverTheCache() throws {
    let quarters = PlainTensor(rows: [[0], [.pi / 2], [.pi]])
    let empty = Attention.KVCache(nKVHeads: 1, dHead: 2)
    let right = PlainTensor(rows: [[1, 0]])
    // The first token stands at position 0 and sees itself alone.
    try checkDecode(right, right, PlainTensor(rows: [[5, 6]]), empty, quarters)
    // The second is turned by a quarter, as query and as key, and its value is not.
    let one = Attention.KVCache(
      keys: PlainTensor([1, 0], shape: [1, 1, 2]), values: PlainTensor([5, 6], shape: [1, 1, 2]))
    try checkDecode(right, right, PlainTensor(rows: [[7, 8]]), one, quarters)
    try checkDecode(PlainTensor(rows: [[1, 3]]), PlainTensor(rows: [[0, 2]]), right, one, quarters)
    // The third: what is cached was turned by those who came before, and stays as it is.
    let two = Attention.KVCache(
      keys: PlainTensor([1, 0, 0, 1], shape: [2, 1, 2]), values: PlainTensor([5, 6, 7, 8], shape: [2, 1, 2]))
    try checkDecode(right, right, PlainTensor(rows: [[9, 0]]), two, quarters)
    for tokens in [3, 5] {
      try check(
        Attention.decodeStep, right, right, right, Samples.cache(tokens: tokens, nKVHeads: 1, dHead: 2),
        quarters, throws: Attention.InputError.positionOutOfRange)
    }
    // Four query heads share two heads of keys and values.
    let pair = Attention.KVCache(nKVHeads: 2, dHead: 2)
    try checkDecode(
      Samples.counted([4, 2]), Samples.counted([2, 2]), Samples.counted([2, 2]), pair, quarters)

    try refuseToDecode(quarters)
    try decodeSequences()
  }

  private func refuseToDecode(_ quarters: PlainTensor) throws {
    let cache = Samples.cache(tokens: 1, nKVHeads: 2, dHead: 2)
    for (query, key, value) in [
      ([2, 4], [2, 2], [2, 2]), ([2, 2], [2, 4], [2, 2]), ([2, 2], [2, 2], [2, 4]),
      ([2, 2], [1, 2], [1, 2]),
      ([4], [2, 2], [2, 2]), ([2, 2], [4], [4]), ([2, 4], [2, 4], [2, 4]),
    ] {
      try check(
        Attention.decodeStep, Samples.counted(query), Samples.counted(key), Samples.counted(value), cache,
        quarters, throws: Attention.InputError.shapeMismatch)
    }
    let uneven = Attention.KVCache(keys: cache.keys, values: PlainTensor(shape: [2, 2, 2]))
    try check(
      Attention.decodeStep, Samples.counted([2, 2]), Samples.counted([2, 2]), Samples.counted([2, 2]), uneven,
      quarters, throws: Attention.InputError.shapeMismatch)
    for table in [[3, 2], [3]] {
      try check(
        Attention.decodeStep, Samples.counted([2, 2]), Samples.counted([2, 2]), Samples.counted([2, 2]),
        cache,
        PlainTensor(shape: table), throws: Attention.InputError.shapeMismatch)
    }
    try check(
      Attention.decodeStep, Samples.counted([2, 2]), PlainTensor(shape: [0, 2]), PlainTensor(shape: [0, 2]),
      Attention.KVCache(nKVHeads: 0, dHead: 2), quarters, throws: Attention.InputError.headsDoNotDivide)
    for nHeads in [3, 1, 0] {
      try check(
        Attention.decodeStep, Samples.counted([nHeads, 2]), Samples.counted([2, 2]), Samples.counted([2, 2]),
        cache, quarters, throws: Attention.InputError.headsDoNotDivide)
    }
  }

  /// Two sequences one after the other, each token on the cache that the step before it should have left.
  private func decodeSequences() throws {
    var random = RandomStream(seed: seed, stream: 12)
    for (nHeads, nKVHeads, dHead) in [(4, 2, 4), (6, 2, 2), (3, 3, 6)] {
      let angles = Oracle.rotaryAngles(8, dHead, 100).plain
      var cache = Attention.KVCache(nKVHeads: nKVHeads, dHead: dHead)
      for _ in 0..<5 {
        let query = Samples.tensor([nHeads, dHead], &random)
        let (key, value) = (
          Samples.tensor([nKVHeads, dHead], &random), Samples.tensor([nKVHeads, dHead], &random)
        )
        try checkDecode(query, key, value, cache, angles)
        cache = Oracle.decodeStep(query, key, value, cache, angles).cache
      }
    }
    // A long cache is seen to its beginning.
    let long = Attention.KVCache(
      keys: Samples.tensor([20, 2, 4], &random), values: Samples.tensor([20, 2, 4], &random))
    try checkDecode(
      Samples.tensor([4, 4], &random), Samples.tensor([2, 4], &random), Samples.tensor([2, 4], &random), long,
      Oracle.rotaryAngles(32, 4, 100).plain)
  }

  // MARK: 03.13

  func test13_blocksFoldIntoOneSoftmax() throws {
    // One score, then a larger one: what was summed shrinks. Then a smaller one.
    try checkFold([[2]], [[5]])
    try checkFold([[0], [1]], [[5], [7]])
    try checkFold([[1], [0]], [[5], [7]])
    try checkFold([[0, 0], [1, 0]], [[5, 1], [7, 2], [9, 3], [4, 4]])
    // log Σ exp of these is 1001.407606, and none of the exponentials fits a number.
    try checkFold([[1000], [1001], [999]], [[1], [2], [3]])
    try checkFold([[-1000], [-1001]], [[1], [2]])

    // What is not to be seen changes nothing: at the start, later, or beside what is seen.
    let hidden = -Float.infinity
    try checkFold([[hidden, hidden], [3]], [[1], [2], [4]])
    try checkFold([[3], [hidden]], [[1], [2]])
    try checkFold([[hidden, 3], [2, hidden]], [[1], [2], [4], [8]])
    try checkFold([[3], []], [[1]])
    try checkFold([[]], [[Float]](), dValue: 2)

    let state = Attention.RunningSoftmax(maximum: 1, sum: 2, weighted: [3, 4])
    for (count, shape) in [(2, [1, 2]), (1, [2, 2]), (1, [1, 1]), (1, [1, 3]), (1, [2]), (1, [1, 1, 2])] {
      try check(
        Attention.foldBlock, state, [Float](repeating: 0, count: count), Samples.counted(shape),
        throws: Attention.InputError.shapeMismatch)
    }
    for scores: [Float] in [[.infinity, 0], [0, .nan], [.nan, hidden]] {
      try check(
        Attention.foldBlock, state, scores, Samples.counted([2, 2]), throws: Attention.InputError.invalidScore
      )
    }

    var random = RandomStream(seed: seed, stream: 13)
    for dValue in [1, 3, 4] {
      let sizes = (0..<4).map { _ in 1 + Samples.index(below: 4, &random) }
      let blocks = sizes.map { size in (0..<size).map { _ in Float(3 * random.normal()) } }
      try checkFold(blocks, Samples.tensor([sizes.reduce(0, +), dValue], &random).rows)
    }
  }

  /// Folds block after block; each time the state before it is right, whatever was answered.
  private func checkFold(_ blocks: [[Float]], _ values: [[Float]], dValue: Int? = nil) throws {
    let dValue = dValue ?? values[0].count
    var seen = 0
    for block in blocks {
      let before = Oracle.runningSoftmax(blocks.joined().prefix(seen), values, dValue)
      let rows = values[seen..<seen + block.count].flatMap { $0 }
      seen += block.count
      try check(
        Attention.foldBlock, before, block, PlainTensor(rows, shape: [block.count, dValue]),
        near: Oracle.runningSoftmax(blocks.joined().prefix(seen), values, dValue), within: tolerance)
    }
  }

  private func checkDecode(
    _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
    _ angles: PlainTensor
  ) throws {
    try check(
      Attention.decodeStep, query, key, value, cache, angles,
      near: Oracle.decodeStep(query, key, value, cache, angles), within: tolerance)
  }
}
