/// The contract of lab 03: attention, from one dot product to a multi-head block and a cache.
///
/// Numbers are `Float`, as in a model. What each function must do stands above its stub in
/// `Labs/03-attention/Exercise.swift`; here stand the shapes.
public enum Attention {
  /// Why an input is refused.
  public enum InputError: String, ContractError {
    /// Tensors have the wrong number of dimensions, or dimensions that must be equal differ.
    case shapeMismatch
    /// Heads cannot be shared out evenly.
    case headsDoNotDivide
    /// Rotary positions turn pairs, and the head has an odd number of entries.
    case oddHeadSize
    /// A position has no row in the table of angles.
    case positionOutOfRange
    /// A count is negative, or 0 where at least 1 is needed.
    case invalidSize
    /// A score is +∞ or not a number.
    case invalidScore
  }

  /// The keys and values of the tokens read so far.
  public struct KVCache: WireRecord, Hashable {
    /// `[tokens, nKVHeads, dHead]`.
    public var keys: PlainTensor
    /// `[tokens, nKVHeads, dHead]`.
    public var values: PlainTensor

    /// The keys and values of as many tokens.
    public init(keys: PlainTensor, values: PlainTensor) {
      (self.keys, self.values) = (keys, values)
    }

    /// A cache of no tokens.
    public init(nKVHeads: Int, dHead: Int) {
      let empty = PlainTensor(shape: [0, nKVHeads, dHead])
      self.init(keys: empty, values: empty)
    }

    /// Keys, values.
    public static var fields: some WireFields<KVCache> {
      Fields(KVCache.init(keys:values:), \.keys, \.values)
    }
  }

  /// What one new token gets out of a cache, and the cache that it leaves behind.
  public struct DecodeStep: WireRecord, Hashable {
    /// `[nHeads, dHead]`.
    public var output: PlainTensor
    /// The cache with the token's own row.
    public var cache: KVCache

    /// The output and the new cache.
    public init(output: PlainTensor, cache: KVCache) {
      (self.output, self.cache) = (output, cache)
    }

    /// Output, cache.
    public static var fields: some WireFields<DecodeStep> {
      Fields(DecodeStep.init(output:cache:), \.output, \.cache)
    }
  }

  /// All that must be remembered of the keys one query has seen so far (Milakov and Gimelshein 2018).
  public struct RunningSoftmax: WireRecord, Hashable {
    /// The largest score m so far; −∞ before the first.
    public var maximum: Float
    /// Σ exp(score − m).
    public var sum: Float
    /// Σ exp(score − m) · value: one number for each column of the values.
    public var weighted: [Float]

    /// The three figures.
    public init(maximum: Float, sum: Float, weighted: [Float]) {
      (self.maximum, self.sum, self.weighted) = (maximum, sum, weighted)
    }

    /// What is known before the first key.
    public init(dValue: Int) {
      self.init(maximum: -.infinity, sum: 0, weighted: [Float](repeating: 0, count: dValue))
    }

    /// Maximum, sum, weighted.
    public static var fields: some WireFields<RunningSoftmax> {
      Fields(RunningSoftmax.init(maximum:sum:weighted:), \.maximum, \.sum, \.weighted)
    }
  }

  /// The four projections of a block; each maps rows x to x · W.
  public struct Weights: WireRecord, Hashable {
    /// `[dModel, nHeads · dHead]`.
    public var query: PlainTensor
    /// `[dModel, nKVHeads · dHead]`.
    public var key: PlainTensor
    /// `[dModel, nKVHeads · dHead]`.
    public var value: PlainTensor
    /// `[nHeads · dHead, dModel]`.
    public var output: PlainTensor

    /// The four matrices.
    public init(query: PlainTensor, key: PlainTensor, value: PlainTensor, output: PlainTensor) {
      (self.query, self.key, self.value, self.output) = (query, key, value, output)
    }

    /// Query, key, value, output.
    public static var fields: some WireFields<Weights> {
      Fields(Weights.init(query:key:value:output:), \.query, \.key, \.value, \.output)
    }
  }
}

extension Attention {
  /// `scores(query, key)`: q · k / √dHead for every pair, `[queries, keys]`.
  public static let scores = Endpoint<PlainTensor, PlainTensor, /* -> */ PlainTensor>("scores")

  /// `softmax(scores)`: weights along the last dimension.
  public static let softmax = Endpoint<PlainTensor, /* -> */ PlainTensor>("softmax")

  /// `causalMask(queries, keys)`: 0 up to the query's own position, −∞ behind it.
  public static let causalMask = Endpoint<Int, Int, /* -> */ PlainTensor>("causalMask")

  /// `attend(query, key, value, mask)`: one head, `[queries, dValue]`.
  public static let attend = Endpoint<
    PlainTensor, PlainTensor, PlainTensor, PlainTensor, /* -> */ PlainTensor
  >("attend")

  /// `splitHeads(x, nHeads)`: `[tokens, nHeads · dHead]` to `[nHeads, tokens, dHead]`.
  public static let splitHeads = Endpoint<PlainTensor, Int, /* -> */ PlainTensor>("splitHeads")

  /// `mergeHeads(heads)`: `[nHeads, tokens, dHead]` to `[tokens, nHeads · dHead]`.
  public static let mergeHeads = Endpoint<PlainTensor, /* -> */ PlainTensor>("mergeHeads")

  /// `groupedAttention(query, key, value, mask)`: many query heads over fewer key and value heads.
  public static let groupedAttention = Endpoint<
    PlainTensor, PlainTensor, PlainTensor, PlainTensor, /* -> */ PlainTensor
  >("groupedAttention")

  /// `rotaryAngles(context, dHead, base)`: position · base^(−2i/dHead), `[context, dHead / 2]`.
  public static let rotaryAngles = Endpoint<Int, Int, Float, /* -> */ PlainTensor>("rotaryAngles")

  /// `rotate(x, positions, angles)`: neighbouring pairs turned by the angles of their token's position.
  public static let rotate = Endpoint<PlainTensor, [Int], PlainTensor, /* -> */ PlainTensor>("rotate")

  /// `alibi(nHeads, queries, keys)`: a causal mask that falls with distance, `[nHeads, queries, keys]`.
  public static let alibi = Endpoint<Int, Int, Int, /* -> */ PlainTensor>("alibi")

  /// `append(cache, key, value)`: the cache with one more token.
  public static let append = Endpoint<KVCache, PlainTensor, PlainTensor, /* -> */ KVCache>("append")

  /// `decodeStep(query, key, value, cache, angles)`: one new token attends over all that is cached and itself.
  public static let decodeStep = Endpoint<
    PlainTensor, PlainTensor, PlainTensor, KVCache, PlainTensor, /* -> */ DecodeStep
  >("decodeStep")

  /// `foldBlock(state, scores, values)`: what is known after one more block of keys.
  public static let foldBlock = Endpoint<RunningSoftmax, [Float], PlainTensor, /* -> */ RunningSoftmax>(
    "foldBlock")

  /// `slidingWindowMask(queries, keys, window)`: 0 for the last `window` keys up to the query's own.
  public static let slidingWindowMask = Endpoint<Int, Int, Int, /* -> */ PlainTensor>("slidingWindowMask")

  /// `multiHeadAttention(x, weights, nHeads, nKVHeads, mask)`: project, split, attend, merge, project.
  public static let multiHeadAttention = Endpoint<
    PlainTensor, Weights, Int, Int, PlainTensor, /* -> */ PlainTensor
  >("multiHeadAttention")
}
