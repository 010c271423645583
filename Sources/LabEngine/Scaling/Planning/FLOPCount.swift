/// What is counted as a model's work.
///
/// Kaplan et al. (2020) leave the tables and the head out, Hoffmann et al. (2022) count them; the attention over the
/// context is in neither 6ND nor 2ND. For small models the choice decides what a fit says.
public struct FLOPCount: Hashable, Sendable, Codable {
  /// Whether N holds the tables of tokens and positions, and an untied head.
  public var countsEmbeddings: Bool
  /// Whether the scores and the mixing of attention are added, which grow with the context.
  public var countsAttention: Bool

  /// A way to count; all parameters and no attention unless told otherwise: 6ND and 2ND.
  public init(countsEmbeddings: Bool = true, countsAttention: Bool = false) {
    self.countsEmbeddings = countsEmbeddings
    self.countsAttention = countsAttention
  }
}

extension TransformerConfiguration {
  /// N by this way to count; 0 for a configuration that `validate()` refuses.
  public func parameters(counting count: FLOPCount) -> Int {
    count.countsEmbeddings ? parameterCount : nonEmbeddingParameterCount
  }

  /// Operations to train on `tokens` tokens: 6ND, and with attention 12 · layers · width · context a token more
  /// (Chowdhery et al., "PaLM", 2022, appendix B).
  ///
  /// - Parameter context: tokens of a window; the model's own unless given.
  public func trainingFLOPs(
    tokens: Double, counting count: FLOPCount = FLOPCount(), context: Int? = nil
  ) -> Double {
    3 * servingFLOPs(tokens: tokens, counting: count, context: context)
  }

  /// Operations to read or write `tokens` tokens: 2ND, and with attention 4 · layers · width · context a token more.
  ///
  /// - Parameter context: tokens that each looks back at; the model's own unless given.
  public func servingFLOPs(
    tokens: Double, counting count: FLOPCount = FLOPCount(), context: Int? = nil
  ) -> Double {
    let parameters = parameters(counting: count)
    guard parameters > 0 else { return 0 }
    let seen = min(context ?? self.context, window ?? .max)
    let attention = count.countsAttention ? 4 * Double(nLayers * nHeads * dHead) * Double(max(0, seen)) : 0
    return (2 * Double(parameters) + attention) * tokens
  }
}
