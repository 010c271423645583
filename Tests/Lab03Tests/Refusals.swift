import LabContracts

/// Ways to bind a wrong answer that still refuses what must be refused, so that only the answer is wrong.
extension LabContracts.Binding {
  mutating func scores(_ answer: @escaping @Sendable (_ query: Grid, _ key: Grid) -> Grid) {
    bind(Attention.scores) { query, key in
      try refuse(.shapeMismatch, unless: query.rank == 2 && key.rank == 2 && query.shape[1] == key.shape[1])
      return answer(Grid(query), Grid(key)).plain
    }
  }

  /// Scores come as a matrix, whatever their number of dimensions.
  mutating func softmax(_ answer: @escaping @Sendable (_ scores: Grid) -> Grid) {
    bind(Attention.softmax) { scores in
      try refuse(.invalidScore, unless: scores.values.allSatisfy { $0 < .infinity })
      let (rows, columns) = (scores.shape.dropLast().reduce(1, *), scores.shape[scores.rank - 1])
      return answer(Grid(scores).reshaped([rows, columns])).reshaped(scores.shape).plain
    }
  }

  mutating func attend(
    _ answer: @escaping @Sendable (_ query: Grid, _ key: Grid, _ value: Grid, _ mask: Grid) -> Grid
  ) {
    bind(Attention.attend) { query, key, value, mask in
      let areMatrices = query.rank == 2 && key.rank == 2 && value.rank == 2
      try refuse(
        .shapeMismatch,
        unless: areMatrices && query.shape[1] == key.shape[1] && key.shape[0] == value.shape[0]
          && mask.shape == [query.shape[0], key.shape[0]])
      try refuseInvalidScores(query, key, mask)
      return answer(Grid(query), Grid(key), Grid(value), Grid(mask)).plain
    }
  }

  mutating func splitHeads(_ answer: @escaping @Sendable (_ x: Grid, _ nHeads: Int) -> Grid) {
    bind(Attention.splitHeads) { x, nHeads in
      try refuse(.shapeMismatch, unless: x.rank == 2)
      try refuse(.headsDoNotDivide, unless: nHeads >= 1 && x.shape[1] % nHeads == 0)
      return answer(Grid(x), nHeads).plain
    }
  }

  mutating func mergeHeads(_ answer: @escaping @Sendable (_ heads: Grid) -> Grid) {
    bind(Attention.mergeHeads) { heads in
      try refuse(.shapeMismatch, unless: heads.rank == 3)
      return answer(Grid(heads)).plain
    }
  }

  mutating func groupedAttention(
    _ answer: @escaping @Sendable (_ query: Grid, _ key: Grid, _ value: Grid, _ mask: Grid) -> Grid
  ) {
    bind(Attention.groupedAttention) { query, key, value, mask in
      try refuse(.shapeMismatch, unless: query.rank == 3 && key.rank == 3 && value.rank == 3)
      try refuse(.headsDoNotDivide, unless: Heads.divide(query.shape[0], key.shape[0]))
      try refuse(
        .shapeMismatch,
        unless: query.shape[2] == key.shape[2] && key.shape.prefix(2) == value.shape.prefix(2)
          && mask.shape == [query.shape[1], key.shape[1]])
      try refuse(.invalidScore, unless: query.values.allSatisfy { abs($0) < .infinity })
      return answer(Grid(query), Grid(key), Grid(value), Grid(mask)).plain
    }
  }

  mutating func rotaryAngles(
    _ answer: @escaping @Sendable (_ context: Int, _ dHead: Int, _ base: Double) -> Grid
  ) {
    bind(Attention.rotaryAngles) { context, dHead, base in
      try refuse(.invalidSize, unless: context >= 0 && dHead >= 0)
      try refuse(.oddHeadSize, unless: dHead % 2 == 0)
      return answer(context, dHead, Double(base)).plain
    }
  }

  mutating func rotate(
    _ answer: @escaping @Sendable (_ x: Grid, _ positions: [Int], _ angles: Grid) -> Grid
  ) {
    bind(Attention.rotate) { x, positions, angles in
      try refuse(
        .shapeMismatch,
        unless: x.rank == 2 && angles.rank == 2 && x.shape == [positions.count, 2 * angles.shape[1]])
      try refuse(.positionOutOfRange, unless: positions.allSatisfy((0..<angles.shape[0]).contains))
      return answer(Grid(x), positions, Grid(angles)).plain
    }
  }

  mutating func causalMask(_ answer: @escaping @Sendable (_ queries: Int, _ keys: Int) -> Grid) {
    bind(Attention.causalMask) { queries, keys in
      try refuse(.invalidSize, unless: queries >= 0 && keys >= 0)
      return answer(queries, keys).plain
    }
  }

  mutating func slidingWindowMask(
    _ answer: @escaping @Sendable (_ queries: Int, _ keys: Int, _ window: Int) -> Grid
  ) {
    bind(Attention.slidingWindowMask) { queries, keys, window in
      try refuse(.invalidSize, unless: queries >= 0 && keys >= 0 && window >= 1)
      return answer(queries, keys, window).plain
    }
  }

  mutating func alibi(
    _ answer: @escaping @Sendable (_ nHeads: Int, _ queries: Int, _ keys: Int) -> Grid
  ) {
    bind(Attention.alibi) { nHeads, queries, keys in
      try refuse(.invalidSize, unless: nHeads >= 1 && queries >= 0 && keys >= 0)
      return answer(nHeads, queries, keys).plain
    }
  }

  mutating func append(
    _ answer:
      @escaping @Sendable (Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor) ->
      Attention.KVCache
  ) {
    bind(Attention.append) { cache, key, value in
      try Heads.requireRow(key, value, of: cache)
      return answer(cache, key, value)
    }
  }

  mutating func foldBlock(
    _ answer:
      @escaping @Sendable (Attention.RunningSoftmax, _ scores: [Float], _ values: [[Float]]) ->
      Attention.RunningSoftmax
  ) {
    bind(Attention.foldBlock) { state, scores, values in
      try refuse(.shapeMismatch, unless: values.shape == [scores.count, state.weighted.count])
      try refuse(.invalidScore, unless: scores.allSatisfy { $0 < .infinity })
      return answer(state, scores, values.rows)
    }
  }
}

/// Throws `error` when the condition does not hold.
func refuse(_ error: Attention.InputError, unless condition: Bool) throws {
  if !condition { throw error }
}

/// Throws when one head would meet a score that is +∞ or not a number.
func refuseInvalidScores(_ query: PlainTensor, _ key: PlainTensor, _ mask: PlainTensor) throws {
  let scores = Oracle.scores(Grid(query), Grid(key)) + Grid(mask)
  try refuse(.invalidScore, unless: scores.plain.values.allSatisfy { $0 < .infinity })
}

/// What every function with heads asks of them.
enum Heads {
  static func divide(_ nHeads: Int, _ nKVHeads: Int) -> Bool {
    nHeads >= 1 && nKVHeads >= 1 && nHeads % nKVHeads == 0
  }

  static func requireRow(_ key: PlainTensor, _ value: PlainTensor, of cache: Attention.KVCache) throws {
    let row = Array(cache.keys.shape.dropFirst())
    try refuse(
      .shapeMismatch,
      unless: cache.keys.rank == 3 && cache.keys.shape == cache.values.shape && key.shape == row
        && value.shape == row
    )
  }
}
