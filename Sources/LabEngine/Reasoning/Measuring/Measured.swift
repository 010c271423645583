/// A mean over problems and the interval in which it would plausibly lie for other problems of their kind.
public struct Measured: Hashable, Sendable, Codable {
  /// The mean.
  public let mean: Double
  /// The ends of the interval.
  public let low, high: Double
  /// Over how many problems.
  public let count: Int

  /// The mean of one value for each problem, with a bootstrap interval over problems.
  ///
  /// For the difference of two methods on the same problems, hand in the differences: the interval is then
  /// that of pairs, which is far narrower. Throws `ReasoningError.noSamples`, `.invalidScore` for values that are no
  /// finite numbers, or `.invalid` for a level outside (0, 1).
  public init(_ values: [Double], level: Double = 0.95, resamples: Int = 1000, seed: UInt64 = 1) throws {
    guard !values.isEmpty else { throw ReasoningError.noSamples }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw ReasoningError.invalidScore(values[index], sample: index)
    }
    guard level > 0, level < 1 else {
      throw ReasoningError.invalid("a level lies between 0 and 1, not at \(level)")
    }
    mean = values.reduce(0, +) / Double(values.count)
    count = values.count
    let interval = try Bootstrap.interval(ofMean: values, level: level, resamples: resamples, seed: seed)
    (low, high) = (interval.lowerBound, interval.upperBound)
  }

  /// A share of right answers with Wilson's score interval (Wilson 1927), which holds for few trials and for shares
  /// of 0 and 1, where a bootstrap says that it is certain.
  ///
  /// - Parameter z: how many standard deviations: 1.96 for 95 %.
  ///
  /// Throws `ReasoningError.noSamples`, `.tooManyCorrect` or `.invalid`.
  public init(correct: Int, of trials: Int, z: Double = 1.959964) throws(ReasoningError) {
    guard trials > 0 else { throw .noSamples }
    guard correct <= trials else { throw .tooManyCorrect(correct: correct, samples: trials) }
    guard correct >= 0, z > 0, z.isFinite else {
      throw .invalid("an interval needs 0 or more right ones and a positive z, not \(correct) and \(z)")
    }
    let (n, share) = (Double(trials), Double(correct) / Double(trials))
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    mean = share
    count = trials
    low = correct == 0 ? 0 : max(0, centre - reach)
    high = correct == trials ? 1 : min(1, centre + reach)
  }
}
