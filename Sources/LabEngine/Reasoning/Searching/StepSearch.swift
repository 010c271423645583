import LabKernels

/// A search through chains, line by line: several continuations of each kept beginning are written side by side, a
/// scorer judges each line, and only the best beginnings go on.
///
/// A beam search over lines (Snell et al., "Scaling LLM Test-Time Compute Optimally", 2024, section 5.2). It can only be
/// as good as its scorer.
public struct StepSearch: Hashable, Sendable {
  /// Beginnings that are kept after each line.
  public var beams: Int
  /// Continuations that are written for each.
  public var branches: Int
  /// How many lines of working the prompt allows.
  public var budget: LineBudget
  /// Divides the scores when a token is chosen.
  public var temperature: Float
  /// Chooses the continuations.
  public var seed: UInt64

  /// Four beginnings with four continuations each, unless told otherwise.
  public init(
    beams: Int = 4, branches: Int = 4, budget: LineBudget = .free, temperature: Float = 0.7, seed: UInt64 = 1
  ) {
    (self.beams, self.branches, self.budget) = (beams, branches, budget)
    (self.temperature, self.seed) = (temperature, seed)
  }

  /// What a search found.
  public struct Outcome: Sendable {
    /// Finished chains, each with the scorer's probability of its last line, the best first.
    public let chains: [(sample: ReasoningSample, score: Double)]
    /// Tokens of the prompt, and all that were written, those of dropped lines included.
    public let cost: SampleCost

    /// The answer of the best chain; `nil` when none was finished or none can be read.
    public var answer: ExactNumber? { chains.first?.sample.answer }
  }

  func validate() throws {
    guard beams >= 1, branches >= 1, beams <= 4096 / branches else {
      throw ReasoningError.invalid(
        "a search has 1 beam and 1 branch or more and at most 4096 lines at a time, not \(beams) · \(branches)"
      )
    }
    try budget.validate()
    try SamplingSettings(temperature: temperature).validate()
  }
}

extension ReasoningModel {
  /// Searches for a chain for `problem`.
  ///
  /// Throws `ReasoningError` for a search that cannot be or a scorer of another model, and as `sample` does.
  public func search(
    _ problem: ReasoningProblem, _ search: StepSearch = StepSearch(), by scorer: StepScorer
  ) throws -> StepSearch.Outcome {
    try search.validate()
    let start = ContinuousClock.now
    var tree = try StepTree(self, problem, search, scorer)
    while !tree.isFinished { try tree.grow() }
    return StepSearch.Outcome(
      chains: tree.chains,
      cost: SampleCost(
        promptTokens: tree.promptTokens, tokens: tree.tokens, seconds: start.duration(to: .now) / .seconds(1))
    )
  }

  /// Searches for each of `problems`, on all cores.
  public func search(
    _ problems: [ReasoningProblem], _ search: StepSearch = StepSearch(), by scorer: StepScorer
  ) throws -> [StepSearch.Outcome] {
    let results = Parallelism.allCores.map(problems.count) { index in
      var own = search
      own.seed = search.seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
      return Result { try self.search(problems[index], own, by: scorer) }
    }
    return try results.map { try $0.get() }
  }
}
