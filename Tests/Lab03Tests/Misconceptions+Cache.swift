import LabContracts
import LabTesting

extension Misconceptions {
  /// 03.11
  static let append: [Misconception] = [
    grown("appended-twice", "Your cache has grown by two rows; one token has one row.") {
      Oracle.append(Oracle.append($0, $1, $2), $1, $2)
    },
    grown(
      "put-in-front",
      "The new row stands before all others; behind them, so that rows are in the order of tokens."
    ) {
      Attention.KVCache(
        keys: PlainTensor(stacking: [$1] + $0.keys.slices),
        values: PlainTensor(stacking: [$2] + $0.values.slices))
    },
    grown(
      "last-row-replaced",
      "You wrote over the last row, so the cache has not grown. Every token keeps its row."
    ) {
      Attention.KVCache(
        keys: PlainTensor(stacking: $0.keys.slices.dropLast() + [$1]),
        values: PlainTensor(stacking: $0.values.slices.dropLast() + [$2]))
    },
    grown(
      "old-rows-dropped", "Only the new row is left. The cache is what was read before, and the new token."
    ) {
      Attention.KVCache(keys: PlainTensor(stacking: [$1]), values: PlainTensor(stacking: [$2]))
    },
    grown("keys-and-values-swapped", "The new key is among the values and the new value among the keys.") {
      Oracle.append($0, $2, $1)
    },
    grown("key-kept-as-value", "Both rows are the key; the value has a row of its own.") { cache, key, _ in
      Oracle.append(cache, key, key)
    },
    grown(
      "values-forgotten", "Only the keys have grown; the new token's value needs a row as well."
    ) { Attention.KVCache(keys: Oracle.append($0, $1, $2).keys, values: $0.values) },
    grown(
      "appended-head-by-head",
      "You append to each head's numbers, as if heads came first. The cache is `[tokens, nKVHeads, dHead]`: a token's "
        + "row is all its heads, behind everything else."
    ) { Attention.KVCache(keys: headByHead($0.keys, $1), values: headByHead($0.values, $2)) },
    grown(
      "oldest-dropped-at-eight", "Your cache keeps eight tokens and drops the oldest; nothing may be dropped."
    ) {
      let all = Oracle.append($0, $1, $2)
      return Attention.KVCache(
        keys: PlainTensor(stacking: all.keys.slices.suffix(8)),
        values: PlainTensor(stacking: all.values.slices.suffix(8)))
    },
    Misconception(
      "cache-never-reset", lives: "03.11",
      sentence:
        "Rows of an earlier sequence are still there: your cache lives in a variable outside the function. The cache "
        + "that you are given is all there is."
    ) {
      let kept = Memory<Attention.KVCache?>(nil)
      $0.append { given, key, value in
        kept.use { kept in
          let cache = kept?.keys.shape.dropFirst() == given.keys.shape.dropFirst() ? kept ?? given : given
          let grown = Oracle.append(cache, key, value)
          kept = grown
          return grown
        }
      }
    },
    checking(
      "cache-of-any-rank",
      "You take the cache's row for whatever follows its first dimension. It is `[nKVHeads, dHead]`: the cache has "
        + "three dimensions."
    ) { cache, key, value in
      cache.keys.shape == cache.values.shape && cache.keys.shape.dropFirst().elementsEqual(key.shape)
        && value.shape == key.shape
    },
    checking(
      "values-of-another-width",
      "You check keys and values apart, and they may differ in width. Both are `[tokens, nKVHeads, dHead]`."
    ) { cache, key, value in
      cache.keys.rank == 3 && cache.keys.shape[0] == cache.values.shape[0]
        && cache.keys.shape.dropFirst().elementsEqual(key.shape)
        && cache.values.shape.dropFirst().elementsEqual(value.shape)
    },
    checking(
      "empty-cache-takes-any-row",
      "An empty cache has a shape as well, `[0, nKVHeads, dHead]`: check the row against it."
    ) { cache, key, value in
      let isEmpty = cache.keys.shape.first == 0
      return cache.keys.rank == 3 && cache.keys.shape == cache.values.shape && key.rank == 2
        && value.shape == key.shape && (isEmpty || cache.keys.shape.dropFirst().elementsEqual(key.shape))
    },
    Misconception(
      "row-shape-not-checked", lives: "03.11",
      sentence:
        "You count a row's numbers and not its dimensions: `[3, 2]` is not `[2, 3]`. Compare the shapes."
    ) {
      $0.bind(Attention.append) { cache, key, value in
        let row = Array(cache.keys.shape.dropFirst())
        let count = row.reduce(1, *)
        try refuse(
          .shapeMismatch,
          unless: cache.keys.shape == cache.values.shape && key.values.count == count
            && value.values.count == count)
        return Oracle.append(
          cache, PlainTensor(key.values, shape: row), PlainTensor(value.values, shape: row))
      }
    },
  ]

  private static func grown(
    _ id: String, _ sentence: String,
    _ answer:
      @escaping @Sendable (Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor) ->
      Attention.KVCache
  ) -> Misconception {
    Misconception(id, lives: "03.11", sentence: sentence) { $0.append(answer) }
  }

  /// The right rows behind another idea of what fits.
  private static func checking(
    _ id: String, _ sentence: String,
    _ fits: @escaping @Sendable (Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "03.11", sentence: sentence) {
      $0.bind(Attention.append) { cache, key, value in
        try refuse(.shapeMismatch, unless: fits(cache, key, value))
        return Attention.KVCache(
          keys: PlainTensor(stacking: cache.keys.slices + [key]),
          values: PlainTensor(stacking: cache.values.slices + [value]))
      }
    }
  }

  /// The numbers as they come to lie when each head's part grows by itself.
  private static func headByHead(_ cached: PlainTensor, _ new: PlainTensor) -> PlainTensor {
    let (tokens, nHeads, dHead) = (cached.shape[0], cached.shape[1], cached.shape[2])
    let size = tokens * dHead
    let parts = (0..<nHeads).flatMap { head -> [Float] in
      cached.values[head * size..<(head + 1) * size] + new.rows[head]
    }
    return PlainTensor(parts, shape: [tokens + 1, nHeads, dHead])
  }
}
