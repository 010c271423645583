/// The beginnings of a search while it grows.
struct StepTree {
  /// A chain as far as it is written.
  private struct Branch {
    var tokens: [Int] = []
    var logProbability = 0.0
    var score = 0.0
    /// What the scorer saw of the line before.
    var features: StepFeatures?
    /// The log-probabilities of the line being written.
    var line: [Double] = []
    /// Whether its line, or all of it, has ended.
    var isResting = false
    var hasEnded = false
  }

  /// Finished chains, the best first.
  private(set) var chains: [(sample: ReasoningSample, score: Double)] = []
  private(set) var tokens = 0
  let promptTokens: Int
  private let model: ReasoningModel
  private let search: StepSearch
  private let scorer: StepScorer
  private var branches = [Branch()]
  private var cache: KVCache
  /// The scores of the next token, a row for each branch.
  private var logits: [Float]
  private var random: RandomStream

  init(
    _ model: ReasoningModel, _ problem: ReasoningProblem, _ search: StepSearch, _ scorer: StepScorer
  ) throws {
    let prompt = try model.tokenizer.encode(problem.prompt(search.budget))
    (self.model, self.search, self.scorer) = (model, search, scorer)
    promptTokens = prompt.count
    cache = try model.model.makeCache()
    logits = try model.model.prefill(prompt, into: &cache)
    random = RandomStream(seed: search.seed)
  }

  /// Whether nothing is left to go on from.
  var isFinished: Bool { branches.isEmpty }

  /// Writes a line behind every beginning in several ways and keeps the best.
  mutating func grow() throws {
    try fork()
    while branches.contains(where: { !$0.isResting }) { try writeToken() }
    try prune()
  }

  private mutating func fork() throws {
    let parents = branches.indices.flatMap { Array(repeating: $0, count: search.branches) }
    try keep(parents)
    for index in branches.indices {
      branches[index].line = []
      branches[index].isResting = false
    }
  }

  private mutating func keep(_ places: [Int]) throws {
    let width = model.model.configuration.vocabulary
    branches = places.map { branches[$0] }
    logits = places.flatMap { logits[$0 * width..<($0 + 1) * width] }
    if !places.isEmpty { cache = try cache.selecting(places) }
  }

  /// One more token of every branch that is not resting; the others read one that is taken back at once.
  private mutating func writeToken() throws {
    let width = model.model.configuration.vocabulary
    let settings = SamplingSettings(temperature: search.temperature)
    var next = [Int](repeating: model.tokenizer.end, count: branches.count)
    let resting = branches.map(\.isResting)
    for index in branches.indices where !resting[index] {
      var sampler = try Sampler(settings, random: random)
      let choice = try sampler.choose(from: logits[index * width..<(index + 1) * width])
      random.position += 1
      next[index] = choice.token
      branches[index].tokens.append(choice.token)
      branches[index].logProbability += choice.logProbability
      branches[index].line.append(choice.logProbability)
      tokens += 1
    }
    let lengths = cache.lengths
    let scores = try model.model.decode(next, cache: &cache)
    for index in branches.indices {
      if resting[index] {
        try cache.truncate(index, to: lengths[index])
      } else {
        logits.replaceSubrange(
          index * width..<(index + 1) * width, with: scores[index * width..<(index + 1) * width])
        try rest(index, after: next[index])
      }
    }
  }

  /// Ends the line of a branch, and scores it, where its last token or the context says so.
  private mutating func rest(_ index: Int, after token: Int) throws {
    // One place is left free, for the token that resting branches read.
    let isFull = cache.lengths[index] >= cache.capacity - 1
    branches[index].hasEnded = token == model.tokenizer.end || isFull
    guard branches[index].hasEnded || token == model.tokenizer.newline else { return }
    let width = model.model.configuration.dModel
    branches[index].isResting = true
    let features = StepFeatures(
      hidden: cache.hiddenStates[index * width..<(index + 1) * width],
      logProbabilities: branches[index].line, after: branches[index].features)
    branches[index].score = try scorer.probability(features)
    branches[index].features = features
  }

  /// Puts chains that have ended aside and keeps the best beginnings, each once. A beginning goes on while fewer than
  /// `beams` others, finished ones included, are better.
  private mutating func prune() throws {
    var seen: Set<[Int]> = []
    let different = branches.indices.filter { seen.insert(branches[$0].tokens).inserted }
    for branch in different.map({ branches[$0] }) where branch.hasEnded {
      chains.append((sample(branch), branch.score))
    }
    chains.sort { $0.score > $1.score }
    let going = different.filter { !branches[$0].hasEnded }
    let best = going.sorted { (branches[$0].score, $1) > (branches[$1].score, $0) }
    let kept = best.enumerated().filter { rank, index in
      rank + chains.count { $0.score > branches[index].score } < search.beams
    }
    try keep(kept.map(\.element))
  }

  private func sample(_ branch: Branch) -> ReasoningSample {
    let isFinished = branch.tokens.last == model.tokenizer.end
    return ReasoningSample(
      text: model.tokenizer.text(of: branch.tokens), tokens: branch.tokens.count,
      logProbability: branch.logProbability, isFinished: isFinished)
  }
}
