/// The keys and values of the tokens read so far, for one layer and one sequence, in two plain tensors.
///
/// The readable counterpart of `KVCache`, which serves a whole model and many sequences in place.
public struct AttentionCache: Equatable, Sendable {
  /// `[tokens, nKVHeads, dHead]`, turned by their positions where positions are rotary.
  public private(set) var keys: Tensor
  /// `[tokens, nKVHeads, dHead]`.
  public private(set) var values: Tensor

  /// A cache of no tokens. Throws `AttentionError.heads` for a size that is not positive.
  public init(nKVHeads: Int, dHead: Int) throws(AttentionError) {
    guard nKVHeads > 0, dHead > 0 else {
      throw .heads("a cache cannot hold \(nKVHeads) heads of \(dHead) numbers")
    }
    keys = Tensor(trusted: [], shape: [0, nKVHeads, dHead])
    values = keys
  }

  /// Goes on from keys and values of one shape, `[tokens, nKVHeads, dHead]`; keys turned already.
  ///
  /// Throws `AttentionError.shape`.
  public init(keys: Tensor, values: Tensor) throws(AttentionError) {
    guard keys.rank == 3 else {
      throw .shape("cached keys", expected: "[tokens, nKVHeads, dHead]", actual: keys.shape)
    }
    guard values.shape == keys.shape else {
      throw .shape("cached values", expected: "\(keys.shape)", actual: values.shape)
    }
    (self.keys, self.values) = (keys, values)
  }

  /// Tokens held; also the position of the next one.
  public var count: Int { keys.shape[0] }

  /// Bytes of the numbers held.
  public var bytes: Int { (keys.count + values.count) * MemoryLayout<Float>.size }

  /// Adds one token's row behind all others.
  ///
  /// - Parameters:
  ///   - key: `[nKVHeads, dHead]`, turned already where positions are rotary.
  ///   - value: `[nKVHeads, dHead]`.
  ///
  /// Throws `AttentionError.shape`.
  public mutating func append(key: Tensor, value: Tensor) throws {
    let row = Array(keys.shape.dropFirst())
    for (name, tensor) in [("the new key", key), ("the new value", value)] where tensor.shape != row {
      throw AttentionError.shape(name, expected: "\(row)", actual: tensor.shape)
    }
    keys = try .concatenating([keys, key.reshaped([1] + row)])
    values = try .concatenating([values, value.reshaped([1] + row)])
  }

  /// Reads one more token: stores its key and value, and lets its query attend to all tokens so far.
  ///
  /// - Parameters:
  ///   - query: `[nHeads, dHead]`, not turned yet; `key` and `value` are `[nKVHeads, dHead]`.
  ///   - rotary: turns query and key to position `count`; nothing turns when `nil`.
  ///   - window: how many of the last tokens are seen, the new one included; all when `nil`.
  /// - Returns: `[nHeads, dHead]`.
  ///
  /// Throws `AttentionError`; the cache is then as it was.
  public mutating func step(
    query: Tensor, key: Tensor, value: Tensor, rotary: RotaryPositions? = nil, window: Int? = nil
  ) throws -> Tensor {
    guard window ?? 1 > 0 else { throw AttentionError.window(window ?? 0) }
    guard query.rank == 2 else {
      throw AttentionError.shape("the query", expected: "[nHeads, dHead]", actual: query.shape)
    }
    var next = self
    try next.append(key: try turned(key, by: rotary), value: value)
    let seen = max(0, next.count - (window ?? next.count))..<next.count
    let output = try PlainAttention.heads(
      try turned(query, by: rotary).reshaped([query.shape[0], 1, query.shape[1]]),
      next.keys.slice(seen).transposed(0, 1), next.values.slice(seen).transposed(0, 1)
    ).output
    self = next
    return try output.reshaped([query.shape[0], values.shape[2]])
  }

  /// `[heads, dHead]` with every head turned to the position of the next token.
  private func turned(_ heads: Tensor, by rotary: RotaryPositions?) throws -> Tensor {
    guard let rotary else { return heads }
    guard heads.rank == 2 else {
      throw AttentionError.shape("heads to turn", expected: "[heads, \(rotary.dHead)]", actual: heads.shape)
    }
    return try rotary.rotated(heads, positions: [Int](repeating: count, count: heads.shape[0]))
  }
}
