import Foundation
import LabContracts
import LabTesting

/// 06.8 and 06.9, samples that are not drawn and samples that are.
extension Misconceptions {
  /// 06.8
  static let earlyStop: [Misconception] = [
    stop(
      "tie-rule-forgotten",
      "You go on while a rival could draw level. A leader whose first vote stands first wins ties: it is decided earlier."
    ) { votes, left in
      let (lead, second) = leadAndSecond(votes)
      return lead - second > left && lead > left
    },
    stop(
      "every-tie-is-won",
      "You stop when no rival could do more than draw level. A rival whose first vote stands first would win that tie."
    ) { votes, left in
      let (lead, second) = leadAndSecond(votes)
      return lead > 0 && lead - second >= left && lead >= left
    },
    stop(
      "new-answers-forgotten",
      "You look at the rivals seen so far, and stop at the first answer, which has none. What is left may go to a new one."
    ) { votes, left in
      guard let leader = Oracle.majority(votes) else { return false }
      return Set(votes).allSatisfy { Oracle.majority(votes + Array(repeating: $0, count: left)) == leader }
    },
    stop(
      "new-answers-win-ties",
      "A new answer that draws level loses: its first vote stands last. As many votes as are left are enough."
    ) { votes, left in
      guard let leader = Oracle.majority(votes) else { return false }
      return votes.count { $0 == leader } > left
        && Set(votes).allSatisfy { Oracle.majority(votes + Array(repeating: $0, count: left)) == leader }
    },
    stop(
      "rivals-forgotten",
      "You ask whether a new answer could still win, and forget those that have votes already."
    ) { votes, left in
      guard let leader = Oracle.majority(votes) else { return false }
      return votes.count { $0 == leader } >= left
    },
    Misconception(
      "more-than-half-of-the-budget", lives: "06.8",
      sentence:
        "Half of the budget always suffices, but less may: what counts is what is left, and who could use it."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        stopped(answers) { votes, _ in
          Set(votes).contains { answer in 2 * votes.count { $0 == answer } > answers.count }
        }
      }
    },
    Misconception(
      "budget-without-the-silent", lives: "06.8",
      sentence:
        "You take samples without an answer out of the budget before you begin. Nobody knows them before they are drawn."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers.filter { $0 != nil })
        let places = answers.indices.filter { answers[$0] != nil }
        let samples = vote.samples == 0 ? (answers.isEmpty ? 0 : answers.count) : places[vote.samples - 1] + 1
        return Reasoning.StoppedVote(samples: samples, winner: vote.winner)
      }
    },
    Misconception(
      "silent-samples-not-counted", lives: "06.8",
      sentence: "`samples` is how many were looked at, and those without an answer were looked at as well."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers)
        return Reasoning.StoppedVote(
          samples: answers.prefix(vote.samples).count { $0 != nil }, winner: vote.winner)
      }
    },
    Misconception(
      "silent-samples-as-rivals", lives: "06.8",
      sentence: "You count samples without an answer as votes for a rival. They vote for nobody."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers.map { $0 ?? "\u{0}" })
        return Reasoning.StoppedVote(
          samples: vote.samples, winner: Oracle.majority(Array(answers.prefix(vote.samples))))
      }
    },
    Misconception(
      "never-stops", lives: "06.8",
      sentence: "You look at all samples. Stop as soon as nothing can change the winner."
    ) {
      $0.bind(Reasoning.earlyStop) {
        Reasoning.StoppedVote(samples: $0.count, winner: Oracle.majority($0))
      }
    },
    Misconception(
      "one-sample-late", lives: "06.8",
      sentence: "You look at one more sample after the vote is decided. Ask before you draw, and not after."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers)
        return Reasoning.StoppedVote(samples: min(answers.count, vote.samples + 1), winner: vote.winner)
      }
    },
    Misconception(
      "place-for-a-count", lives: "06.8",
      sentence: "You return the place of the last sample looked at. How many were looked at is one more."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers)
        return Reasoning.StoppedVote(samples: max(0, vote.samples - 1), winner: vote.winner)
      }
    },
    Misconception(
      "samples-left-returned", lives: "06.8",
      sentence: "You return how many samples were saved. Asked is how many were looked at."
    ) {
      $0.bind(Reasoning.earlyStop) { answers in
        let vote = Oracle.stoppedLongVote(answers)
        return Reasoning.StoppedVote(samples: answers.count - vote.samples, winner: vote.winner)
      }
    },
    stop("two-alike-are-enough", "You stop when two samples agree. Others may still agree more often.") {
      votes, _ in
      Set(votes).contains { answer in votes.count { $0 == answer } >= 2 }
    },
    stop(
      "last-vote-decides", "The winner is that of 06.3 and not the answer that came last.",
      winner: { $0.last }
    ) {
      votes, left in
      guard let leader = Oracle.majority(votes) else { return false }
      return (Set(votes).union(["new"])).allSatisfy {
        Oracle.majority(votes + Array(repeating: $0, count: left)) == leader
      }
    },
  ]

  private static func stop(
    _ id: String, _ sentence: String,
    winner: @escaping @Sendable ([String]) -> String? = { Oracle.majority($0) },
    _ isDecided: @escaping @Sendable (_ votes: [String], _ left: Int) -> Bool
  ) -> Misconception {
    Misconception(id, lives: "06.8", sentence: sentence) {
      $0.bind(Reasoning.earlyStop) { stopped($0, winner: winner, isDecided) }
    }
  }

  private static func stopped(
    _ answers: [String?], winner: ([String]) -> String? = { Oracle.majority($0) },
    _ isDecided: (_ votes: [String], _ left: Int) -> Bool
  ) -> Reasoning.StoppedVote {
    let samples =
      answers.indices.first { isDecided(answers.prefix($0).compactMap { $0 }, answers.count - $0) }
      ?? answers.count
    return Reasoning.StoppedVote(
      samples: samples, winner: winner(answers.prefix(samples).compactMap { $0 }))
  }

  private static func leadAndSecond(_ votes: [String]) -> (Int, Int) {
    let counts = Set(votes).map { answer in votes.count { $0 == answer } }.sorted(by: >) + [0, 0]
    return (counts[0], counts[1])
  }
}
