/// Problems without end, in two parts that share none.
///
/// A problem's identity alone decides by a hash on which side it stands, whatever the seed and however much is drawn.
public struct ReasoningCorpus: Hashable, Sendable, Codable {
  /// Chooses the problems and their order.
  public let seed: UInt64

  /// What a problem is for.
  public enum Part: String, Hashable, Sendable, Codable, CaseIterable {
    /// Fifteen problems of sixteen.
    case training
    /// The others, which no training text contains.
    case heldOut
  }

  /// The corpus of a seed.
  public init(seed: UInt64 = 1) { self.seed = seed }

  /// The first `count` problems of a part, all different; fewer where there are no more of a level.
  ///
  /// - Parameter level: only problems of so many sums; all levels alike when `nil`.
  public func problems(_ count: Int, _ part: Part, level: Int? = nil) -> [ReasoningProblem] {
    var random = RandomStream(seed: seed, stream: part == .training ? 2 : 3)
    var seen: Set<String> = []
    var problems: [ReasoningProblem] = []
    var repetitions = 0
    while problems.count < count, repetitions < Self.patience {
      let problem = Self.draw(part, level: level, using: &random)
      let isNew = seen.insert(problem.identity).inserted
      if isNew { problems.append(problem) }
      repetitions = isNew ? 0 : repetitions + 1
    }
    return problems
  }

  /// After so many known problems in a row there are hardly any others.
  private static let patience = 1000

  static func draw(_ part: Part, level: Int? = nil, using random: inout RandomStream) -> ReasoningProblem {
    while true {
      let drawn = random.number(in: ReasoningProblem.levels)
      let problem = ReasoningProblem.draw(level: level ?? drawn, using: &random)
      if problem.part == part { return problem }
    }
  }
}

extension ReasoningProblem {
  /// The part it belongs to.
  public var part: ReasoningCorpus.Part {
    var random = RandomStream(seed: identity.stableHash)
    return random.next() % 16 == 0 ? .heldOut : .training
  }
}
