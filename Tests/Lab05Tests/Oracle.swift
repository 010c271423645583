import Foundation
import LabContracts

typealias LogProbabilities = Preferences.LogProbabilities
typealias Figures = Preferences.Figures
typealias InputError = Preferences.InputError
typealias Row = Preferences.Row
typealias RowError = Preferences.RowError

/// What answers are held against: each formula by another way than the usual one, and slowly on purpose.
///
/// Refusals are the checkpoints' business; where one is left out to see what follows, nothing here may end the program.
enum Oracle {
  /// log(1 + y) for 0 ≤ y ≤ 1: by its series where `log` would lose digits.
  static func logOfOnePlus(_ y: Double) -> Double {
    y > 1e-4 ? log(1 + y) : y - y * y / 2 + y * y * y / 3
  }

  /// log σ(x) = x + log σ(−x), which is needed for x ≥ 0 alone.
  static func logSigmoid(_ x: Double) -> Double {
    x < 0 ? x + logSigmoid(-x) : -logOfOnePlus(exp(-x))
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// log(exp(a) + exp(b)) = a − log σ(a − b), so that two numbers at a time are enough.
  static func logSumExp(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values.first ?? -.infinity) { $0 - logSigmoid($0 - $1) }
  }

  static func logSoftmax(_ logits: [Double]) -> [Double] {
    let sum = logSumExp(logits)
    return logits.map { $0 - sum }
  }

  /// What row t says of token t + `ahead`.
  static func tokenLogProbabilities(_ logits: [[Double]], _ tokens: [Int], ahead: Int = 1) -> [Double] {
    logits.indices.compactMap { position in
      guard tokens.indices.contains(position + ahead) else { return nil }
      let token = tokens[position + ahead]
      return logits[position].indices.contains(token) ? logSoftmax(logits[position])[token] : 0
    }
  }

  /// Whether each token belongs to the answer, the first token included.
  static func isAnswer(_ tokens: [Int], _ promptLength: Int, _ endToken: Int) -> [Bool] {
    var hasEnded = false
    return tokens.enumerated().map { index, token in
      guard index >= promptLength, !hasEnded else { return false }
      hasEnded = token == endToken
      return true
    }
  }

  static func answerMask(_ tokens: [Int], _ promptLength: Int, _ endToken: Int) -> [Bool] {
    Array(isAnswer(tokens, promptLength, endToken).dropFirst())
  }

  static func counted(_ logProbabilities: [Double], _ mask: [Bool]) -> [Double] {
    zip(logProbabilities, mask).compactMap { $1 ? $0 : nil }
  }

  static func sequenceLogProbability(_ logProbabilities: [Double], _ mask: [Bool]) -> Double {
    counted(logProbabilities, mask).reduce(0, +)
  }

  /// The loss of DPO is a two-way cross-entropy: −log(e^c / (e^c + e^r)) with the implicit rewards c and r.
  static func dpoLoss(_ pair: LogProbabilities, _ beta: Double) -> Double {
    let (chosen, rejected) = (beta * pair.chosenLogRatio, beta * pair.rejectedLogRatio)
    return logSumExp([chosen, rejected]) - chosen
  }

  static func dpoGradient(_ pair: LogProbabilities, _ beta: Double) -> LogProbabilities {
    gradient(-beta * sigmoid(-beta * pair.preference))
  }

  /// The four slopes, which differ in their signs alone.
  static func gradient(_ slope: Double) -> LogProbabilities {
    LogProbabilities(
      policyChosen: slope, policyRejected: -slope, referenceChosen: -slope, referenceRejected: slope)
  }

  /// The slopes of any loss, by central differences.
  static func differences(
    _ pair: LogProbabilities, _ loss: (LogProbabilities) -> Double
  ) -> LogProbabilities {
    func slope(_ path: WritableKeyPath<LogProbabilities, Double>) -> Double {
      let step = 1e-4
      var (up, down) = (pair, pair)
      up[keyPath: path] += step
      down[keyPath: path] -= step
      return (loss(up) - loss(down)) / (2 * step)
    }
    return LogProbabilities(
      policyChosen: slope(\.policyChosen), policyRejected: slope(\.policyRejected),
      referenceChosen: slope(\.referenceChosen), referenceRejected: slope(\.referenceRejected))
  }

  /// Figures of rewards; what counts as right can be another rule.
  static func figures(
    _ rewards: [(chosen: Double, rejected: Double)],
    isRight: (Double, Double) -> Double = { $0 > $1 ? 1 : $0 == $1 ? 0.5 : 0 }
  ) -> Figures {
    Figures(
      chosenReward: mean(rewards.map(\.chosen)), rejectedReward: mean(rewards.map(\.rejected)),
      margin: mean(rewards.map { $0.chosen - $0.rejected }),
      accuracy: mean(rewards.map { isRight($0.chosen, $0.rejected) }))
  }

  static func rewards(_ pairs: [LogProbabilities], _ beta: Double) -> [(chosen: Double, rejected: Double)] {
    pairs.map { (beta * $0.chosenLogRatio, beta * $0.rejectedLogRatio) }
  }

  static func preferenceFigures(_ pairs: [LogProbabilities], _ beta: Double) -> Figures {
    figures(rewards(pairs, beta))
  }

  static func ipoLoss(_ pair: LogProbabilities, _ beta: Double) -> Double {
    let missing = pair.chosenLogRatio - pair.rejectedLogRatio - 0.5 / beta
    return missing * missing
  }

  static func rewardLoss(_ chosen: [Double], _ rejected: [Double]) -> Double {
    mean(zip(chosen, rejected).map { logSumExp([$0, $1]) - $0 })
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

extension Preferences.LogProbabilities {
  /// The four numbers, the policy's first.
  init(
    _ policyChosen: Double, _ policyRejected: Double, _ referenceChosen: Double, _ referenceRejected: Double
  ) {
    self.init(
      policyChosen: policyChosen, policyRejected: policyRejected, referenceChosen: referenceChosen,
      referenceRejected: referenceRejected)
  }

  /// log π(chosen) − log π_ref(chosen).
  var chosenLogRatio: Double { policyChosen - referenceChosen }
  /// log π(rejected) − log π_ref(rejected).
  var rejectedLogRatio: Double { policyRejected - referenceRejected }
  /// The h of 05.6.
  var preference: Double { chosenLogRatio - rejectedLogRatio }
  /// The pair with its answers exchanged.
  var swapped: Self { Self(policyRejected, policyChosen, referenceRejected, referenceChosen) }
  /// The four numbers, the policy's first.
  var values: [Double] { [policyChosen, policyRejected, referenceChosen, referenceRejected] }
}
