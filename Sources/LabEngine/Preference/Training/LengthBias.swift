/// How much of a preference is a preference for length.
///
///     let bias = LengthBias(of: try trainer.evaluate(heldOutPairs))
///     bias.chosenIsLonger   // in the data: the share of pairs whose chosen answer has more tokens
///     bias.correlation      // in the policy: between the margin and by how many tokens the chosen answer is longer
///
/// A sum of log-ratios grows with the number of its terms, so a policy can raise a summed margin by being a little
/// surer of every token of a long answer (Park et al., "Disentangling Length from Quality", 2024).
public struct LengthBias: Hashable, Sendable {
  /// The share of pairs whose chosen answer has more tokens; equal lengths count half.
  public let chosenIsLonger: Double
  /// The mean of chosen tokens − rejected tokens.
  public let meanDifference: Double
  /// Pearson's correlation between that difference and the margin; `nil` where one of them does not vary.
  public let correlation: Double?

  /// The bias of scored pairs. Throws `PreferenceError.noPairs`.
  public init(of pairs: [PairLogProbabilities]) throws(PreferenceError) {
    guard !pairs.isEmpty else { throw .noPairs }
    let differences = pairs.map { Double($0.chosenTokens - $0.rejectedTokens) }
    let count = Double(pairs.count)
    chosenIsLonger = differences.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) } / count
    meanDifference = differences.reduce(0, +) / count
    correlation = Self.correlation(differences, pairs.map(\.margin))
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let squares = (
      x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }, y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    )
    guard squares.0 > 0, squares.1 > 0 else { return nil }
    return product / (squares.0 * squares.1).squareRoot()
  }
}
