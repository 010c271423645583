import Foundation

/// How much a changed model differs from the original on a text that neither was made from.
public struct ModelComparison: Hashable, Sendable {
  /// Tokens that were predicted.
  public let tokens: Int
  /// exp of the mean cross-entropy of the original.
  public let referencePerplexity: Double
  /// The same of the changed model.
  public let perplexity: Double
  /// The part of positions at which both think the same token likeliest.
  public let topAgreement: Double
  /// The mean of KL(original ‖ changed), in nats a token.
  public let divergence: Double
  /// The largest KL of a single token.
  public let largestDivergence: Double

  /// Reads `tokens` in windows of the context, each from nothing, with both models.
  ///
  /// Throws `QuantizationError.noQuality` for less than two tokens or scores that are not finite, `.mismatch`
  /// for models of different vocabularies, and as `LanguageModel.logits` does.
  public init(
    of changed: some LanguageModel, against reference: some LanguageModel, on tokens: [Int]
  ) throws {
    let vocabulary = reference.configuration.vocabulary
    guard changed.configuration.vocabulary == vocabulary else {
      throw QuantizationError.mismatch(
        "vocabularies of \(changed.configuration.vocabulary) and \(vocabulary) cannot be compared")
    }
    guard tokens.count > 1 else {
      throw QuantizationError.noQuality("\(tokens.count) tokens hold nothing to predict")
    }
    let window = min(changed.configuration.context, reference.configuration.context)
    var sums = Sums()
    for start in stride(from: 0, to: tokens.count - 1, by: window) {
      let end = min(start + window, tokens.count - 1)
      let ids = Array(tokens[start..<end])
      let (new, old) = (try changed.logits(ids), try reference.logits(ids))
      for (i, target) in tokens[start + 1...end].enumerated() {
        let row = i * vocabulary..<(i + 1) * vocabulary
        sums.add(old[row], new[row], target: target)
      }
    }
    guard sums.isFinite else { throw QuantizationError.noQuality("a model's scores are not finite numbers") }
    let count = Double(sums.count)
    self.tokens = sums.count
    referencePerplexity = exp(sums.referenceLoss / count)
    perplexity = exp(sums.loss / count)
    topAgreement = Double(sums.agreements) / count
    divergence = sums.divergence / count
    largestDivergence = sums.largestDivergence
  }

  /// How much perplexity rose.
  public var rise: Double { perplexity - referencePerplexity }
}

/// What is added up over the tokens, in float64.
private struct Sums {
  var (count, agreements) = (0, 0)
  var (referenceLoss, loss, divergence, largestDivergence) = (0.0, 0.0, 0.0, 0.0)

  var isFinite: Bool { (referenceLoss + loss + divergence).isFinite }

  mutating func add(_ old: ArraySlice<Float>, _ new: ArraySlice<Float>, target: Int) {
    let (oldNorm, newNorm) = (Self.logSumExp(old), Self.logSumExp(new))
    count += 1
    referenceLoss += oldNorm - Double(old[old.startIndex + target])
    loss += newNorm - Double(new[new.startIndex + target])
    agreements += Self.largest(old) == Self.largest(new) ? 1 : 0
    let kl = zip(old, new).reduce(0.0) { sum, pair in
      let (p, q) = (Double(pair.0) - oldNorm, Double(pair.1) - newNorm)
      return sum + exp(p) * (p - q)
    }
    divergence += kl
    largestDivergence = max(largestDivergence, kl)
  }

  private static func logSumExp(_ scores: ArraySlice<Float>) -> Double {
    let largest = Double(scores.max() ?? 0)
    return largest + log(scores.reduce(0.0) { $0 + exp(Double($1) - largest) })
  }

  private static func largest(_ scores: ArraySlice<Float>) -> Int? {
    scores.indices.max { scores[$0] < scores[$1] }.map { $0 - scores.startIndex }
  }
}
