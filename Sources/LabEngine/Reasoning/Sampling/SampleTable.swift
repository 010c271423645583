/// What sampling cost.
public struct SampleCost: Hashable, Sendable, Codable {
  /// Tokens that were read: each prompt once.
  public var promptTokens: Int
  /// Tokens that were written.
  public var tokens: Int
  /// How long it took on this machine, with whatever else it was doing.
  public var seconds: Double

  /// A cost.
  public init(promptTokens: Int = 0, tokens: Int = 0, seconds: Double = 0) {
    self.promptTokens = promptTokens
    self.tokens = tokens
    self.seconds = seconds
  }

  /// Both together.
  public static func + (left: SampleCost, right: SampleCost) -> SampleCost {
    SampleCost(
      promptTokens: left.promptTokens + right.promptTokens, tokens: left.tokens + right.tokens,
      seconds: left.seconds + right.seconds)
  }
}

/// Problems with as many chains for each: what experiments about voting and choosing are computed from.
///
/// Sampled once, it answers for every smaller number: chains of a problem are independent draws, so any n of them are
/// what sampling n would have given.
public struct SampleTable: Sendable {
  /// The problems.
  public let problems: [ReasoningProblem]
  /// Chains, one row for each problem, all of one length.
  public let samples: [[ReasoningSample]]
  /// What sampling all of it cost.
  public let cost: SampleCost

  /// A table of chains that are there already.
  ///
  /// Throws `ReasoningError.noSamples` for none, `.lengthsDiffer` for rows that do not fit the problems or each other.
  public init(
    problems: [ReasoningProblem], samples: [[ReasoningSample]], cost: SampleCost = SampleCost()
  ) throws(ReasoningError) {
    guard problems.count == samples.count else {
      throw .lengthsDiffer("problems", problems.count, "rows of samples", samples.count)
    }
    guard let first = samples.first, !first.isEmpty else { throw .noSamples }
    if let odd = samples.first(where: { $0.count != first.count }) {
      throw .lengthsDiffer("samples of one problem", first.count, "of another", odd.count)
    }
    (self.problems, self.samples, self.cost) = (problems, samples, cost)
  }

  /// Chains for each problem.
  public var samplesPerProblem: Int { samples[0].count }

  /// What `count` chains for each problem cost, taken as that share of the whole; the prompt is read once in any case.
  ///
  /// Throws `ReasoningError.invalid` or `.tooManyDraws` for a count that a row does not hold.
  public func cost(chains count: Int) throws(ReasoningError) -> SampleCost {
    try requireChains(count)
    let share = Double(count) / Double(samplesPerProblem)
    return SampleCost(
      promptTokens: cost.promptTokens, tokens: Int((share * Double(cost.tokens)).rounded()),
      seconds: share * cost.seconds)
  }

  func requireChains(_ count: Int) throws(ReasoningError) {
    guard count >= 1 else { throw .invalid("a vote needs at least one sample, not \(count)") }
    guard count <= samplesPerProblem else {
      throw .tooManyDraws(draws: count, samples: samplesPerProblem)
    }
  }
}
