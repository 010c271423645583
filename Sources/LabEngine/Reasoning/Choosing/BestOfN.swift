/// Choosing one of several samples by a score.
public enum BestOfN {
  /// The place of the highest score, the earliest of equals.
  ///
  /// −∞ may stand for a sample that must not be chosen while there is another. Throws `ReasoningError.noSamples`, or
  /// `.invalidScore` for NaN, which would be neither higher nor lower than anything.
  public static func index(scores: [Double]) throws(ReasoningError) -> Int {
    guard var best = scores.indices.first else { throw .noSamples }
    for (index, score) in scores.enumerated() {
      guard !score.isNaN else { throw .invalidScore(score, sample: index) }
      if score > scores[best] { best = index }
    }
    return best
  }
}

extension ReasoningSample {
  /// The logarithm of the probability a token. That of the whole text prefers short texts, because each token takes some
  /// away.
  public var logProbabilityPerToken: Double { logProbability / Double(max(1, tokens)) }
}
