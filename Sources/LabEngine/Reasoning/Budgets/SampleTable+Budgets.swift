extension SampleTable {
  /// The share of chains with no more lines of working than were allowed, and the mean number of lines.
  ///
  /// The interval is over problems, since chains of one problem are alike. Throws `ReasoningError.invalid` for a
  /// negative limit.
  public func obedience(to limit: Int) throws -> (obeyed: Measured, meanLines: Double) {
    guard limit >= 0 else { throw ReasoningError.invalid("a chain cannot have \(limit) lines") }
    let counts = samples.map { $0.map(\.lines.count) }
    let shares = counts.map { row in Double(row.count { $0 <= limit }) / Double(row.count) }
    let lines = counts.reduce(0) { $0 + $1.reduce(0, +) }
    return (try Measured(shares), Double(lines) / Double(samples.count * samplesPerProblem))
  }
}
