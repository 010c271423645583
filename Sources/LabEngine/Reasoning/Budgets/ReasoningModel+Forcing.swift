import LabKernels

extension ReasoningModel {
  /// Makes chains obey: those with more than `limit` lines are cut there, and the model has to answer at once.
  ///
  /// Budget forcing as in Muennighoff et al., "s1: Simple Test-Time Scaling", 2025, section 3.1. The cost is that of
  /// the tokens that remain and those written anew; what was cut is not counted, since it need not have been written.
  ///
  /// - Parameter plan: how the chains of the table were sampled.
  ///
  /// Throws `ReasoningError.invalid` for a negative limit, and as `sample` does.
  public func forcing(_ table: SampleTable, toLines limit: Int, _ plan: SamplingPlan) throws -> SampleTable {
    guard limit >= 0 else { throw ReasoningError.invalid("a chain cannot have \(limit) lines") }
    try plan.validate()
    let start = ContinuousClock.now
    let results = Parallelism.allCores.map(table.problems.count) { index in
      Result {
        try table.samples[index].enumerated().map { number, sample in
          guard sample.lines.count > limit else { return sample }
          let stream = UInt64(index) << 32 | UInt64(number)
          return try cut(sample, of: table.problems[index], after: limit, plan, stream: stream)
        }
      }
    }
    let samples = try results.map { try $0.get() }
    return try SampleTable(
      problems: table.problems, samples: samples,
      cost: SampleCost(
        promptTokens: table.cost.promptTokens,
        tokens: samples.reduce(0) { $0 + $1.reduce(0) { $0 + $1.tokens } },
        seconds: table.cost.seconds + start.duration(to: .now) / .seconds(1)))
  }

  private func cut(
    _ sample: ReasoningSample, of problem: ReasoningProblem, after lines: Int, _ plan: SamplingPlan,
    stream: UInt64
  ) throws -> ReasoningSample {
    let kept = sample.lines.prefix(lines).map { $0 + "\n" }.joined() + ReasoningProblem.answerMark
    let prompt = try tokenizer.encode(problem.prompt(plan.budget) + kept)
    let completion = try model.generate(request(prompt, plan, stream: stream))
    let text = "\(kept) \(tokenizer.text(of: completion.tokens))"
    let isFinished = completion.reason == .stop
    return ReasoningSample(
      text: text, tokens: try tokenizer.encode(text).count + (isFinished ? 1 : 0),
      logProbability: try logProbability(of: text, for: problem, budget: plan.budget), isFinished: isFinished)
  }
}
