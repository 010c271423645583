import Foundation
import LabContracts
import LabTesting

/// 06.3 and 06.4, votes that count alike and votes that do not.
extension Misconceptions {
  /// 06.3
  static let majorityVote: [Misconception] = [
    tie(
      "tie-goes-to-the-last-vote",
      "Where several lead, the first vote decides. You take the answer given last."
    ) {
      leaders, answers in
      leaders.max { (answers.lastIndex(of: $0) ?? 0) < (answers.lastIndex(of: $1) ?? 0) }
    },
    tie(
      "tie-goes-to-the-last-to-appear",
      "Where several lead, the first vote decides. `>=` takes the one that appeared last."
    ) { leaders, _ in leaders.last },
    tie(
      "tie-goes-to-who-got-there-first",
      "Where several lead, it counts whose first vote stands first, and not who reached the number first."
    ) { leaders, answers in
      leaders.min { (answers.lastIndex(of: $0) ?? 0) < (answers.lastIndex(of: $1) ?? 0) }
    },
    tie(
      "tie-in-alphabetical-order",
      "Where several lead, you take the alphabetically first: the first vote decides."
    ) {
      leaders, _ in leaders.min()
    },
    tie(
      "tie-in-reverse-order", "Where several lead, you take the alphabetically last: the first vote decides."
    ) {
      leaders, _ in leaders.max()
    },
    tie(
      "tie-to-the-smallest-number",
      "Where several lead, you take the smallest number: the first vote decides."
    ) {
      leaders, _ in leaders.min { (Double($0) ?? 0) < (Double($1) ?? 0) }
    },
    tie(
      "tie-without-a-winner", "A tie has a winner: of those that lead, the one whose first vote stands first."
    ) {
      leaders, _ in leaders.count == 1 ? leaders[0] : nil
    },
    majority(
      "missing-answers-vote",
      "You count samples without an answer as votes for none. They do not vote, however many they are."
    ) { answers in
      let kinds = Set(answers).map { $0 }
      let most = kinds.map { kind in answers.count { $0 == kind } }.max()
      guard let first = answers.first(where: { answer in answers.count { $0 == answer } == most }) else {
        return nil
      }
      return first
    },
    majority("more-than-half-demanded", "The most votes are enough. You ask for more than half of them.") {
      answers in
      Oracle.majority(answers).flatMap { winner in
        2 * answers.count { $0 == winner } > answers.count { $0 != nil } ? winner : nil
      }
    },
    majority(
      "more-than-half-of-all-samples",
      "The most votes are enough. You ask for more than half of all samples, those without an answer included."
    ) { answers in
      Oracle.majority(answers).flatMap { winner in
        2 * answers.count { $0 == winner } > answers.count ? winner : nil
      }
    },
    majority(
      "one-counter",
      "One counter that goes up and down finds a majority of more than half. Where nobody has that, it finds anybody."
    ) { answers in
      var (candidate, count) = (String?.none, 0)
      for case let answer? in answers {
        if count == 0 { candidate = answer }
        count += answer == candidate ? 1 : -1
      }
      return candidate
    },
    majority("first-answer-wins", "You return the first answer. Count the votes.") {
      $0.compactMap { $0 }.first
    },
    majority("last-answer-wins", "You return the last answer. Count the votes.") {
      $0.compactMap { $0 }.last
    },
    majority("rarest-answer-wins", "You return the answer with the fewest votes.") { answers in
      let votes = answers.compactMap { $0 }
      return votes.min { a, b in votes.count { $0 == a } < votes.count { $0 == b } }
    },
    majority(
      "longest-run-wins", "You count votes in a row. All votes of an answer count, wherever they stand."
    ) {
      var (best, longest, current, run) = (String?.none, 0, String?.none, 0)
      for case let answer? in $0 {
        run = answer == current ? run + 1 : 1
        current = answer
        if run > longest { (best, longest) = (answer, run) }
      }
      return best
    },
    majority("case-disregarded", "`A` and `a` are two answers here: equal is what is equal as it stands.") {
      answers in
      let small = Oracle.majority(answers.map { $0?.lowercased() })
      return answers.compactMap { $0 }.first { $0.lowercased() == small }
    },
    majority(
      "compared-as-numbers", "`29.0` and `29` are two answers here: bringing them into one form is 06.2."
    ) {
      answers in
      let key = { (answer: String) in Double(answer).map { "\($0)" } ?? answer }
      let winner = Oracle.majority(answers.map { $0.map(key) })
      return answers.compactMap { $0 }.first { key($0) == winner }
    },
    majority("no-votes-give-an-empty-answer", "Without votes there is no winner: `nil`, and not \"\".") {
      Oracle.majority($0) ?? ""
    },
  ]

  private static func majority(
    _ id: String, _ sentence: String, _ answer: @escaping @Sendable ([String?]) -> String?
  ) -> Misconception {
    Misconception(id, lives: "06.3", sentence: sentence) { $0.bind(Reasoning.majorityVote, to: answer) }
  }

  /// Among the answers with the most votes, in the order of their first.
  private static func tie(
    _ id: String, _ sentence: String,
    _ chosen: @escaping @Sendable (_ leaders: [String], _ answers: [String?]) -> String?
  ) -> Misconception {
    majority(id, sentence) { answers in
      let votes = answers.compactMap { $0 }
      let firsts = votes.indices.filter { votes.firstIndex(of: votes[$0]) == $0 }.map { votes[$0] }
      let most = firsts.map { first in votes.count { $0 == first } }.max()
      let leaders = firsts.filter { first in votes.count { $0 == first } == most }
      return leaders.isEmpty ? nil : chosen(leaders, answers)
    }
  }
}
