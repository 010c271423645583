// The answers of lab 06.

import Foundation
import LabContracts

func extractAnswer(_ chain: String) -> String? {
  guard let marker = chain.range(of: "answer:", options: [.caseInsensitive, .backwards]) else {
    return lastNumber(Array(chain))
  }
  let line = chain[marker.upperBound...].prefix { !$0.isNewline }
  let answer = line.trimmingCharacters(in: .whitespaces)
  return answer.isEmpty ? nil : answer
}

/// From the last digit backwards, over digits and what stands between two of them, to the sign.
private func lastNumber(_ chain: [Character]) -> String? {
  guard let end = chain.lastIndex(where: isDigit) else { return nil }
  var start = end
  while start > 0 {
    if isDigit(chain[start - 1]) {
      start -= 1
    } else if start > 1, ".,".contains(chain[start - 1]), isDigit(chain[start - 2]) {
      start -= 2
    } else {
      break
    }
  }
  let before = start > 1 ? chain[start - 2] : " "
  if start > 0, minusSigns.contains(chain[start - 1]), !isDigit(before), !before.isLetter { start -= 1 }
  return String(chain[start...end])
}

private let minusSigns = "-−－"

private func isDigit(_ character: Character) -> Bool {
  character.wholeNumberValue.map { $0 < 10 } ?? false
}

func normalizedAnswer(_ answer: String) -> String {
  var text = answer.trimmingCharacters(in: .whitespacesAndNewlines)
  if text.hasSuffix(".") { text.removeLast() }
  return canonicalNumber(text) ?? text.lowercased()
}

/// `nil` for a text that is no number.
private func canonicalNumber(_ text: String) -> String? {
  let number =
    #/
    (?: (?<sign>[-+−－])? \s* [$€£]? | [$€£] \s* (?<inner>[-+−－]) ) \s*
    (?<whole> \d{1,3} (?: , \d{3} )+ | \d* ) (?: \. (?<decimals>\d+) )? \s*
    (?: \p{L}+ | [%$€£] )?
    /#
  guard let parts = text.wholeMatch(of: number) else { return nil }
  let (whole, decimals) = (digits(parts.whole), digits(parts.decimals ?? ""))
  guard !whole.isEmpty || !decimals.isEmpty else { return nil }
  let front = String(whole.drop { $0 == "0" })
  let back = String(decimals.reversed().drop { $0 == "0" }.reversed())
  let isNegative = (parts.sign ?? parts.inner ?? "+") != "+" && !(front + back).isEmpty
  return (isNegative ? "-" : "") + (front.isEmpty ? "0" : front) + (back.isEmpty ? "" : "." + back)
}

/// The digits of any script as 0 to 9, without what stands between them.
private func digits(_ text: Substring) -> String {
  text.compactMap { $0.wholeNumberValue.map { String($0) } }.joined()
}

func majorityVote(_ answers: [String?]) -> String? {
  heaviest(answers.map { ($0, 1) })
}

/// The answer with the largest sum of weights above 0, of equals the one that has its first vote first.
private func heaviest(_ votes: [(answer: String?, weight: Double)]) -> String? {
  var totals: [String: Double] = [:]
  var order: [String] = []
  for case (let answer?, let weight) in votes where weight > 0 {
    if totals[answer] == nil { order.append(answer) }
    totals[answer, default: 0] += weight
  }
  let most = totals.values.max()
  return order.first { totals[$0] == most }
}

func weightedVote(_ answers: [String?], _ logWeights: [Double]) throws -> String? {
  try require(answers.count == logWeights.count, else: .unequalLengths)
  // NaN is not below anything.
  try require(logWeights.allSatisfy { $0 < .infinity }, else: .invalidScore)
  let votes = zip(answers, logWeights).filter { $0 != nil && $1 > -.infinity }
  // Only relations between weights count, so that the largest may be 1.
  let largest = votes.map(\.1).max() ?? 0
  return heaviest(votes.map { ($0, exp($1 - largest)) })
}

func bestOfN(_ answers: [String?], _ scores: [Double]) throws -> Int? {
  try require(answers.count == scores.count, else: .unequalLengths)
  try require(!answers.isEmpty, else: .noSamples)
  try require(!scores.contains(where: \.isNaN), else: .invalidScore)
  let chosen = answers.indices.filter { answers[$0] != nil }
  let highest = chosen.map { scores[$0] }.max()
  return chosen.first { scores[$0] == highest }
}

func passAtK(_ samples: Int, _ correct: Int, _ k: Int) throws -> Double {
  try require(samples >= 1, else: .noSamples)
  try require(correct <= samples, else: .tooManyCorrect)
  try require(k <= samples, else: .tooManyDraws)
  try require(correct >= 0 && k >= 1, else: .outOfRange)
  let wrong = samples - correct
  guard k <= wrong else { return 1 }
  // C(wrong, k) / C(samples, k), one factor for each right sample.
  let allWrong = (wrong..<samples).reduce(1.0) { $0 * (1 - Double(k) / Double($1 + 1)) }
  return 1 - allWrong
}

func voteAccuracy(_ accuracy: Double, _ voters: Int) throws -> Double {
  try require((0...1).contains(accuracy), else: .outOfRange)
  try require(voters >= 1, else: .noSamples)
  guard accuracy > 0, accuracy < 1 else { return accuracy }
  let odds = log(accuracy) - log1p(-accuracy)
  // The logarithm of C(n, right) · p^right · (1 − p)^(n − right), from one number of right votes to the next.
  var logChance = Double(voters) * log1p(-accuracy)
  var sum = 0.0
  for right in 0...voters {
    if 2 * right > voters { sum += exp(logChance) }
    if 2 * right == voters { sum += exp(logChance) / 2 }
    logChance += odds + log(Double(voters - right) / Double(right + 1))
  }
  return sum
}

func earlyStop(_ answers: [String?]) -> Reasoning.StoppedVote {
  let samples =
    (0..<answers.count).first { isDecided(answers.prefix($0), left: answers.count - $0) }
    ?? answers.count
  return Reasoning.StoppedVote(samples: samples, winner: majorityVote(Array(answers.prefix(samples))))
}

private func isDecided(_ seen: ArraySlice<String?>, left: Int) -> Bool {
  let votes = seen.compactMap { $0 }
  guard let leader = majorityVote(votes) else { return false }
  // How the vote ends if all that is left goes to one answer. A new one begins at 0, and its first vote stands last.
  let rivals = Set(votes).subtracting([leader])
  let lead = votes.count { $0 == leader }
  return left <= lead
    && rivals.allSatisfy { rival in
      majorityVote(votes + Array(repeating: rival, count: left)) == leader
    }
}

func allocateSamples(_ accuracies: [Double], _ budget: Int, _ minimum: Int) throws -> [Int] {
  try require(accuracies.allSatisfy { (0...1).contains($0) } && minimum >= 1, else: .outOfRange)
  try require(minimum % 2 == 1, else: .evenVote)
  try require(budget >= 0 && budget / minimum >= accuracies.count, else: .budgetTooSmall)
  var voters = accuracies.map { _ in minimum }
  func gain(_ problem: Int) throws -> Double {
    try voteAccuracy(accuracies[problem], voters[problem] + 2)
      - voteAccuracy(accuracies[problem], voters[problem])
  }
  var gains = try accuracies.indices.map(gain)
  for _ in 0..<(budget - minimum * accuracies.count) / 2 {
    guard let best = gains.indices.max(by: { gains[$0] < gains[$1] }), gains[best] > 0 else { break }
    voters[best] += 2
    gains[best] = try gain(best)
  }
  return voters
}

func wilsonInterval(_ correct: Int, _ trials: Int, _ z: Double) throws -> Reasoning.Interval {
  try require(trials >= 1, else: .noSamples)
  try require(correct <= trials, else: .tooManyCorrect)
  try require(correct >= 0 && z > 0 && z.isFinite, else: .outOfRange)
  let (n, share) = (Double(trials), Double(correct) / Double(trials))
  let centre = share + z * z / (2 * n)
  let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  return Reasoning.Interval(low: (centre - reach) / scale, high: (centre + reach) / scale)
}

private func require(_ condition: Bool, else error: Reasoning.InputError) throws {
  if !condition { throw error }
}
