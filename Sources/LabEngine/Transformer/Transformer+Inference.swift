import LabKernels

/// Running a model one token after another: the same block as in `RecordedTransformer`, without a tape.
extension Transformer: LanguageModel {
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

extension Transformer: DecoderStack {
  func values(_ parameter: Int) -> [Float] { parameters[parameter].values }

  func gatherRows(_ ids: [Int], of table: Int, into rows: inout [Float]) {
    Kernels.gatherRows(ids, of: values(table), into: &rows, columns: parameters[table].shape[1])
  }

  func multiply(_ x: ArraySlice<Float>, by matrix: Int, rows: Int, into y: inout [Float]) {
    let (columns, inner) = (parameters[matrix].shape[0], parameters[matrix].shape[1])
    Kernels.multiply(
      x, values(matrix), into: &y, rows: rows, inner: inner, columns: columns, transposingB: true)
  }
}
