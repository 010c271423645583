import LabContracts

typealias InputError = Reasoning.InputError

/// Slow and obvious ways to what the exercises must answer: here votes.
enum Oracle {
  /// The answer that no other beats: neither with more weight, nor with as much and an earlier first vote.
  static func winner(_ answers: [String?], _ weights: [Double]) -> String? {
    let voters = answers.indices.filter { answers[$0] != nil && weights[$0] > 0 }
    let firsts = voters.filter { voter in !voters.contains { $0 < voter && answers[$0] == answers[voter] } }
    let total = { (first: Int) in
      voters.filter { answers[$0] == answers[first] }.reduce(0) { $0 + weights[$1] }
    }
    let best = firsts.first { first in !firsts.contains { total($0) > total(first) } }
    return best.flatMap { answers[$0] }
  }

  static func majority(_ answers: [String?]) -> String? { winner(answers, answers.map { _ in 1 }) }

  /// By how much the heaviest answer leads, as a share of its weight; infinite with one answer.
  static func lead(_ answers: [String?], _ weights: [Double]) -> Double {
    let totals = Set(answers.compactMap { $0 }).map { answer in
      zip(answers, weights).reduce(0) { $0 + ($1.0 == answer ? $1.1 : 0) }
    }.sorted(by: >)
    return totals.count < 2 ? .infinity : 1 - totals[1] / totals[0]
  }

  /// The first moment at which all ways to go on end alike: every way is tried.
  static func stoppedVote(_ answers: [String?]) -> Reasoning.StoppedVote {
    stoppedVote(answers) { seen, left in
      let kinds: [String?] = Set(seen.compactMap { $0 }).map { $0 } + ["new", nil]
      var endings: Set<String?> = []
      for way in 0..<(0..<left).reduce(1, { count, _ in count * kinds.count }) {
        var (rest, way) = ([String?](), way)
        for _ in 0..<left {
          rest.append(kinds[way % kinds.count])
          way /= kinds.count
        }
        endings.insert(majority(seen + rest))
        if endings.count > 1 { return false }
      }
      return true
    }
  }

  /// The same for longer votes: only those ways in which all that is left agrees.
  static func stoppedLongVote(_ answers: [String?]) -> Reasoning.StoppedVote {
    stoppedVote(answers) { seen, left in
      let kinds: [String?] = Set(seen.compactMap { $0 }).map { $0 } + ["new", nil]
      return Set(kinds.map { majority(seen + Array(repeating: $0, count: left)) }).count == 1
    }
  }

  /// The first moment at which a vote is decided.
  static func stoppedVote(
    _ answers: [String?], isDecided: (_ seen: [String?], _ left: Int) -> Bool
  ) -> Reasoning.StoppedVote {
    let samples =
      (0...answers.count).first { isDecided(Array(answers.prefix($0)), answers.count - $0) }
      ?? answers.count
    return Reasoning.StoppedVote(samples: samples, winner: majority(Array(answers.prefix(samples))))
  }
}
