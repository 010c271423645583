// What the lesson calls unless it is run with --mine: the exercises, answered by the engine where it has them.

import Foundation
import LabContracts
import LabEngine

/// The engine takes the first number behind a marker; here it is what the line says, in words or not.
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

/// The engine reads fractions and other separators, too, and leaves words aside.
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
  (try? VoteTally(answers))?.winner()
}

/// The engine adds weights as they are; logarithms are brought near 0 before.
func weightedVote(_ answers: [String?], _ logWeights: [Double]) throws -> String? {
  try require(answers.count == logWeights.count, else: .unequalLengths)
  // NaN is not below anything.
  try require(logWeights.allSatisfy { $0 < .infinity }, else: .invalidScore)
  let votes = zip(answers, logWeights).filter { $0 != nil && $1 > -.infinity }
  guard let largest = votes.map(\.1).max() else { return nil }
  return try refusing { try VoteTally(votes.map(\.0), weights: votes.map { exp($0.1 - largest) }).winner() }
}

func bestOfN(_ answers: [String?], _ scores: [Double]) throws -> Int? {
  try require(answers.count == scores.count, else: .unequalLengths)
  try require(!answers.isEmpty, else: .noSamples)
  try require(!scores.contains(where: \.isNaN), else: .invalidScore)
  let places = answers.indices.filter { answers[$0] != nil }
  guard !places.isEmpty else { return nil }
  return try refusing { places[try BestOfN.index(scores: places.map { scores[$0] })] }
}

func passAtK(_ samples: Int, _ correct: Int, _ k: Int) throws -> Double {
  try require(samples >= 1, else: .noSamples)
  return try refusing { try PassAtK.estimate(samples: samples, correct: correct, k: k) }
}

func voteAccuracy(_ accuracy: Double, _ voters: Int) throws -> Double {
  try refusing { try Binomial.majorityAccuracy(p: accuracy, voters: voters) }
}

/// The engine's rule goes on while a rival could draw level, whoever would win that tie.
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

/// The engine's rule knows no minimum but 1.
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
  try refusing {
    let measured = try Measured(correct: correct, of: trials, z: z)
    return Reasoning.Interval(low: measured.low, high: measured.high)
  }
}

private func require(_ condition: Bool, else error: Reasoning.InputError) throws {
  if !condition { throw error }
}

/// Tells the engine's refusals as the contract has them.
private func refusing<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let error as ReasoningError {
    throw inputError(error)
  }
}

private func inputError(_ error: ReasoningError) -> any Error {
  switch error {
  case .noSamples: Reasoning.InputError.noSamples
  case .tooManyCorrect: Reasoning.InputError.tooManyCorrect
  case .tooManyDraws: Reasoning.InputError.tooManyDraws
  case .lengthsDiffer: Reasoning.InputError.unequalLengths
  case .invalidScore: Reasoning.InputError.invalidScore
  case .invalid: Reasoning.InputError.outOfRange
  default: error
  }
}
