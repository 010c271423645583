/// What running a model asks of its weights, so that the same blocks serve float32 and quantized ones.
///
/// Parameters are named by their place in `layout.shapes`.
protocol DecoderStack {
  var configuration: TransformerConfiguration { get }
  var layout: TransformerLayout { get }
  var rotary: RotaryPositions? { get }
  var slopes: [Float] { get }
  var sinusoids: [Float]? { get }

  /// The numbers of a gain, a bias or the table of positions.
  func values(_ parameter: Int) -> [Float]

  /// Copies rows of a table.
  func gatherRows(_ ids: [Int], of table: Int, into rows: inout [Float])

  /// y = x · Wᵀ for a matrix W `[outputs, inputs]` and `rows` rows of x.
  func multiply(_ x: ArraySlice<Float>, by matrix: Int, rows: Int, into y: inout [Float])
}

extension DecoderStack {
  /// Sends a prompt through some layers, adding its keys and values to the cache.
  func passThroughLayers(
    _ layers: Range<Int>, _ ids: [Int], _ sequence: Int, _ cache: inout KVCache, logitRows: Int = 1
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
    var scratch = Scratch(configuration, rows: ids.count, logitRows: logitRows)
    embed(ids, positions, &scratch)
    for layer in layers {
      project(layer, positions, &scratch)
      cache.append(scratch.packed, layer: layer, sequence: sequence, firstRow: 0, rows: ids.count)
      attend(layer, sequence, keys: start + ids.count, cache, &scratch)
      finishBlock(layer, &scratch)
    }
    return scratch
  }

  func readPrompt(
    _ ids: [Int], _ sequence: Int, _ cache: inout KVCache
  ) throws(TransformerError) -> [Float] {
    var scratch = try passThroughLayers(layout.layers.indices, ids, sequence, &cache)
    cache.lengths[sequence] += ids.count
    score(lastRows: 1, &scratch)
    return scratch.logits
  }

  /// One token of every sequence: writes into the cache's own arrays and allocates none of their size.
  func readNext(_ ids: [Int], _ cache: inout KVCache) throws(TransformerError) -> [Float] {
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

  func scoreEveryToken(_ ids: [Int]) throws(TransformerError) -> [Float] {
    try requireReadable(ids, batch: 1)
    var cache = try KVCache(configuration, count: 1, capacity: ids.count)
    var scratch = try passThroughLayers(layout.layers.indices, ids, 0, &cache, logitRows: ids.count)
    score(lastRows: ids.count, &scratch)
    return scratch.logits
  }

  private func requireFitting(_ cache: KVCache) throws(TransformerError) {
    guard cache.configuration == configuration else {
      throw .cacheMismatch("the cache was made for a model of another configuration")
    }
  }
}

extension DecoderStack {
  /// Throws unless `ids` are `batch` sequences of one length that the model can read.
  func requireReadable(_ ids: [Int], batch: Int) throws(TransformerError) {
    guard batch > 0, !ids.isEmpty else { throw .emptyBatch }
    guard ids.count % batch == 0 else { throw .ragged(ids: ids.count, batch: batch) }
    guard ids.count / batch <= configuration.context else {
      throw .contextOverflow(tokens: ids.count / batch, context: configuration.context)
    }
    try requireInVocabulary(ids)
  }

  func requireLayer(_ layer: Int) throws(TransformerError) {
    guard layout.layers.indices.contains(layer) else {
      throw .invalid("the model has \(layout.layers.count) layers; there is no number \(layer)")
    }
  }

  func requireInVocabulary(_ ids: [Int]) throws(TransformerError) {
    if let id = ids.first(where: { !(0..<configuration.vocabulary).contains($0) }) {
      throw .idOutOfRange(id: id, vocabulary: configuration.vocabulary)
    }
  }
}
