/// Running a model one token after another.
///
/// The same block as in `RecordedTransformer`, without a tape: a step of `decode` writes into the cache's own
/// arrays, layer after layer, and allocates none of their size.
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
