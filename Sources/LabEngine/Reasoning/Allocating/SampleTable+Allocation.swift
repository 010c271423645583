extension SampleTable {
  /// How much the first `pilot` chains of each problem disagree: 0 where all gave one answer, near 1 where each gave
  /// another. It knows nothing of which answer is right.
  ///
  /// Throws `ReasoningError.tooManyDraws`, or `.invalid` for a pilot under 1.
  public func disagreement(pilot: Int) throws(ReasoningError) -> [Double] {
    try requireChains(pilot)
    var values: [Double] = []
    for row in samples { values.append(1 - (try VoteTally(row.prefix(pilot).map(\.answer)).agreement)) }
    return values
  }

  /// The accuracy of votes with a number of chains for each problem, taken from the front of its row, and the tokens
  /// that they cost together.
  ///
  /// Throws `ReasoningError.lengthsDiffer`, or `.tooManyDraws` and `.invalid` for numbers that a row does not hold.
  public func voteAccuracy(allocating counts: [Int]) throws -> (accuracy: Measured, tokens: Int) {
    guard counts.count == problems.count else {
      throw ReasoningError.lengthsDiffer("problems", problems.count, "counts", counts.count)
    }
    for count in Set(counts) { try requireChains(count) }
    var (right, tokens) = ([Double](), 0)
    for (place, count) in counts.enumerated() {
      let row = samples[place].prefix(count)
      tokens += row.reduce(0) { $0 + $1.tokens }
      let winner = try VoteTally(row.map(\.answer)).winner()
      right.append(winner == ExactNumber(problems[place].answer) ? 1 : 0)
    }
    return (try Measured(right), tokens)
  }
}
