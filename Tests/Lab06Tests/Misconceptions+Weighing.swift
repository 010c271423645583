import Foundation
import LabContracts
import LabTesting

/// 06.4, weights as logarithms.
extension Misconceptions {
  /// What is made of the weights.
  static let weightedVote: [Misconception] = [
    weighted(
      "exponentials-of-everything",
      "exp(−2000) is 0 as a `Double`, and exp(1000) is ∞. Take the largest logarithm off all of them before `exp`."
    ) { votes in heaviest(votes.map { ($0.0, exp($0.1)) }) },
    weighted("logarithms-added", "You add logarithms. The weights are to be added: exp first.") { votes in
      let answers = firsts(votes)
      let totals = answers.map { answer in votes.filter { $0.0 == answer }.reduce(0) { $0 + $1.1 } }
      return totals.max().flatMap { most in totals.firstIndex(of: most).map { answers[$0] } }
    },
    weighted(
      "heaviest-sample-wins", "You take the answer of the heaviest sample. The weights of an answer add up."
    ) {
      votes in
      let most = votes.map(\.1).max()
      return votes.first { $0.1 == most }?.0
    },
    weighted(
      "weights-averaged", "You average the weights of an answer. They add up: a second vote never harms."
    ) {
      votes in
      let count = { (answer: String) in Double(votes.count { $0.0 == answer }) }
      return heaviest(shifted(votes).map { ($0.0, $0.1 / count($0.0)) })
    },
    weighted("weights-disregarded", "You count the votes and leave the weights aside.") { votes in
      heaviest(votes.map { ($0.0, 1) })
    },
    weighted("lightest-answer-wins", "You return the answer with the smallest sum of weights.") { votes in
      let total = { (answer: String) in shifted(votes).filter { $0.0 == answer }.reduce(0) { $0 + $1.1 } }
      return firsts(votes).min { total($0) < total($1) }
    },
    weighted("powers-of-two", "The weight is e to the power of its logarithm, and not 2 to that power.") {
      votes in
      let largest = votes.map(\.1).max() ?? 0
      return heaviest(votes.map { ($0.0, exp2($0.1 - largest)) })
    },
    weighted("powers-of-ten", "The weight is e to the power of its logarithm, and not 10 to that power.") {
      votes in
      let largest = votes.map(\.1).max() ?? 0
      return heaviest(votes.map { ($0.0, pow(10, $0.1 - largest)) })
    },
    weighted(
      "signs-of-logarithms-dropped", "You take −3 for 3: the smaller the logarithm, the lighter the sample."
    ) {
      votes in
      let smallest = votes.map { abs($0.1) }.max() ?? 0
      return heaviest(votes.map { ($0.0, exp(abs($0.1) - smallest)) })
    },
    weighted(
      "ranks-for-weights",
      "You weigh by the distance to the smallest logarithm. The weight is its power of e."
    ) {
      votes in
      let smallest = votes.map(\.1).min() ?? 0
      return heaviest(votes.map { ($0.0, $0.1 - smallest + 1e-9) })
    },
    weighted(
      "each-answer-by-its-own-largest",
      "You take each answer's own largest logarithm off, and compare what is left. The same number must come off all."
    ) { votes in
      heaviest(
        votes.map { vote in
          (vote.0, exp(vote.1 - (votes.filter { $0.0 == vote.0 }.map(\.1).max() ?? 0)))
        })
    },
    weighted("tie-of-weights-to-the-last", "Where several lead, the one whose first vote stands first wins.")
    { votes in
      heaviest(shifted(votes), takesLast: true)
    },
    weighted(
      "tie-of-weights-by-alphabet", "Where several lead, the first vote decides, and not the alphabet."
    ) {
      votes in heaviest(shifted(votes).sorted { $0.0 < $1.0 })
    },
  ]

  /// What is done with samples that do not vote, and with weights that are none.
  static let weightsOutOfPlace: [Misconception] = [
    Misconception(
      "largest-among-the-silent", lives: "06.4",
      sentence:
        "The largest logarithm is that of a sample without an answer, and beside it all votes become 0. Look only at votes."
    ) {
      $0.weightedVote { answers, logWeights in
        let largest = logWeights.max() ?? 0
        return Oracle.winner(answers, logWeights.map { exp($0 - largest) })
      }
    },
    Misconception(
      "weight-of-nothing-votes", lives: "06.4",
      sentence: "−∞ is a weight of 0, which is no vote: it wins nothing, and holds no place for a tie."
    ) {
      $0.weightedVote { answers, logWeights in
        let largest = zip(answers, logWeights).filter { $0.0 != nil }.map(\.1).max() ?? 0
        // Smaller than anything that counts, and still a vote.
        let weights = logWeights.map { largest == -.infinity ? 1 : max(exp($0 - largest), 1e-300) }
        return Oracle.winner(answers, weights)
      }
    },
    Misconception(
      "nothing-keeps-its-place", lives: "06.4",
      sentence: "A sample of weight 0 does not vote, so it is not its answer's first vote either."
    ) {
      $0.weightedVote { answers, logWeights in
        guard zip(answers, logWeights).contains(where: { $0 != nil && $1 > -.infinity }) else { return nil }
        let largest = zip(answers, logWeights).filter { $0.0 != nil }.map(\.1).max() ?? 0
        return Oracle.winner(answers, logWeights.map { max(exp($0 - largest), 1e-300) })
      }
    },
    Misconception(
      "silent-samples-answer", lives: "06.4",
      sentence: "A sample without an answer does not vote, whatever its weight."
    ) {
      $0.weightedVote { answers, logWeights in
        let largest = logWeights.filter { $0 > -.infinity }.max() ?? 0
        let winner = Oracle.winner(answers.map { $0 ?? "\u{0}" }, logWeights.map { exp($0 - largest) })
        return winner == "\u{0}" ? nil : winner
      }
    },
    refusal(
      "weight-that-is-no-number", "NaN and ∞ make every sum NaN or ∞: throw `invalidScore`.", .invalidScore),
    refusal(
      "lists-of-unequal-length", "Weights that belong to no answer are a mistake: throw `unequalLengths`.",
      .unequalLengths),
    Misconception(
      "only-nan-refused", lives: "06.4",
      sentence: "+∞ is no weight either: ∞ / ∞ is NaN. Throw `invalidScore`."
    ) {
      $0.bind(Reasoning.weightedVote) { answers, logWeights in
        if answers.count != logWeights.count { throw InputError.unequalLengths }
        if logWeights.contains(where: \.isNaN) { throw InputError.invalidScore }
        return winner(answers, logWeights)
      }
    },
    Misconception(
      "weight-of-nothing-refused", lives: "06.4",
      sentence: "−∞ is a weight of 0, which is allowed: `isFinite` refuses too much."
    ) {
      $0.bind(Reasoning.weightedVote) { answers, logWeights in
        if answers.count != logWeights.count { throw InputError.unequalLengths }
        if !logWeights.allSatisfy(\.isFinite) { throw InputError.invalidScore }
        return winner(answers, logWeights)
      }
    },
    Misconception(
      "silent-weights-unchecked", lives: "06.4",
      sentence:
        "The weight of a sample without an answer must be a number as well: something is wrong where it is not."
    ) {
      $0.bind(Reasoning.weightedVote) { answers, logWeights in
        if answers.count != logWeights.count { throw InputError.unequalLengths }
        if zip(answers, logWeights).contains(where: { $0 != nil && !($1 < .infinity) }) {
          throw InputError.invalidScore
        }
        return winner(answers, logWeights)
      }
    },
  ]

  private static func weighted(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable ([(String, Double)]) -> String?
  ) -> Misconception {
    Misconception(id, lives: "06.4", sentence: sentence) {
      $0.weightedVote { answer(votes($0, $1)) }
    }
  }

  private static func refusal(_ id: String, _ sentence: String, _ spared: InputError) -> Misconception {
    Misconception(id, lives: "06.4", sentence: sentence) {
      $0.weightedVote(sparing: spared) { winner($0, $1) }
    }
  }

  /// Samples with an answer and a weight, and its logarithm.
  private static func votes(_ answers: [String?], _ logWeights: [Double]) -> [(String, Double)] {
    zip(answers, logWeights).compactMap { answer, weight in
      weight == -.infinity ? nil : answer.map { ($0, weight) }
    }
  }

  private static func firsts(_ votes: [(String, Double)]) -> [String] {
    votes.indices.filter { index in !votes[..<index].contains { $0.0 == votes[index].0 } }.map { votes[$0].0 }
  }

  private static func shifted(_ votes: [(String, Double)]) -> [(String, Double)] {
    let largest = votes.map(\.1).max() ?? 0
    return votes.map { ($0.0, exp($0.1 - largest)) }
  }

  private static func winner(_ answers: [String?], _ logWeights: [Double]) -> String? {
    heaviest(shifted(votes(answers, logWeights)))
  }

  /// By weights, whatever they are; the first of equals.
  private static func heaviest(_ votes: [(String, Double)], takesLast: Bool = false) -> String? {
    let answers = firsts(votes)
    let totals = answers.map { answer in votes.filter { $0.0 == answer }.reduce(0) { $0 + $1.1 } }
    let most = totals.max()
    let index = takesLast ? totals.lastIndex { $0 == most } : totals.firstIndex { $0 == most }
    return index.map { answers[$0] }
  }
}
