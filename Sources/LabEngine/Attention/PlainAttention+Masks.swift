extension PlainAttention {
  /// The mask of a decoder, `[queries, keys]`: 0 where a query may look, −∞ where the key comes later.
  ///
  /// The queries are the last of the sequence, so query i stands at position keys − queries + i. Where there
  /// are fewer keys than queries, the first queries see nothing.
  ///
  /// Throws `TensorError.invalidShape` for a negative number.
  public static func causalMask(queries: Int, keys: Int) throws -> Tensor {
    try mask(queries: queries, keys: keys) { position, key in key <= position }
  }

  /// The causal mask in which a query sees the last `window` positions only, itself included
  /// (Beltagy et al., "Longformer", 2020, section 3.1).
  ///
  /// Throws `AttentionError.window` for a window under 1, `TensorError.invalidShape` for a negative number.
  public static func slidingWindowMask(queries: Int, keys: Int, window: Int) throws -> Tensor {
    guard window > 0 else { throw AttentionError.window(window) }
    return try mask(queries: queries, keys: keys) { position, key in
      key <= position && position - key < window
    }
  }

  private static func mask(
    queries: Int, keys: Int, _ isVisible: (_ position: Int, _ key: Int) -> Bool
  ) throws -> Tensor {
    var mask = try Tensor(repeating: 0, shape: [queries, keys])
    for query in 0..<queries {
      for key in 0..<keys where !isVisible(keys - queries + query, key) {
        mask.values[query * keys + key] = -.infinity
      }
    }
    return mask
  }
}
