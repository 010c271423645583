import LabContracts

/// One call of `decodeStep`, in parts that a wrong implementation puts together otherwise.
struct Decoding {
  let query: PlainTensor
  let key: PlainTensor
  let value: PlainTensor
  let cache: Attention.KVCache
  let angles: PlainTensor

  /// Refuses what must be refused.
  init(
    _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
    _ angles: PlainTensor, checkingTable: Bool = true
  ) throws {
    try refuse(.shapeMismatch, unless: query.rank == 2 && cache.keys.rank == 3 && angles.rank == 2)
    try Heads.requireRow(key, value, of: cache)
    try refuse(
      .shapeMismatch, unless: query.shape[1] == key.shape[1] && key.shape[1] == 2 * angles.shape[1])
    try refuse(.headsDoNotDivide, unless: Heads.divide(query.shape[0], key.shape[0]))
    try refuse(.positionOutOfRange, unless: !checkingTable || cache.keys.shape[0] < angles.shape[0])
    (self.query, self.key, self.value) = (query, key, value)
    (self.cache, self.angles) = (cache, angles)
  }

  /// Tokens in the cache, which is the position of the new one.
  var tokens: Int { cache.keys.shape[0] }

  /// The table's last row.
  var lastPosition: Int { angles.shape[0] - 1 }

  /// Every head turned by the angles of one position.
  func turned(_ heads: PlainTensor, at position: Int? = nil) -> PlainTensor {
    let positions = Array(repeating: min(position ?? tokens, lastPosition), count: heads.shape[0])
    return Oracle.rotate(Grid(heads), positions, Grid(angles)).plain
  }

  /// The cache with one more row, unless told otherwise the right one.
  func grown(key: PlainTensor? = nil, value: PlainTensor? = nil) -> Attention.KVCache {
    Oracle.append(cache, key ?? turned(self.key), value ?? self.value)
  }

  /// What the query heads find among the tokens of `cache`, each in the head that `shared` says.
  func attended(
    _ query: PlainTensor, over cache: Attention.KVCache, from first: Int = 0, scale: Double = 1,
    shared: (_ head: Int) -> Int? = { _ in nil }
  ) -> PlainTensor {
    let (keys, values) = (Grid(cache.keys), Grid(cache.values))
    let (tokens, nKVHeads, dHead) = (keys.shape[0] - first, keys.shape[1], keys.shape[2])
    let queries = Grid(query).map { $0 * scale }
    let rows = (0..<query.shape[0]).map { head in
      let shared = shared(head) ?? head * nKVHeads / query.shape[0]
      return Oracle.attend(
        Grid([1, dHead]) { queries[head, $0[1]] },
        Grid([tokens, dHead]) { keys[first + $0[0], shared, $0[1]] },
        Grid([tokens, dHead]) { values[first + $0[0], shared, $0[1]] }, Grid([1, tokens]) { _ in 0 }
      ).row(0).map { Float($0) }
    }
    return PlainTensor(rows: rows)
  }

  /// The whole step, with the turned query and the cache that it leaves.
  func step(query: PlainTensor? = nil, cache: Attention.KVCache? = nil) -> Attention.DecodeStep {
    let cache = cache ?? grown()
    return Attention.DecodeStep(output: attended(query ?? turned(self.query), over: cache), cache: cache)
  }
}
