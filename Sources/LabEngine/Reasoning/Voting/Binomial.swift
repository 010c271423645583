/// The number of successes in independent trials of one probability.
///
/// Probabilities are computed by multiplying from the likeliest number outwards and dividing by their sum, so that
/// nothing overflows or cancels, whatever the number of trials.
public struct Binomial: Hashable, Sendable {
  /// How many trials.
  public let trials: Int
  /// The probability of a success.
  public let probability: Double

  /// Throws `ReasoningError.invalid` for a probability outside 0...1, or trials outside 0...10,000,000.
  public init(trials: Int, probability: Double) throws(ReasoningError) {
    guard (0...10_000_000).contains(trials) else {
      throw .invalid("the number of trials lies between 0 and 10000000, not at \(trials)")
    }
    guard (0...1).contains(probability) else {
      throw .invalid("a probability lies between 0 and 1, not at \(probability)")
    }
    self.trials = trials
    self.probability = probability
  }

  /// The probabilities of 0, 1, … `trials` successes.
  public var probabilities: [Double] {
    var values = [Double](repeating: 0, count: trials + 1)
    let mode = min(trials, Int(Double(trials + 1) * probability))
    values[mode] = 1
    guard probability > 0, probability < 1 else { return values }
    let odds = probability / (1 - probability)
    for k in stride(from: mode, to: trials, by: 1) {
      values[k + 1] = values[k] * odds * Double(trials - k) / Double(k + 1)
    }
    for k in stride(from: mode, to: 0, by: -1) {
      values[k - 1] = values[k] / odds * Double(k) / Double(trials - k + 1)
    }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }

  /// The probability of at least `successes`.
  public func atLeast(_ successes: Int) -> Double {
    guard successes > 0 else { return 1 }
    guard successes <= trials else { return 0 }
    return min(1, probabilities[successes...].reversed().reduce(0, +))
  }
}

extension Binomial {
  /// How often the majority of `voters` independent voters is right when each is right with probability `p`.
  ///
  /// All who err agree on one wrong answer, which is the worst case, and a tie is decided by a coin. Real samples are
  /// neither independent nor agreed in their errors; see `SampleTable` for what a real model's votes do.
  /// (Condorcet 1785.) Throws `ReasoningError.noSamples` for no voters, `.invalid` for a `p` outside 0...1.
  public static func majorityAccuracy(p: Double, voters: Int) throws(ReasoningError) -> Double {
    guard voters > 0 else { throw .noSamples }
    let votes = try Binomial(trials: voters, probability: p).probabilities
    let won = votes[(voters / 2 + 1)...].reversed().reduce(0, +)
    return min(1, voters % 2 == 0 ? won + votes[voters / 2] / 2 : won)
  }
}
