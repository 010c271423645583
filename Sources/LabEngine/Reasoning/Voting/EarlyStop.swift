/// When a vote is settled enough to sample no further.
public enum EarlyStop: Hashable, Sendable {
  /// Never before all samples are drawn.
  case never
  /// When the samples that are left could not change the winner: saves tokens and never the result.
  case settled
  /// When the leader is more frequent than the runner-up with this probability, if the two had a uniform prior:
  /// Adaptive-Consistency (Aggarwal et al. 2023, "Let's Sample Step by Step", the Beta criterion).
  case confident(Double)

  /// Whether to stop after `answers`, when up to `maximum` could be drawn.
  ///
  /// Throws `ReasoningError.invalid` for a confidence outside (0, 1).
  public func stops<Answer: Hashable & Sendable>(
    after answers: [Answer?], maximum: Int
  ) throws(ReasoningError) -> Bool {
    if case .confident(let level) = self, !(level > 0 && level < 1) {
      throw .invalid("a confidence lies between 0 and 1, not at \(level)")
    }
    guard !answers.isEmpty else { return maximum <= 0 }
    guard answers.count < maximum else { return true }
    let votes = try VoteTally(answers).candidates.map(\.votes)
    let (leader, second) = (votes.first ?? 0, votes.dropFirst().first ?? 0)
    switch self {
    case .never: return false
    case .settled: return leader - second > maximum - answers.count
    case .confident(let level): return try Self.confidence(leader: leader, second: second) >= level
    }
  }

  /// The probability that the leader is truly more frequent than the runner-up, given their votes and a uniform prior.
  ///
  /// P(x > ½) for x from Beta(leader + 1, second + 1), which is a sum of binomial probabilities. Throws
  /// `ReasoningError.invalid` for negative votes.
  public static func confidence(leader: Int, second: Int) throws(ReasoningError) -> Double {
    guard leader >= 0, second >= 0, leader < 1_000_000, second < 1_000_000 else {
      throw .invalid("votes lie between 0 and 1000000, not at \(leader) and \(second)")
    }
    return try Binomial(trials: leader + second + 1, probability: 0.5).atLeast(second + 1)
  }

  /// A vote that draws one answer after another until it stops.
  ///
  /// - Parameter answers: those that would be drawn, in order.
  /// - Returns: how many were, and the winner among them.
  ///
  /// Throws `ReasoningError.noSamples` for no answers, and as `stops` does.
  public func vote<Answer: Hashable & Sendable>(
    _ answers: [Answer?], ties rule: TieRule = .first
  ) throws(ReasoningError) -> (drawn: Int, winner: Answer?) {
    guard !answers.isEmpty else { throw .noSamples }
    var drawn: [Answer?] = []
    for answer in answers {
      drawn.append(answer)
      if try stops(after: drawn, maximum: answers.count) { break }
    }
    return (drawn.count, try VoteTally(drawn).winner(ties: rule))
  }
}

extension SampleTable {
  /// What a vote of up to n chains comes to when it may stop early: its accuracy, and the chains and tokens that it
  /// spends on a problem.
  public func votes(
    of n: Int, stopping rule: EarlyStop
  ) throws -> (accuracy: Measured, meanSamples: Double, meanTokens: Double) {
    var (drawn, tokens) = (0.0, 0.0)
    let right = try groupMeans(of: n) { problem, group in
      let vote = try rule.vote(group.map(\.answer))
      drawn += Double(vote.drawn)
      tokens += Double(group.prefix(vote.drawn).reduce(0) { $0 + $1.tokens })
      return vote.winner == ExactNumber(problem.answer) ? 1 : 0
    }
    let groups = Double(problems.count * (samplesPerProblem / n))
    return (try Measured(right), drawn / groups, tokens / groups)
  }
}
