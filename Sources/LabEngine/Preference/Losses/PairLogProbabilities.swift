/// All that a preference loss sees of a pair: how likely two models find its two answers.
///
///     let pair = try PairLogProbabilities(
///       policyChosen: -10, policyRejected: -14, referenceChosen: -11, referenceRejected: -13)
///     pair.margin  // 2: the policy prefers the chosen answer by 2 nats more than the reference does
///
/// The policy is the model that learns; the reference is a frozen copy of it from before. Log-probabilities are sums
/// over an answer's tokens, in nats.
public struct PairLogProbabilities: Hashable, Sendable {
  /// log π(chosen | prompt) under the policy.
  public let policyChosen: Double
  /// log π(rejected | prompt) under the policy.
  public let policyRejected: Double
  /// log π(chosen | prompt) under the reference.
  public let referenceChosen: Double
  /// log π(rejected | prompt) under the reference.
  public let referenceRejected: Double
  /// Tokens of the chosen answer, for losses that average.
  public let chosenTokens: Int
  /// Tokens of the rejected answer.
  public let rejectedTokens: Int

  /// A pair.
  ///
  /// Throws `PreferenceError.notFinite`, or `.emptyCompletion` for an answer without tokens.
  public init(
    policyChosen: Double, policyRejected: Double, referenceChosen: Double, referenceRejected: Double,
    chosenTokens: Int = 1, rejectedTokens: Int = 1
  ) throws(PreferenceError) {
    let values = [
      ("the policy's log-probability of the chosen answer", policyChosen),
      ("the policy's log-probability of the rejected answer", policyRejected),
      ("the reference's log-probability of the chosen answer", referenceChosen),
      ("the reference's log-probability of the rejected answer", referenceRejected),
    ]
    for (name, value) in values where !value.isFinite { throw .notFinite(name: name, value: value) }
    guard chosenTokens > 0 else { throw .emptyCompletion(name: "the chosen answer") }
    guard rejectedTokens > 0 else { throw .emptyCompletion(name: "the rejected answer") }
    self.policyChosen = policyChosen
    self.policyRejected = policyRejected
    self.referenceChosen = referenceChosen
    self.referenceRejected = referenceRejected
    self.chosenTokens = chosenTokens
    self.rejectedTokens = rejectedTokens
  }

  /// log π/π_ref of the chosen answer: times β, its implicit reward (Rafailov et al. 2023, section 5.1).
  public var chosenLogRatio: Double { policyChosen - referenceChosen }

  /// log π/π_ref of the rejected answer.
  public var rejectedLogRatio: Double { policyRejected - referenceRejected }

  /// How much more the policy prefers the chosen answer than the reference does, in nats.
  public var margin: Double { chosenLogRatio - rejectedLogRatio }

  /// The difference of the mean log-ratios a token.
  public var meanMargin: Double {
    chosenLogRatio / Double(chosenTokens) - rejectedLogRatio / Double(rejectedTokens)
  }

  /// The policy's mean log-probability of a token of the chosen answer.
  public var meanPolicyChosen: Double { policyChosen / Double(chosenTokens) }

  /// The policy's mean log-probability of a token of the rejected answer.
  public var meanPolicyRejected: Double { policyRejected / Double(rejectedTokens) }
}

extension Collection where Element == PairLogProbabilities {
  /// The share of pairs whose margin is positive; a tie counts half. `nil` without pairs.
  public var accuracy: Double? {
    guard !isEmpty else { return nil }
    return reduce(0) { $0 + ($1.margin > 0 ? 1 : $1.margin == 0 ? 0.5 : 0) } / Double(count)
  }

  /// The mean margin, in nats. `nil` without pairs.
  public var meanMargin: Double? {
    isEmpty ? nil : reduce(0) { $0 + $1.margin } / Double(count)
  }
}
