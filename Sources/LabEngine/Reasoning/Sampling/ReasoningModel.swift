import LabKernels

/// A model that works problems out, with the tokenizer of its text.
///
///     let model = try ReasoningModel.course()
///     let problems = ReasoningCorpus(seed: 7).problems(100, .heldOut)
///     let table = try model.sample(problems, SamplingPlan(samples: 16))
///     print(try table.singleAccuracy(), try table.voteAccuracy(of: 16))
public struct ReasoningModel: Sendable {
  /// What predicts the next token.
  public let model: Transformer
  /// What cuts text into tokens.
  public let tokenizer: ReasoningTokenizer

  /// A model of the tokenizer's vocabulary. Throws `ReasoningError.invalid` for another.
  public init(_ model: Transformer) throws(ReasoningError) {
    let tokenizer = ReasoningTokenizer()
    guard model.configuration.vocabulary == tokenizer.vocabulary.count else {
      throw .invalid(
        "the model knows \(model.configuration.vocabulary) tokens, but problems are written in "
          + "\(tokenizer.vocabulary.count)")
    }
    (self.model, self.tokenizer) = (model, tokenizer)
  }

  /// Chains for each of `problems`: on all cores, each prompt read once for all chains that go on from it.
  ///
  /// Throws `ReasoningError` for a plan or a problem that cannot be, `TransformerError` for a story beyond the
  /// model's context.
  public func sample(
    _ problems: [ReasoningProblem], _ plan: SamplingPlan = SamplingPlan()
  ) throws -> SampleTable {
    let start = ContinuousClock.now
    guard !problems.isEmpty else { throw ReasoningError.noSamples }
    try plan.validate()
    let results = Parallelism.allCores.map(problems.count) { index in
      Result { try sample(problems[index], number: index, plan) }
    }
    let rows = try results.map { try $0.get() }
    return try SampleTable(
      problems: problems, samples: rows.map(\.samples),
      cost: SampleCost(
        promptTokens: rows.reduce(0) { $0 + $1.promptTokens },
        tokens: rows.reduce(0) { $0 + $1.samples.reduce(0) { $0 + $1.tokens } },
        seconds: start.duration(to: .now) / .seconds(1)))
  }

  private func sample(
    _ problem: ReasoningProblem, number: Int, _ plan: SamplingPlan
  ) throws -> (samples: [ReasoningSample], promptTokens: Int) {
    let prompt = try tokenizer.encode(problem.prompt(plan.budget))
    let completions = try model.generate(
      request(prompt, plan, stream: UInt64(number)), count: plan.samples)
    return (completions.map(sample), prompt.count)
  }

  /// - Parameter stream: tells requests of one seed apart.
  func request(_ prompt: [Int], _ plan: SamplingPlan, stream: UInt64) -> GenerationRequest {
    var seeds = RandomStream(seed: plan.seed, stream: stream)
    return GenerationRequest(
      prompt: prompt, maximum: max(0, model.configuration.context - prompt.count),
      sampling: SamplingSettings(temperature: plan.temperature), stops: [[tokenizer.end]],
      seed: seeds.next())
  }

  private func sample(_ completion: Completion) -> ReasoningSample {
    let isFinished = completion.reason == .stop
    return ReasoningSample(
      text: tokenizer.text(of: completion.tokens), tokens: completion.tokens.count + (isFinished ? 1 : 0),
      logProbability: completion.logProbability, isFinished: isFinished)
  }
}
