/// How many samples each problem gets out of a common budget.
public enum SampleAllocation {
  /// As equal as possible; what cannot be divided goes to the first problems.
  ///
  /// Throws `ReasoningError.noSamples` for no problems, `.invalid` for a negative budget.
  public static func uniform(_ total: Int, problems: Int) throws(ReasoningError) -> [Int] {
    try byWeight(total, weights: [Double](repeating: 1, count: max(0, problems)))
  }

  /// In proportion to weights, such as how much the first samples of a problem disagree. Fractions are settled by the
  /// largest remainder, so that the sum is exactly `total`; equal weights count as order says. If all weigh 0, all are
  /// alike.
  ///
  /// - Parameter most: the most that one problem can get; what is over goes to the others. No limit when `nil`.
  ///
  /// Throws `ReasoningError.noSamples` for no problems, `.invalidScore` for a weight that is negative or no finite
  /// number, `.invalid` for a total that is negative or beyond what all can get.
  public static func byWeight(
    _ total: Int, weights: [Double], most: Int? = nil
  ) throws(ReasoningError) -> [Int] {
    guard !weights.isEmpty else { throw .noSamples }
    if let index = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidScore(weights[index], sample: index)
    }
    let most = most ?? max(0, total)
    let (room, overflow) = most.multipliedReportingOverflow(by: weights.count)
    guard total >= 0, most >= 0, overflow || total <= room else {
      throw .invalid(
        "\(total) samples cannot be given to \(weights.count) problems with at most \(most) each")
    }
    var given = [Int](repeating: 0, count: weights.count)
    var open = Array(weights.indices)
    while true {
      let left = total - given.reduce(0, +)
      guard left > 0 else { return given }
      let shares = largestRemainder(left, open.map { weights[$0] })
      for (index, share) in zip(open, shares) { given[index] = min(most, given[index] + share) }
      open.removeAll { given[$0] >= most }
    }
  }

  /// Whole shares of `total`.
  private static func largestRemainder(_ total: Int, _ weights: [Double]) -> [Int] {
    let largest = weights.max() ?? 0
    // Divided by the largest first: sums of huge weights stay finite, and of none they are not 0 / 0.
    let scaled = weights.map { largest > 0 ? $0 / largest : 1 }
    let sum = scaled.reduce(0, +)
    let exact = scaled.map { Double(total) * $0 / sum }
    var shares = exact.map { Int($0) }
    let order = exact.indices.sorted {
      let (a, b) = (exact[$0] - Double(shares[$0]), exact[$1] - Double(shares[$1]))
      return (a, $1) > (b, $0)
    }
    for index in order.prefix(max(0, total - shares.reduce(0, +))) { shares[index] += 1 }
    return shares
  }

  /// What maximises the expected number of right votes when the share of right samples of each problem is known:
  /// samples go, two at a time so that votes stay odd, where they gain most.
  ///
  /// It is for comparison, since nobody knows the shares beforehand; with an estimate for them it is a policy. Voters
  /// are taken to be independent (`Binomial.majorityAccuracy`), so problems under one half get a single sample. What is
  /// left when nothing gains is not spent.
  ///
  /// Throws `ReasoningError.noSamples` for no problems, `.invalid` for shares outside 0...1 or a total below one sample
  /// for each.
  public static func byGain(_ total: Int, shares: [Double]) throws(ReasoningError) -> [Int] {
    guard !shares.isEmpty else { throw .noSamples }
    guard total >= shares.count else {
      throw .invalid("\(total) samples are not one for each of \(shares.count) problems")
    }
    var given = [Int](repeating: 1, count: shares.count)
    var gains: [Double] = []
    for share in shares { gains.append(try gain(share, from: 1)) }
    for _ in 0..<(total - shares.count) / 2 {
      guard let best = gains.indices.max(by: { (gains[$0], $1) < (gains[$1], $0) }), gains[best] > 0 else {
        break
      }
      given[best] += 2
      gains[best] = try gain(shares[best], from: given[best])
    }
    return given
  }

  private static func gain(_ share: Double, from voters: Int) throws(ReasoningError) -> Double {
    try Binomial.majorityAccuracy(p: share, voters: voters + 2)
      - Binomial.majorityAccuracy(p: share, voters: voters)
  }
}
