import LabKernels

/// The parts of a block, for `scratch.rows` tokens at once; `prefill` and `decode` put them together.
extension DecoderStack {
  /// Fills `scratch.x` with the vectors of tokens and positions.
  func embed(_ ids: [Int], _ positions: [Int], _ scratch: inout Scratch) {
    let d = configuration.dModel
    gatherRows(ids, of: layout.tokenEmbedding, into: &scratch.x)
    if let tokenScale { for i in scratch.x.indices { scratch.x[i] *= tokenScale } }
    if let table = layout.positionEmbedding.map(values) ?? sinusoids {
      Kernels.gatherRows(positions, of: table, into: &scratch.x, columns: d, accumulating: true)
    }
  }

  /// The packed queries, keys and values of the rows, turned by their positions.
  func project(_ layer: Int, _ positions: [Int], _ scratch: inout Scratch) {
    let slots = layout.layers[layer]
    switch configuration.placement {
    case .pre:
      normalize(scratch.x, slots.attentionNorm, into: &scratch.normed, &scratch.statistics)
      multiply(scratch.normed, slots.qkv, into: &scratch.packed)
    case .post:
      multiply(scratch.x, slots.qkv, into: &scratch.packed)
    }
    guard let rotary else { return }
    let heads = RotaryHeads(
      count: configuration.nHeads + configuration.nKVHeads, dHead: configuration.dHead,
      rowWidth: configuration.packedWidth)
    rotary.rotate(&scratch.packed, heads, positions: positions)
  }

  /// What the output projection and the feed-forward layer make of `scratch.mixed`.
  func finishBlock(_ layer: Int, _ scratch: inout Scratch) {
    let slots = layout.layers[layer]
    multiply(scratch.mixed, slots.attentionOutput, into: &scratch.projected)
    Kernels.add(scratch.projected, into: &scratch.x)
    switch configuration.placement {
    case .pre:
      normalize(scratch.x, slots.mlpNorm, into: &scratch.normed, &scratch.statistics)
      feedForward(scratch.normed, slots, &scratch)
      Kernels.add(scratch.projected, into: &scratch.x)
    case .post:
      normalize(scratch.x, slots.attentionNorm, into: &scratch.normed, &scratch.statistics)
      feedForward(scratch.normed, slots, &scratch)
      Kernels.add(scratch.projected, into: &scratch.normed)
      normalize(scratch.normed, slots.mlpNorm, into: &scratch.x, &scratch.statistics)
    }
  }

  /// The scores after the last rows.
  func score(lastRows: Int, _ scratch: inout Scratch) {
    if let norm = layout.finalNorm {
      normalize(scratch.x, norm, into: &scratch.normed, &scratch.statistics)
    } else {
      copy(scratch.x, into: &scratch.normed)
    }
    let d = configuration.dModel
    multiply(
      scratch.normed[((scratch.rows - lastRows) * d)...], by: layout.head, rows: lastRows,
      into: &scratch.logits)
  }

  /// All rows of a prompt attend to the cache, which holds them already.
  func attend(_ layer: Int, _ sequence: Int, keys: Int, _ cache: KVCache, _ scratch: inout Scratch) {
    let shape = AttentionShape(
      batch: 1, queries: scratch.rows, keys: keys, nHeads: configuration.nHeads,
      nKVHeads: configuration.nKVHeads, dHead: configuration.dHead, window: configuration.window,
      slopes: slopes)
    let start = sequence * cache.capacity * cache.width
    let range = start..<start + keys * cache.width
    extractQueries(&scratch)
    Kernels.attention(
      query: scratch.query, key: cache.keys[layer][range], value: cache.values[layer][range], shape,
      into: &scratch.mixed, logSumExp: &scratch.logSumExp)
  }

  /// One new row of every sequence attends to its own part of the cache.
  func attendToNewest(_ layer: Int, _ cache: inout KVCache) {
    extractQueries(&cache.scratch)
    let used = cache.count * cache.capacity * cache.width
    Kernels.cachedAttention(
      query: cache.scratch.query, keys: cache.keys[layer][..<used], values: cache.values[layer][..<used],
      lengths: cache.lengths.map { $0 + 1 }, capacity: cache.capacity, nHeads: configuration.nHeads,
      nKVHeads: configuration.nKVHeads, dHead: configuration.dHead, window: configuration.window,
      slopes: slopes, into: &cache.scratch.mixed)
  }

  /// Moves the queries out of the packed rows to where attention expects them, side by side.
  private func extractQueries(_ scratch: inout Scratch) {
    copyColumns(
      0..<configuration.nHeads * configuration.dHead, of: scratch.packed,
      rowWidth: configuration.packedWidth, rows: scratch.rows, into: &scratch.query)
  }

  private func feedForward(_ x: [Float], _ slots: TransformerLayout.Layer, _ scratch: inout Scratch) {
    multiply(x, slots.up, into: &scratch.up)
    switch configuration.mlp {
    case .gelu: Kernels.apply(.gelu, to: scratch.up, into: &scratch.activated)
    case .geluTanh: Kernels.apply(.geluTanh, to: scratch.up, into: &scratch.activated)
    case .swiGLU:
      Kernels.swiGLU(
        gateAndUp: scratch.up, into: &scratch.activated, rows: scratch.rows, hidden: configuration.hidden)
    }
    multiply(scratch.activated, slots.down, into: &scratch.projected)
  }

  private func multiply(
    _ x: [Float], _ projection: TransformerLayout.Projection, into y: inout [Float]
  ) {
    let rows = x.count / layout.shapes[projection.weight].shape[1]
    multiply(x[...], by: projection.weight, rows: rows, into: &y)
    if let bias = projection.bias { Kernels.addRow(values(bias), into: &y, rows: rows) }
  }

  private func normalize(
    _ x: [Float], _ norm: TransformerLayout.Norm, into y: inout [Float], _ statistics: inout [Float]
  ) {
    let (gain, epsilon, columns) = (values(norm.gain), configuration.epsilon, configuration.dModel)
    let rows = x.count / columns
    switch (configuration.normalization, norm.bias) {
    case (.rmsNorm, _):
      Kernels.rmsNorm(
        x, gain: gain, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
    case (.layerNorm, let bias?):
      Kernels.layerNorm(
        x, gain: gain, bias: values(bias), epsilon: epsilon, into: &y, statistics: &statistics,
        rows: rows, columns: columns)
    case (.layerNorm, nil):
      Kernels.layerNorm(
        x, gain: gain, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
    }
  }
}
