/// A model that scores the next token, whatever its weights are stored in.
///
/// `Transformer` holds them in float32, `QuantizedTransformer` in a few bits each. What only runs a model
/// (`generate`, measuring) is written once, for both.
public protocol LanguageModel: Sendable {
  /// What the model looks like.
  var configuration: TransformerConfiguration { get }

  /// Reads `ids` behind what `sequence` of the cache holds, all at once.
  ///
  /// - Returns: the scores of the token after the last: `[vocabulary]`.
  ///
  /// Throws `TransformerError.emptyBatch`, `.contextOverflow`, `.idOutOfRange` or `.cacheMismatch`.
  func prefill(
    _ ids: [Int], sequence: Int, into cache: inout KVCache
  ) throws(TransformerError) -> [Float]

  /// Reads one more token of every sequence of the cache.
  ///
  /// - Parameter ids: one token for each sequence.
  /// - Returns: the scores of the tokens after them: `[cache.count, vocabulary]`.
  ///
  /// Throws as `prefill` does.
  func decode(_ ids: [Int], cache: inout KVCache) throws(TransformerError) -> [Float]

  /// The scores after each of `ids`: `[ids.count, vocabulary]`.
  ///
  /// Throws as `prefill` does.
  func logits(_ ids: [Int]) throws(TransformerError) -> [Float]
}

extension LanguageModel {
  /// An empty cache for `count` sequences of up to `capacity` tokens; the whole context unless given.
  ///
  /// Throws `TransformerError.emptyBatch` or `.contextOverflow`.
  public func makeCache(count: Int = 1, capacity: Int? = nil) throws(TransformerError) -> KVCache {
    try KVCache(configuration, count: count, capacity: capacity ?? configuration.context)
  }

  /// Reads `ids` into the first sequence of a cache; see `prefill(_:sequence:into:)`.
  public func prefill(_ ids: [Int], into cache: inout KVCache) throws(TransformerError) -> [Float] {
    try prefill(ids, sequence: 0, into: &cache)
  }
}
