import LabKernels

extension QuantizedTransformer: LanguageModel {
  /// Reads a prompt; see `LanguageModel`.
  public func prefill(
    _ ids: [Int], sequence: Int, into cache: inout KVCache
  ) throws(TransformerError) -> [Float] {
    try readPrompt(ids, sequence, &cache)
  }

  /// Reads one more token of every sequence; see `LanguageModel`.
  public func decode(_ ids: [Int], cache: inout KVCache) throws(TransformerError) -> [Float] {
    try readNext(ids, &cache)
  }

  /// The scores after each of `ids`; see `LanguageModel`.
  public func logits(_ ids: [Int]) throws(TransformerError) -> [Float] {
    try scoreEveryToken(ids)
  }
}

extension QuantizedTransformer: DecoderStack {
  func values(_ parameter: Int) -> [Float] {
    switch weights[parameter] {
    case .exact(let tensor): tensor.values
    case .tiles(let tiles): tiles.dequantized().values
    }
  }

  func gatherRows(_ ids: [Int], of table: Int, into rows: inout [Float]) {
    switch weights[table] {
    case .exact(let tensor):
      Kernels.gatherRows(ids, of: tensor.values, into: &rows, columns: tensor.shape[1])
    case .tiles(let tiles):
      for (i, id) in ids.enumerated() {
        rows.replaceSubrange(i * tiles.columns..<(i + 1) * tiles.columns, with: tiles.values(ofRow: id))
      }
    }
  }

  func multiply(_ x: ArraySlice<Float>, by matrix: Int, rows: Int, into y: inout [Float]) {
    switch weights[matrix] {
    case .exact(let tensor):
      Kernels.multiply(
        x, tensor.values, into: &y, rows: rows, inner: tensor.shape[1], columns: tensor.shape[0],
        transposingB: true)
    case .tiles(let tiles):
      Kernels.multiply(x, tiles, into: &y, rows: rows, inputs: inputs)
    }
  }
}
