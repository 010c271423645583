import LabKernels

extension ReasoningModel {
  /// What a step scorer sees of each line of a chain, that of the answer included.
  ///
  /// One pass over prompt and chain. Throws `ReasoningError.unknownWord` for a chain that the model cannot have
  /// written, `TransformerError` for one beyond its context.
  public func steps(
    of chain: String, for problem: ReasoningProblem, budget: LineBudget = .free
  ) throws -> [StepFeatures] {
    let pass = try ChainPass(self, problem.prompt(budget), chain)
    var features: [StepFeatures] = []
    var start = pass.written.lowerBound
    for place in start..<pass.ids.count where [tokenizer.newline, tokenizer.end].contains(pass.ids[place]) {
      features.append(
        StepFeatures(
          hidden: pass.hidden(place), logProbabilities: pass.logProbabilities(start..<place + 1),
          after: features.last))
      start = place + 1
    }
    return features
  }

  /// The logarithm of the probability of a chain, without that of its end: as in `ReasoningSample`.
  ///
  /// Throws as `steps(of:for:budget:)` does.
  public func logProbability(
    of chain: String, for problem: ReasoningProblem, budget: LineBudget = .free
  ) throws -> Double {
    let pass = try ChainPass(self, problem.prompt(budget), chain)
    return pass.logProbabilities(pass.written).reduce(0, +)
  }

  /// The same for every chain of a table, on all cores: `[problem][sample][line]`.
  public func stepFeatures(of table: SampleTable, budget: LineBudget = .free) throws -> [[[StepFeatures]]] {
    let results = Parallelism.allCores.map(table.problems.count) { index in
      Result {
        try table.samples[index].map { try steps(of: $0.text, for: table.problems[index], budget: budget) }
      }
    }
    return try results.map { try $0.get() }
  }

  /// How likely each line of each chain is right, by a scorer: `[problem][sample][line]`.
  ///
  /// Throws as `steps(of:for:budget:)` and `StepScorer.probability` do.
  public func stepScores(
    of table: SampleTable, budget: LineBudget = .free, by scorer: StepScorer
  ) throws -> [[[Double]]] {
    try stepFeatures(of: table, budget: budget).map { try $0.map { try $0.map(scorer.probability) } }
  }
}

/// Everything that one pass over a prompt and a chain computes.
private struct ChainPass {
  let ids: [Int]
  /// The places of the chain's tokens, without the one that ends it.
  let written: Range<Int>
  private let states: [Float]
  private let scores: [Float]
  private let width: Int

  init(_ model: ReasoningModel, _ prompt: String, _ chain: String) throws {
    let (read, chain) = (try model.tokenizer.encode(prompt), try model.tokenizer.encode(chain))
    written = read.count..<read.count + chain.count
    // A chain that filled the context was not ended.
    let isFull = written.upperBound >= model.model.configuration.context
    ids = read + chain + (isFull ? [] : [model.tokenizer.end])
    width = model.model.configuration.dModel
    let recorded = model.model.recorded(on: Tape(), frozen: true)
    let hidden = try recorded.hiddenStates(ids)
    let logits = try hidden.linear(recorded.parameters[model.model.layout.head])
    // The score of a token stands at the place before it; behind the last there is none.
    scores = try logits.logSoftmax().picking(ids.dropFirst() + [0]).value.values
    states = try hidden.value.values
  }

  func hidden(_ place: Int) -> ArraySlice<Float> { states[place * width..<(place + 1) * width] }

  func logProbabilities(_ places: Range<Int>) -> [Double] {
    places.map { Double(scores[$0 - 1]) }
  }
}
