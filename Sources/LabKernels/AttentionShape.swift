/// The dimensions of an attention call, and which keys a query may see.
///
/// Query i stands at position `keys − queries + i`: the queries are the last of the sequence, so that a
/// prompt that continues a cache needs nothing more than `queries < keys`. A query that sees no key at
/// all has the output 0 and the log-sum-exp −∞.
public struct AttentionShape: Hashable, Sendable {
  /// Sequences.
  public var batch: Int
  /// Queries of each sequence.
  public var queries: Int
  /// Keys and values of each sequence.
  public var keys: Int
  /// Query heads.
  public var nHeads: Int
  /// Key and value heads; query head h uses key head h / (nHeads / nKVHeads), so `nHeads` is a multiple
  /// (Ainslie et al., "GQA", 2023).
  public var nKVHeads: Int
  /// Numbers in a head.
  public var dHead: Int
  /// Whether a query at position p sees only keys up to p.
  public var isCausal: Bool
  /// Whether it sees, of those, only the last `window` (itself included); `nil` for all of them.
  public var window: Int?
  /// What scores are multiplied by before softmax.
  public var scale: Float
  /// What a query head's scores lose for each step between query and key (Press et al., "ALiBi", 2022): one
  /// number a query head, or none at all.
  public var slopes: [Float]

  /// Causal self-attention unless told otherwise, with scores divided by √dHead.
  public init(
    batch: Int, queries: Int, keys: Int? = nil, nHeads: Int, nKVHeads: Int? = nil, dHead: Int,
    isCausal: Bool = true, window: Int? = nil, scale: Float? = nil, slopes: [Float] = []
  ) {
    self.batch = batch
    self.queries = queries
    self.keys = keys ?? queries
    self.nHeads = nHeads
    self.nKVHeads = nKVHeads ?? nHeads
    self.dHead = dHead
    self.isCausal = isCausal
    self.window = window
    self.scale = scale ?? 1 / Float(dHead).squareRoot()
    self.slopes = slopes
  }

  /// Numbers in a packed row: the query heads, then the key heads, then the value heads.
  public var packedWidth: Int { (nHeads + 2 * nKVHeads) * dHead }

  /// The keys that query `query` sees.
  @inline(__always)
  func visibleKeys(of query: Int) -> Range<Int> {
    guard isCausal else { return 0..<keys }
    let end = min(keys, max(0, keys - queries + query + 1))
    return (window.map { max(0, end - $0) } ?? 0)..<end
  }

  func requireValid() {
    Kernels.requireDimensions(batch, queries, keys, nHeads, nKVHeads, dHead)
    guard nHeads == 0 || (nKVHeads > 0 && nHeads % nKVHeads == 0) else {
      fatalError("\(nHeads) query heads cannot share \(nKVHeads) key heads evenly")
    }
    guard window ?? 1 > 0 else { fatalError("a window of \(window ?? 0) keys shows nothing") }
    guard window == nil || isCausal else { fatalError("a window needs causal attention") }
    guard slopes.isEmpty || (slopes.count == nHeads && isCausal) else {
      fatalError("linear biases need causal attention and a slope for each of \(nHeads) heads")
    }
  }
}

/// How the heads of queries, keys, values and outputs lie in memory.
public enum HeadOrder: Hashable, Sendable {
  /// `[batch, token, head, dHead]`: what a projection leaves.
  case tokenMajor
  /// `[batch, head, token, dHead]`: what textbooks draw.
  case headMajor
}

/// Where token t of head h of sequence b starts: the address arithmetic of one operand.
struct HeadLayout {
  var offset = 0
  var perSequence: Int
  var perToken: Int
  var perHead: Int

  init(_ order: HeadOrder, tokens: Int, heads: Int, dHead: Int) {
    perSequence = tokens * heads * dHead
    perToken = order == .tokenMajor ? heads * dHead : dHead
    perHead = order == .tokenMajor ? dHead : tokens * dHead
  }

  /// Heads inside packed rows, the first of them `offset` numbers into its row.
  init(packedRowsOf shape: AttentionShape, offset: Int) {
    self.offset = offset
    perSequence = shape.queries * shape.packedWidth
    perToken = shape.packedWidth
    perHead = shape.dHead
  }

  @inline(__always)
  func start(sequence: Int, head: Int) -> Int {
    offset + sequence * perSequence + head * perHead
  }
}
