extension PlainAttention {
  /// What blockwise attention returns, and what it did on the way.
  public struct Blockwise: Equatable, Sendable {
    /// `[queries, dValue]`.
    public let output: Tensor
    /// The running maximum of each query after each block: `[queries, blocks]`; −∞ before its first key.
    public let maxima: [[Float]]
    /// The most numbers held for scores and unfinished sums at one time.
    public let numbersHeld: Int
  }

  /// One head, with the keys and values visited in blocks of `blockSize` and never more than one block of
  /// scores at a time.
  ///
  /// Equal to `head` up to rounding, whatever the block. Numbers held grow with queries · (blockSize +
  /// dValue), where `head` holds queries · keys.
  ///
  /// - Parameters: as in `head`; `mask` is called for a range of keys and returns `[queries, range.count]`.
  ///
  /// Throws `AttentionError.window` for a block under 1, and as `head` does.
  public static func blockwise(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, blockSize: Int, scale: Float? = nil,
    mask: (_ keys: Range<Int>) throws -> Tensor? = { _ in nil }
  ) throws -> Blockwise {
    guard blockSize > 0 else { throw AttentionError.window(blockSize) }
    guard values.rank == 2, let count = keys.shape.first, values.shape[0] == count else {
      throw AttentionError.shape("values", expected: "[keys, dValue]", actual: values.shape)
    }
    let rows = queries.shape.first ?? 0
    var softmaxes = [OnlineSoftmax](repeating: OnlineSoftmax(dValue: values.shape[1]), count: rows)
    var maxima = [[Float]](repeating: [], count: rows)
    for start in stride(from: 0, to: count, by: blockSize) {
      let range = start..<min(count, start + blockSize)
      let scores = try scores(queries, keys.slice(range), scale: scale)
      let masked = try mask(range).map { try scores + $0 } ?? scores
      let block = try values.slice(range)
      for query in 0..<rows {
        try softmaxes[query].absorb(masked.row(query).values, block)
        maxima[query].append(softmaxes[query].maximum)
      }
    }
    return Blockwise(
      output: Tensor(trusted: softmaxes.flatMap(\.output), shape: [rows, values.shape[1]]), maxima: maxima,
      numbersHeld: rows * (min(blockSize, count) + values.shape[1] + 2))
  }
}
