/// How many votes, or how much weight, each answer got.
///
/// Samples without an answer abstain: they are counted, but not as a vote for anything.
public struct VoteTally<Answer: Hashable & Sendable>: Sendable {
  /// An answer and what speaks for it.
  public struct Candidate: Sendable {
    /// The answer.
    public let answer: Answer
    /// How many samples gave it.
    public fileprivate(set) var votes: Int
    /// The sum of their weights; the number of votes where all weigh 1.
    public fileprivate(set) var weight: Double
    /// The first of those samples.
    public let firstSample: Int
  }

  /// The answers, the heaviest first; of equal weights the one given first.
  public let candidates: [Candidate]
  /// Samples without an answer.
  public let abstentions: Int

  /// Counts one vote for each answer.
  ///
  /// - Parameter answers: one for each sample; `nil` for samples that have none.
  ///
  /// Throws `ReasoningError.noSamples` for none at all.
  public init(_ answers: [Answer?]) throws(ReasoningError) {
    try self.init(answers, weights: answers.map { _ in 1 })
  }

  /// Adds up weights, such as a scorer's. Answers of weight 0 are candidates too.
  ///
  /// Throws `ReasoningError.noSamples`, `.lengthsDiffer`, or `.invalidScore` for a weight that is negative or no finite
  /// number.
  public init(_ answers: [Answer?], weights: [Double]) throws(ReasoningError) {
    guard !answers.isEmpty else { throw .noSamples }
    guard weights.count == answers.count else {
      throw .lengthsDiffer("answers", answers.count, "weights", weights.count)
    }
    if let index = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .invalidScore(weights[index], sample: index)
    }
    var places: [Answer: Int] = [:]
    var candidates: [Candidate] = []
    for (sample, (answer, weight)) in zip(answers, weights).enumerated() {
      guard let answer else { continue }
      if let place = places[answer] {
        candidates[place].votes += 1
        candidates[place].weight += weight
      } else {
        places[answer] = candidates.count
        candidates.append(Candidate(answer: answer, votes: 1, weight: weight, firstSample: sample))
      }
    }
    self.candidates = candidates.sorted { ($0.weight, $1.firstSample) > ($1.weight, $0.firstSample) }
    abstentions = answers.count { $0 == nil }
  }
}

/// What a vote says when several answers share the first place: when their weights are equal to the last bit.
public enum TieRule: Hashable, Sendable {
  /// The one that was given first. Of unordered samples that is one at random, and no score decides it.
  case first
  /// No answer.
  case abstain
  /// One of them at random, the same for the same seed.
  case random(seed: UInt64)
}

extension VoteTally {
  /// The answers with the greatest weight: none when all samples abstained, several for a tie.
  public var leaders: [Candidate] { candidates.filter { $0.weight == candidates[0].weight } }

  /// Whether several answers share the first place.
  public var isTied: Bool { leaders.count > 1 }

  /// The answer that won; `nil` when every sample abstained, and for a tie where the rule says so.
  public func winner(ties rule: TieRule = .first) -> Answer? {
    let leaders = leaders
    guard leaders.count > 1 else { return leaders.first?.answer }
    switch rule {
    case .first: return leaders[0].answer
    case .abstain: return nil
    case .random(let seed):
      var random = RandomStream(seed: seed)
      return random.element(of: leaders).answer
    }
  }

  /// The winner's share of all votes and abstentions, by weight 1 each: a measure of how sure the vote is.
  public var agreement: Double {
    let samples = candidates.reduce(abstentions) { $0 + $1.votes }
    return Double(candidates.first?.votes ?? 0) / Double(samples)
  }
}
