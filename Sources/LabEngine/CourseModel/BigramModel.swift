import Foundation

/// The next token's probabilities after the one before it, counted on a text: what a model must beat to have
/// learned more than which tokens stand side by side.
public struct BigramModel: Sendable {
  /// The number of tokens.
  public let vocabulary: Int
  /// Added to every count, so that no pair is impossible (Lidstone's smoothing).
  public let smoothing: Double
  /// How often token `right` follows token `left`: `[vocabulary, vocabulary]`.
  private let counts: [Int]
  /// How often `left` has a token behind it.
  private let totals: [Int]

  /// Counts the pairs of `tokens`.
  ///
  /// Throws `TransformerError.idOutOfRange`, or `TrainingError.invalid` for a smoothing that is not positive.
  public init(_ tokens: [Int], vocabulary: Int, smoothing: Double) throws {
    guard smoothing > 0, smoothing.isFinite, vocabulary > 0, vocabulary <= Self.largestVocabulary else {
      throw TrainingError.invalid(
        "a bigram model needs a positive smoothing and a vocabulary up to \(Self.largestVocabulary), "
          + "not \(smoothing) and \(vocabulary)")
    }
    try Self.requireInVocabulary(tokens, vocabulary)
    var counts = [Int](repeating: 0, count: vocabulary * vocabulary)
    var totals = [Int](repeating: 0, count: vocabulary)
    for (left, right) in zip(tokens, tokens.dropFirst()) {
      counts[left * vocabulary + right] += 1
      totals[left] += 1
    }
    (self.vocabulary, self.smoothing, self.counts, self.totals) = (vocabulary, smoothing, counts, totals)
  }

  /// The probability that `right` follows `left`; 0 for tokens that do not exist.
  public func probability(of right: Int, after left: Int) -> Double {
    guard (0..<vocabulary).contains(left), (0..<vocabulary).contains(right) else { return 0 }
    return (Double(counts[left * vocabulary + right]) + smoothing)
      / (Double(totals[left]) + smoothing * Double(vocabulary))
  }

  /// The exact cross-entropy, in nats a token, of predicting every token but the first from the one before.
  ///
  /// Throws `TrainingError.tooFewTokens` or `TransformerError.idOutOfRange`.
  public func meanLoss(on tokens: [Int]) throws -> Double {
    guard tokens.count > 1 else { throw TrainingError.tooFewTokens(tokens: tokens.count, needed: 2) }
    try Self.requireInVocabulary(tokens, vocabulary)
    let total = zip(tokens, tokens.dropFirst()).reduce(0) { $0 - log(probability(of: $1.1, after: $1.0)) }
    return total / Double(tokens.count - 1)
  }

  private static func requireInVocabulary(_ tokens: [Int], _ vocabulary: Int) throws(TransformerError) {
    if let id = tokens.first(where: { !(0..<vocabulary).contains($0) }) {
      throw .idOutOfRange(id: id, vocabulary: vocabulary)
    }
  }

  /// The counts of larger ones would take more than half a gigabyte.
  private static let largestVocabulary = 8192
}
