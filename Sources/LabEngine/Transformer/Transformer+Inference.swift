import LabKernels

/// Running a model one token after another.
///
/// The same block as in `RecordedTransformer`, without a tape: each step writes into the cache's own
/// arrays, so that a token costs no allocation.
extension Transformer {
  /// An empty cache for `count` sequences of up to `capacity` tokens; the whole context unless given.
  ///
  /// Throws `TransformerError.emptyBatch` or `.contextOverflow`.
  public func makeCache(count: Int = 1, capacity: Int? = nil) throws(TransformerError) -> KVCache {
    try KVCache(configuration, count: count, capacity: capacity ?? configuration.context)
  }

  /// Reads `ids` behind what `sequence` of the cache holds, all at once.
  ///
  /// - Returns: the scores of the token after the last: `[vocabulary]`.
  ///
  /// Throws `TransformerError.emptyBatch`, `.contextOverflow`, `.idOutOfRange` or `.cacheMismatch`.
  public func prefill(
    _ ids: [Int], sequence: Int = 0, into cache: inout KVCache
  ) throws(TransformerError) -> [Float] {
    var scratch = try passThroughLayers(layout.layers.indices, ids, sequence, &cache)
    cache.lengths[sequence] += ids.count
    score(lastRows: 1, &scratch)
    return scratch.logits
  }

  /// Reads one more token of every sequence of the cache.
  ///
  /// - Parameter ids: one token for each sequence.
  /// - Returns: the scores of the tokens after them: `[cache.count, vocabulary]`.
  ///
  /// Throws as `prefill` does.
  public func decode(_ ids: [Int], cache: inout KVCache) throws(TransformerError) -> [Float] {
    guard !ids.isEmpty else { throw .emptyBatch }
    try requireFitting(cache)
    guard ids.count == cache.count else {
      throw .cacheMismatch("the cache holds \(cache.count) sequences, but \(ids.count) ids were given")
    }
    try requireInVocabulary(ids)
    if let longest = cache.lengths.max(), longest >= cache.capacity {
      throw .contextOverflow(tokens: longest + 1, context: cache.capacity)
    }
    let positions = cache.lengths
    embed(ids, positions, &cache.scratch)
    for layer in layout.layers.indices {
      project(layer, positions, &cache.scratch)
      for sequence in ids.indices {
        cache.append(cache.scratch.packed, layer: layer, sequence: sequence, firstRow: sequence, rows: 1)
      }
      attendToNewest(layer, &cache)
      finishBlock(layer, &cache.scratch)
    }
    for sequence in ids.indices { cache.lengths[sequence] += 1 }
    score(lastRows: ids.count, &cache.scratch)
    return cache.scratch.logits
  }

  /// Sends a prompt through some layers, adding its keys and values to the cache.
  func passThroughLayers(
    _ layers: Range<Int>, _ ids: [Int], _ sequence: Int, _ cache: inout KVCache
  ) throws(TransformerError) -> Scratch {
    try requireReadable(ids, batch: 1)
    try requireFitting(cache)
    guard (0..<cache.count).contains(sequence) else {
      throw .cacheMismatch("the cache holds \(cache.count) sequences; there is no number \(sequence)")
    }
    let start = cache.lengths[sequence]
    guard start + ids.count <= cache.capacity else {
      throw .contextOverflow(tokens: start + ids.count, context: cache.capacity)
    }
    let positions = Array(start..<start + ids.count)
    var scratch = Scratch(configuration, rows: ids.count, logitRows: 1)
    embed(ids, positions, &scratch)
    for layer in layers {
      project(layer, positions, &scratch)
      cache.append(scratch.packed, layer: layer, sequence: sequence, firstRow: 0, rows: ids.count)
      attend(layer, sequence, keys: start + ids.count, cache, &scratch)
      finishBlock(layer, &scratch)
    }
    return scratch
  }

  private func requireFitting(_ cache: KVCache) throws(TransformerError) {
    guard cache.configuration == configuration else {
      throw .cacheMismatch("the cache was made for a model of another configuration")
    }
  }
}

/// The steps of a pass over `scratch.rows` tokens.
extension Transformer {
  func embed(_ ids: [Int], _ positions: [Int], _ scratch: inout Scratch) {
    let d = configuration.dModel
    Kernels.gatherRows(ids, of: parameters[layout.tokenEmbedding].values, into: &scratch.x, columns: d)
    if let table = layout.positionEmbedding.map({ parameters[$0].values }) ?? sinusoids {
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
  private func score(lastRows: Int, _ scratch: inout Scratch) {
    if let norm = layout.finalNorm {
      normalize(scratch.x, norm, into: &scratch.normed, &scratch.statistics)
    } else {
      copy(scratch.x, into: &scratch.normed)
    }
    let d = configuration.dModel
    Kernels.multiply(
      scratch.normed[((scratch.rows - lastRows) * d)...], parameters[layout.head].values,
      into: &scratch.logits, rows: lastRows, inner: d, columns: configuration.vocabulary, transposingB: true)
  }

  /// All rows of a prompt attend to the cache, which holds them already.
  private func attend(_ layer: Int, _ sequence: Int, keys: Int, _ cache: KVCache, _ scratch: inout Scratch) {
    let shape = AttentionShape(
      batch: 1, queries: scratch.rows, keys: keys, nHeads: configuration.nHeads,
      nKVHeads: configuration.nKVHeads, dHead: configuration.dHead, window: configuration.window)
    let start = sequence * cache.capacity * cache.width
    let range = start..<start + keys * cache.width
    extractQueries(&scratch)
    Kernels.attention(
      query: scratch.query, key: cache.keys[layer][range], value: cache.values[layer][range], shape,
      into: &scratch.mixed, logSumExp: &scratch.logSumExp)
  }

  /// One new row of every sequence attends to its own part of the cache.
  private func attendToNewest(_ layer: Int, _ cache: inout KVCache) {
    extractQueries(&cache.scratch)
    let used = cache.count * cache.capacity * cache.width
    Kernels.cachedAttention(
      query: cache.scratch.query, keys: cache.keys[layer][..<used], values: cache.values[layer][..<used],
      lengths: cache.lengths.map { $0 + 1 }, capacity: cache.capacity, nHeads: configuration.nHeads,
      nKVHeads: configuration.nKVHeads, dHead: configuration.dHead, window: configuration.window,
      into: &cache.scratch.mixed)
  }

  func extractQueries(_ scratch: inout Scratch) {
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
    let weight = parameters[projection.weight]
    let (columns, inner) = (weight.shape[0], weight.shape[1])
    let rows = x.count / inner
    Kernels.multiply(
      x, weight.values, into: &y, rows: rows, inner: inner, columns: columns, transposingB: true)
    if let bias = projection.bias { Kernels.addRow(parameters[bias].values, into: &y, rows: rows) }
  }

  private func normalize(
    _ x: [Float], _ norm: TransformerLayout.Norm, into y: inout [Float], _ statistics: inout [Float]
  ) {
    let (gain, epsilon, columns) = (parameters[norm.gain].values, configuration.epsilon, configuration.dModel)
    let rows = x.count / columns
    switch (configuration.normalization, norm.bias) {
    case (.rmsNorm, _):
      Kernels.rmsNorm(
        x, gain: gain, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
    case (.layerNorm, let bias?):
      Kernels.layerNorm(
        x, gain: gain, bias: parameters[bias].values, epsilon: epsilon, into: &y, statistics: &statistics,
        rows: rows, columns: columns)
    case (.layerNorm, nil):
      Kernels.layerNorm(
        x, gain: gain, epsilon: epsilon, into: &y, statistics: &statistics, rows: rows, columns: columns)
    }
  }
}
