import Foundation

/// Chooses one token after another from a model's scores.
///
/// The same seed gives the same choices; a sampler is a value, so a copy repeats what the original does.
public struct Sampler: Sendable {
  /// How tokens are chosen.
  public let settings: SamplingSettings
  private var random: RandomStream
  /// Candidates of the current choice; kept between choices, so that none allocates.
  private var candidates: [Candidate] = []

  /// A token and how likely it is.
  struct Candidate: Sendable {
    let token: Int
    var score: Float
  }

  /// A chosen token.
  public struct Choice: Equatable, Sendable {
    /// Which.
    public let token: Int
    /// The logarithm of its probability under the model itself, before temperature and truncation.
    public let logProbability: Double
  }

  /// A sampler that draws from `random`. Throws `GenerationError.invalid`.
  public init(_ settings: SamplingSettings = SamplingSettings(), random: RandomStream) throws(GenerationError)
  {
    try settings.validate()
    self.settings = settings
    self.random = random
  }

  /// Chooses a token.
  ///
  /// - Parameters:
  ///   - logits: one score for each token of the vocabulary; −∞ forbids one.
  ///   - history: the tokens so far, which only the repetition penalty looks at.
  ///
  /// Throws `GenerationError.notFinite` for scores that are no numbers, `.invalid` when there are none or
  /// all are −∞.
  public mutating func choose(
    from logits: ArraySlice<Float>, history: [Int] = []
  ) throws(GenerationError) -> Choice {
    let total = try logSumExp(logits)
    penalize(logits, history)
    let token = settings.temperature == 0 ? likeliest() : draw()
    return Choice(token: token, logProbability: Double(logits[logits.startIndex + token]) - total)
  }

  /// Chooses a token from a whole array of scores; see the method on slices.
  public mutating func choose(
    from logits: [Float], history: [Int] = []
  ) throws(GenerationError) -> Choice {
    try choose(from: logits[...], history: history)
  }

  /// The probabilities that `choose` draws from: zero for tokens that the settings cut off.
  public func distribution(from logits: [Float], history: [Int] = []) throws(GenerationError) -> [Double] {
    _ = try logSumExp(logits[...])
    var copy = self
    copy.penalize(logits[...], history)
    var result = [Double](repeating: 0, count: logits.count)
    if settings.temperature == 0 {
      result[copy.likeliest()] = 1
      return result
    }
    let weights = copy.truncate()
    let total = weights.reduce(0, +)
    for (candidate, weight) in zip(copy.candidates, weights) { result[candidate.token] = weight / total }
    return result
  }

  private func logSumExp(_ logits: ArraySlice<Float>) throws(GenerationError) -> Double {
    var top = -Float.infinity
    for (index, score) in logits.enumerated() {
      guard !score.isNaN, score != .infinity else { throw .notFinite(token: index, score: score) }
      top = max(top, score)
    }
    guard top > -.infinity else { throw .invalid("no token is allowed: all \(logits.count) scores are −∞") }
    return Double(top) + log(logits.reduce(0.0) { $0 + exp(Double($1) - Double(top)) })
  }

  /// Fills `candidates` with every allowed token.
  private mutating func penalize(_ logits: ArraySlice<Float>, _ history: [Int]) {
    candidates.removeAll(keepingCapacity: true)
    for (token, score) in logits.enumerated() where score > -.infinity {
      candidates.append(Candidate(token: token, score: score))
    }
    guard settings.repetitionPenalty != 1 else { return }
    let seen = Set(history)
    for index in candidates.indices where seen.contains(candidates[index].token) {
      let score = candidates[index].score
      candidates[index].score =
        score > 0 ? score / settings.repetitionPenalty : score * settings.repetitionPenalty
    }
  }

  /// The first of the tokens with the highest score.
  private func likeliest() -> Int {
    var best = candidates[0]
    for candidate in candidates where candidate.score > best.score { best = candidate }
    return best.token
  }

  private mutating func draw() -> Int {
    let weights = truncate()
    // Weights are positive and finite: the likeliest candidate's is 1.
    return candidates[random.index(weightedBy: weights) ?? 0].token
  }

  /// Keeps the candidates that the settings allow; returns their probabilities relative to the likeliest.
  private mutating func truncate() -> [Double] {
    if settings.topK != nil || settings.topP != nil {
      // Equal scores are kept in the order of their ids, so that ties do not depend on the sort.
      candidates.sort { ($0.score, $1.token) > ($1.score, $0.token) }
    }
    if let topK = settings.topK, topK < candidates.count { candidates.removeSubrange(topK...) }
    let top = Double(candidates.reduce(-.infinity) { max($0, $1.score) })
    var weights = candidates.map { exp((Double($0.score) - top) / Double(settings.temperature)) }
    if let topP = settings.topP { keep(reaching: Double(topP), &weights) }
    if let minP = settings.minP {
      let kept = weights.indices.filter { weights[$0] >= Double(minP) }
      candidates = kept.map { candidates[$0] }
      weights = kept.map { weights[$0] }
    }
    return weights
  }

  /// The shortest run of the likeliest candidates whose probabilities reach `share`.
  private mutating func keep(reaching share: Double, _ weights: inout [Double]) {
    let goal = share * weights.reduce(0, +)
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if sum >= goal {
        candidates.removeSubrange((index + 1)...)
        weights.removeSubrange((index + 1)...)
        return
      }
    }
  }
}
