import Foundation

/// A model that says how good an answer is, fitted to which of two answers people preferred.
///
///     let judge = try RewardModel(reading: sft, preferring: pairs)
///     try judge.accuracy(on: heldOutPairs)      // the share of pairs in which the chosen answer has the higher reward
///     try judge.rewards(of: answers)
///
/// The reward is a weighted sum of an answer's features, and the features are the mean of a frozen transformer's last hidden
/// states over the answer's tokens. The weights minimise the Bradley–Terry loss of the pairs (see `BradleyTerry`), which is
/// convex in them, so they need no learning rate and no luck. Reward models of large systems train the transformer as
/// well and read the last token only (Ouyang et al. 2022, section 3.5).
public struct RewardModel: Sendable {
  /// What reads the answers.
  public let reader: Transformer
  /// One for each number of a hidden state.
  public let weights: [Double]
  /// Subtracted from every reward, so that the mean over the pairs it was fitted to is 0: a preference says nothing about it.
  public let offset: Double

  /// Fits the weights.
  ///
  /// - Parameter penalty: λ of the penalty λ/2 · |w|², which keeps the weights finite where the pairs can be told apart
  ///   without fail.
  ///
  /// Throws `PreferenceError.noPairs` or `.badSetting`, and as `features(of:)` does.
  public init(
    reading reader: Transformer, preferring pairs: [TokenizedPreference], penalty: Double = 1e-3
  ) throws {
    guard !pairs.isEmpty else { throw PreferenceError.noPairs }
    try PreferenceLoss.requirePositive("the penalty", penalty)
    let chosen = try reader.features(of: pairs.map(\.chosen))
    let rejected = try reader.features(of: pairs.map(\.rejected))
    let differences = zip(chosen, rejected).map { zip($0, $1).map { $0 - $1 } }
    let minimum = try LBFGS(gradientTolerance: 1e-6).minimize(
      from: [Double](repeating: 0, count: reader.configuration.dModel)
    ) { Self.loss($0, differences, penalty: penalty, &$1) }
    self.reader = reader
    weights = minimum.point
    let total = (chosen + rejected).reduce(0) { $0 + Self.dot(minimum.point, $1) }
    offset = total / Double(2 * pairs.count)
  }

  /// The reward of each answer. Throws as `Transformer.features(of:)` does.
  public func rewards(of answers: [PromptedAnswer]) throws -> [Double] {
    try reader.features(of: answers).map { Self.dot(weights, $0) - offset }
  }

  /// The share of pairs in which the chosen answer has the higher reward; a tie counts half.
  ///
  /// Throws `PreferenceError.noPairs`, and as `rewards(of:)` does.
  public func accuracy(on pairs: [TokenizedPreference]) throws -> Double {
    guard !pairs.isEmpty else { throw PreferenceError.noPairs }
    let chosen = try rewards(of: pairs.map(\.chosen))
    let rejected = try rewards(of: pairs.map(\.rejected))
    let points = zip(chosen, rejected).reduce(0) { $0 + ($1.0 > $1.1 ? 1 : $1.0 == $1.1 ? 0.5 : 0) }
    return points / Double(pairs.count)
  }

  /// The mean Bradley–Terry loss of weights on the differences of features, with its penalty and slopes.
  static func loss(
    _ weights: [Double], _ differences: [[Double]], penalty: Double, _ gradient: inout [Double]
  ) -> Double {
    let count = Double(differences.count)
    for i in weights.indices { gradient[i] = penalty * weights[i] }
    var loss = penalty / 2 * dot(weights, weights)
    for difference in differences {
      let margin = dot(weights, difference)
      loss -= Logistic.logSigmoid(margin) / count
      let slope = Logistic.sigmoid(-margin) / count
      for i in weights.indices { gradient[i] -= slope * difference[i] }
    }
    return loss
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Transformer {
  /// The mean of the last hidden states over each answer's tokens: `dModel` numbers an answer.
  ///
  /// Throws `TransformerError.contextOverflow` or `.idOutOfRange`.
  public func features(of answers: [PromptedAnswer], batchSize: Int = 16) throws -> [[Double]] {
    let (tape, width) = (Tape(), configuration.dModel)
    return try inBatches(answers, of: batchSize) { part in
      defer { tape.reset() }
      let batch = try AnswerBatch(part)
      let hidden = try recorded(on: tape, frozen: true).hiddenStates(batch.ids, batch: batch.count).value
        .values
      var row = 0
      return batch.answerLengths.map { length in
        var mean = [Double](repeating: 0, count: width)
        // A token's own state stands one position behind the one it is predicted at.
        for position in batch.positions[row..<row + length].map({ $0 + 1 }) {
          for i in 0..<width { mean[i] += Double(hidden[position * width + i]) / Double(length) }
        }
        row += length
        return mean
      }
    }
  }
}
