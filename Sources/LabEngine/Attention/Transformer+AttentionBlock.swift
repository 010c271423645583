/// What goes into the attention of one layer for one text.
public struct AttentionInputs: Sendable {
  /// The rows that the projections read: `[tokens, dModel]`.
  public let rows: Tensor
  /// `[nHeads, tokens, dHead]`, turned where positions are rotary.
  public let queries: Tensor
  /// `[nKVHeads, tokens, dHead]`, likewise.
  public let keys: Tensor
  /// `[nKVHeads, tokens, dHead]`.
  public let values: Tensor
}

extension Transformer {
  /// The attention of one layer, taken out of the model.
  ///
  /// Throws `TransformerError.invalid` for a layer that is not there, or whose projections add biases, which
  /// `AttentionBlock` leaves out.
  public func attentionBlock(layer: Int) throws -> AttentionBlock {
    try requireLayer(layer)
    guard !configuration.hasBiases else {
      throw TransformerError.invalid("an attention block is taken out of models without biases only")
    }
    let packed = parameters[layout.layers[layer].qkv.weight]
    let (queries, width) = (configuration.nHeads * configuration.dHead, configuration.keyWidth)
    let positions: AttentionBlock.Positions =
      if let rotary { .rotary(rotary) } else if !slopes.isEmpty { .linearBias } else { .none }
    return AttentionBlock(
      queryWeights: try packed.slice(0..<queries),
      keyWeights: try packed.slice(queries..<queries + width),
      valueWeights: try packed.slice(queries + width..<queries + 2 * width),
      outputWeights: parameters[layout.layers[layer].attentionOutput.weight], nHeads: configuration.nHeads,
      nKVHeads: configuration.nKVHeads, positions: positions, window: configuration.window)
  }

  /// The queries, keys and values of one layer while the model reads `ids`.
  ///
  /// Throws as `attentionMaps` does.
  public func attentionInputs(_ ids: [Int], layer: Int) throws -> AttentionInputs {
    let scratch = try packedRows(of: ids, layer: layer)
    let packed = try Tensor(scratch.packed, shape: [ids.count, configuration.packedWidth])
    let (queries, width) = (configuration.nHeads * configuration.dHead, configuration.keyWidth)
    func heads(_ columns: Range<Int>, _ count: Int) throws -> Tensor {
      try PlainAttention.splitHeads(packed.slice(columns, axis: 1), count)
    }
    return AttentionInputs(
      rows: try Tensor(
        configuration.placement == .pre ? scratch.normed : scratch.x,
        shape: [ids.count, configuration.dModel]),
      queries: try heads(0..<queries, configuration.nHeads),
      keys: try heads(queries..<queries + width, configuration.nKVHeads),
      values: try heads(queries + width..<queries + 2 * width, configuration.nKVHeads))
  }
}

extension TransformerConfiguration {
  /// Numbers of a token's keys, and of its values.
  fileprivate var keyWidth: Int { nKVHeads * dHead }
}
