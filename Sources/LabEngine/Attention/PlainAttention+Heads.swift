/// Many heads: each works on a slice of every token's vector.
extension PlainAttention {
  /// Cuts each row into `count` heads: `[tokens, count · dHead]` → `[count, tokens, dHead]`.
  ///
  /// Head h gets the numbers h · dHead ..< (h + 1) · dHead of every token. A reshape alone would mix tokens:
  /// the axes of tokens and heads have to change places.
  ///
  /// Throws `AttentionError.shape` or `.heads`.
  public static func splitHeads(_ x: Tensor, _ count: Int) throws -> Tensor {
    guard x.rank == 2 else {
      throw AttentionError.shape("rows to split", expected: "[tokens, width]", actual: x.shape)
    }
    guard count > 0, x.shape[1] > 0, x.shape[1] % count == 0 else {
      throw AttentionError.heads("a width of \(x.shape[1]) does not divide into \(count) heads")
    }
    return try x.reshaped([x.shape[0], count, x.shape[1] / count]).transposed(0, 1)
  }

  /// Lays heads side by side again: `[heads, tokens, dHead]` → `[tokens, heads · dHead]`.
  ///
  /// Throws `AttentionError.shape`.
  public static func mergeHeads(_ x: Tensor) throws -> Tensor {
    guard x.rank == 3 else {
      throw AttentionError.shape("heads to merge", expected: "[heads, tokens, dHead]", actual: x.shape)
    }
    return try x.transposed(0, 1).reshaped([x.shape[1], x.shape[0] * x.shape[2]])
  }

  /// Attention in which neighbouring query heads share a head of keys and values (Ainslie et al., "GQA", 2023).
  ///
  /// Query head h reads key and value head h / (nHeads / nKVHeads): as many as query heads is multi-head
  /// attention, one is multi-query attention (Shazeer 2019).
  ///
  /// - Parameters:
  ///   - queries: `[nHeads, queries, dHead]`.
  ///   - keys: `[nKVHeads, keys, dHead]`.
  ///   - values: `[nKVHeads, keys, dValue]`.
  ///   - mask: for a head, `[queries, keys]`; none when `nil`.
  /// - Returns: outputs `[nHeads, queries, dValue]` and weights `[nHeads, queries, keys]`.
  ///
  /// Throws `AttentionError`.
  public static func heads(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, mask: (_ head: Int) throws -> Tensor? = { _ in nil }
  ) throws -> (output: Tensor, weights: Tensor) {
    for (name, heads) in [("queries", queries), ("keys", keys), ("values", values)] where heads.rank != 3 {
      throw AttentionError.shape(name, expected: "[heads, tokens, dHead]", actual: heads.shape)
    }
    let (nHeads, nKVHeads) = (queries.shape[0], keys.shape[0])
    guard nKVHeads > 0, nHeads > 0, nHeads % nKVHeads == 0, values.shape[0] == nKVHeads else {
      throw AttentionError.heads(
        "\(nHeads) query heads cannot share \(nKVHeads) key and \(values.shape[0]) value heads evenly")
    }
    let results = try (0..<nHeads).map { h in
      let shared = h / (nHeads / nKVHeads)
      return try head(queries.row(h), keys.row(shared), values.row(shared), mask: mask(h))
    }
    return (try stacked(results.map(\.output)), try stacked(results.map(\.weights)))
  }

  /// Tensors of one shape along a new first axis.
  private static func stacked(_ parts: [Tensor]) throws -> Tensor {
    try .concatenating(parts.map { try $0.reshaped([1] + $0.shape) })
  }
}
