extension SampleTable {
  /// How many chains of each problem are right.
  public var correct: [Int] {
    zip(problems, samples).map { problem, row in row.count { $0.isCorrect(for: problem) } }
  }

  /// For each problem the share of chains that are right: how easy it is for this model.
  public var shares: [Double] { correct.map { Double($0) / Double(samplesPerProblem) } }

  /// The accuracy of a single chain.
  public func singleAccuracy(level: Double = 0.95) throws -> Measured { try Measured(shares, level: level) }

  /// The accuracy of a vote of n chains.
  ///
  /// Each row is cut into as many groups of n as it holds; a problem's value is the share of them whose vote is right,
  /// so that all chains are used and none twice. The interval is over problems.
  ///
  /// - Parameter weight: how much a chain's vote weighs; all alike unless given.
  ///
  /// Throws `ReasoningError.tooManyDraws` for n beyond the samples, `.invalid` for n < 1, and as `VoteTally` does.
  public func voteAccuracy(
    of n: Int, ties rule: TieRule = .first, weight: ((ReasoningSample) throws -> Double)? = nil
  ) throws -> Measured {
    try Measured(votesRight(of: n, ties: rule, weight: weight))
  }

  /// What voting adds to a single chain, problem by problem, with the interval of the difference.
  public func voteGain(of n: Int, ties rule: TieRule = .first) throws -> Measured {
    try Measured(zip(votesRight(of: n, ties: rule), shares).map { $0 - $1 })
  }

  /// For each problem the share of votes of n that are right.
  public func votesRight(
    of n: Int, ties rule: TieRule = .first, weight: ((ReasoningSample) throws -> Double)? = nil
  ) throws -> [Double] {
    try groupMeans(of: n) { problem, group in
      let tally = try VoteTally(group.map(\.answer), weights: group.map { try weight?($0) ?? 1 })
      return tally.winner(ties: rule) == ExactNumber(problem.answer) ? 1 : 0
    }
  }

  /// The accuracy of choosing one of n chains by the highest score, the earliest of equals.
  ///
  /// Throws as `voteAccuracy` does, and `ReasoningError.invalidScore` for scores that are no numbers.
  public func choiceAccuracy(
    of n: Int, score: (ReasoningProblem, ReasoningSample) throws -> Double
  ) throws -> Measured {
    let values = try groupMeans(of: n) { problem, group in
      let best = try BestOfN.index(scores: group.map { try score(problem, $0) })
      return group[group.startIndex + best].isCorrect(for: problem) ? 1 : 0
    }
    return try Measured(values)
  }

  /// The chance that one of n chains is right: what a verifier that never errs would reach.
  public func passAtK(_ k: Int) throws -> Measured {
    try PassAtK.mean(samples: samplesPerProblem, correct: correct, k: k)
  }

  /// Tokens of a chain, on average.
  public var meanTokens: Double {
    Double(samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens } })
      / Double(samples.count * samplesPerProblem)
  }

  /// The mean over groups of n chains, for each problem.
  func groupMeans(
    of n: Int, _ value: (ReasoningProblem, ArraySlice<ReasoningSample>) throws -> Double
  ) throws -> [Double] {
    try requireChains(n)
    let groups = samplesPerProblem / n
    return try zip(problems, samples).map { problem, row in
      let values = try (0..<groups).map { try value(problem, row[$0 * n..<($0 + 1) * n]) }
      return values.reduce(0, +) / Double(groups)
    }
  }
}
