/// A multi-head attention block as the papers draw it: project, cut into heads, attend, lay side by side,
/// project (Vaswani et al. 2017, section 3.2.2; grouped heads: Ainslie et al. 2023).
///
///     let block = try model.attentionBlock(layer: 0)
///     let output = try block(rows)                     // [tokens, dModel] → [tokens, dModel]
public struct AttentionBlock: Sendable {
  /// `[nHeads · dHead, dModel]`: row i makes number i of the queries.
  public let queryWeights: Tensor
  /// `[nKVHeads · dHead, dModel]`.
  public let keyWeights: Tensor
  /// `[nKVHeads · dHead, dModel]`.
  public let valueWeights: Tensor
  /// `[dModel, nHeads · dHead]`.
  public let outputWeights: Tensor
  /// Query heads.
  public let nHeads: Int
  /// Heads of keys and values.
  public let nKVHeads: Int
  /// How positions enter.
  public let positions: Positions
  /// How many positions a query sees, itself included; all before it when `nil`.
  public let window: Int?

  /// How positions enter a block.
  public enum Positions: Sendable {
    /// Not here: they were added to the rows, or there are none.
    case none
    /// Queries and keys are turned.
    case rotary(RotaryPositions)
    /// Scores lose a head's slope for each step.
    case linearBias
  }

  /// A block of given weights.
  public init(
    queryWeights: Tensor, keyWeights: Tensor, valueWeights: Tensor, outputWeights: Tensor, nHeads: Int,
    nKVHeads: Int, positions: Positions = .none, window: Int? = nil
  ) {
    (self.queryWeights, self.keyWeights) = (queryWeights, keyWeights)
    (self.valueWeights, self.outputWeights) = (valueWeights, outputWeights)
    (self.nHeads, self.nKVHeads) = (nHeads, nKVHeads)
    (self.positions, self.window) = (positions, window)
  }

  /// Causal self-attention over `[tokens, dModel]`, the rows standing at positions 0, 1, 2, ….
  ///
  /// Throws `AttentionError` or `TensorError` where shapes do not fit.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    guard x.rank == 2 else {
      throw AttentionError.shape("the rows", expected: "[tokens, dModel]", actual: x.shape)
    }
    let tokens = x.shape[0]
    let queries = try turned(PlainAttention.splitHeads(x.matmul(queryWeights.transposed()), nHeads))
    let keys = try turned(PlainAttention.splitHeads(x.matmul(keyWeights.transposed()), nKVHeads))
    let values = try PlainAttention.splitHeads(x.matmul(valueWeights.transposed()), nKVHeads)
    let masks = try (0..<nHeads).map { try mask(head: $0, tokens: tokens) }
    let heads = try PlainAttention.heads(queries, keys, values, mask: { masks[$0] }).output
    return try PlainAttention.mergeHeads(heads).matmul(outputWeights.transposed())
  }

  private func turned(_ heads: Tensor) throws(AttentionError) -> Tensor {
    guard case .rotary(let rotary) = positions else { return heads }
    return try rotary.rotated(heads, positions: Array(0..<heads.shape[1]))
  }

  private func mask(head: Int, tokens: Int) throws -> Tensor {
    let visible = try PlainAttention.slidingWindowMask(
      queries: tokens, keys: tokens, window: window ?? max(1, tokens))
    guard case .linearBias = positions else { return visible }
    let slope = PlainAttention.slopes(nHeads: nHeads)[head]
    return try visible + PlainAttention.linearBias(queries: tokens, keys: tokens, slope: slope)
  }
}
