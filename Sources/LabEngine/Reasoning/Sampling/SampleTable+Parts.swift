extension SampleTable {
  /// The part of the table that holds problems of a level, or of any other kind; `nil` when there are none.
  public func filtered(_ isWanted: (ReasoningProblem) -> Bool) -> SampleTable? {
    selecting(problems.indices.filter { isWanted(problems[$0]) })
  }

  /// The part with the problems at some places; `nil` for no places, or one that is not there.
  ///
  /// Its cost is that of its own tokens; of the rest it has the same share.
  public func selecting(_ places: [Int]) -> SampleTable? {
    guard places.allSatisfy(problems.indices.contains) else { return nil }
    return try? part(problems: places.map { problems[$0] }, samples: places.map { samples[$0] })
  }

  /// The part with some chains of every problem.
  ///
  /// Whoever chooses problems by their samples and measures on the same samples finds what chance put there. Choose by
  /// one half and measure on the other:
  ///
  ///     let (seen, fresh) = (try table.chains(0..<32), try table.chains(32..<64))
  ///     let hard = fresh.selecting(seen.shares.indices.filter { seen.shares[$0] < 0.5 })
  ///
  /// Throws `ReasoningError.noSamples` for none, `.tooManyDraws` or `.invalid` for chains that are not there.
  public func chains(_ range: Range<Int>) throws(ReasoningError) -> SampleTable {
    guard !range.isEmpty else { throw .noSamples }
    guard range.lowerBound >= 0 else { throw .invalid("chains are counted from 0, not \(range.lowerBound)") }
    try requireChains(range.upperBound)
    return try part(problems: problems, samples: samples.map { Array($0[range]) })
  }

  private func part(problems: [ReasoningProblem], samples: [[ReasoningSample]]) throws(ReasoningError)
    -> SampleTable
  {
    let tokens = samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens } }
    let share = cost.tokens > 0 ? Double(tokens) / Double(cost.tokens) : 0
    return try SampleTable(
      problems: problems, samples: samples,
      cost: SampleCost(
        promptTokens: Int((share * Double(cost.promptTokens)).rounded()), tokens: tokens,
        seconds: share * cost.seconds))
  }
}
