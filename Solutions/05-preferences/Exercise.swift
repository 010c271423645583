// Lab 05: preferences, from logits to a loss. The answers.

import Foundation
import LabContracts

func logSoftmax(_ logits: [Double]) throws -> [Double] {
  guard let largest = logits.max() else { throw Preferences.InputError.empty }
  try requireFinite(logits)
  // exp of what is left is at most 1, and 1 at least once.
  let logSum = largest + log(logits.reduce(0) { $0 + exp($1 - largest) })
  return logits.map { $0 - logSum }
}

func tokenLogProbabilities(_ logits: [[Double]], _ tokens: [Int]) throws -> [Double] {
  let vocabulary = logits.first?.count ?? 0
  try require(
    logits.count == tokens.count && logits.allSatisfy { $0.count == vocabulary }, else: .shapeMismatch)
  return try zip(logits, tokens.dropFirst()).map { row, next in
    try require(row.indices.contains(next), else: .tokenOutOfRange)
    return try logSoftmax(row)[next]
  }
}

func answerMask(_ tokens: [Int], _ promptLength: Int, _ endToken: Int) throws -> [Bool] {
  try require(promptLength >= 1 && promptLength <= tokens.count, else: .invalidPromptLength)
  try require(promptLength < tokens.count, else: .emptyCompletion)
  let last = tokens[promptLength...].firstIndex(of: endToken) ?? tokens.count - 1
  return tokens.indices.dropFirst().map { (promptLength...last).contains($0) }
}

func sequenceLogProbability(_ logProbabilities: [Double], _ mask: [Bool]) throws -> Double {
  try require(logProbabilities.count == mask.count, else: .shapeMismatch)
  // Picked and not multiplied with 0 or 1: 0 · NaN is NaN.
  let counted = zip(logProbabilities, mask).filter(\.1).map(\.0)
  try require(!counted.isEmpty, else: .emptyCompletion)
  try requireFinite(counted)
  return counted.reduce(0, +)
}

func logSigmoid(_ x: Double) -> Double {
  min(x, 0) - log1p(exp(-abs(x)))
}

func dpoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  -logSigmoid(beta * (try preference(pair, beta)))
}

func dpoGradient(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Preferences.LogProbabilities
{
  // d/dz of −log σ(z) is −σ(−z): how wrong the pair still is.
  let slope = -beta * exp(logSigmoid(-beta * (try preference(pair, beta))))
  return Preferences.LogProbabilities(
    policyChosen: slope, policyRejected: -slope, referenceChosen: -slope, referenceRejected: slope)
}

func preferenceFigures(
  _ pairs: [Preferences.LogProbabilities], _ beta: Double
) throws -> Preferences.Figures {
  try require(!pairs.isEmpty, else: .empty)
  let advantages = try pairs.map { try preference($0, beta) }
  let chosen = beta * mean(pairs.map { $0.policyChosen - $0.referenceChosen })
  let rejected = beta * mean(pairs.map { $0.policyRejected - $0.referenceRejected })
  return Preferences.Figures(
    chosenReward: chosen, rejectedReward: rejected, margin: chosen - rejected,
    accuracy: mean(advantages.map { $0 > 0 ? 1 : $0 == 0 ? 0.5 : 0 }))
}

func ipoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  let distance = try preference(pair, beta) - 1 / (2 * beta)
  return distance * distance
}

func rewardLoss(_ chosen: [Double], _ rejected: [Double]) throws -> Double {
  try require(chosen.count == rejected.count, else: .shapeMismatch)
  try require(!chosen.isEmpty, else: .empty)
  try requireFinite(chosen + rejected)
  return mean(zip(chosen, rejected).map { -logSigmoid($0 - $1) })
}

func readRows(_ text: String) throws -> [Preferences.Row] {
  // By bytes: to Swift's characters "\r\n" is one, and it is not "\n".
  let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  return try lines.enumerated().compactMap { index, line in
    let line = String(Substring(line))
    return isBlank(line) ? nil : try row(line, number: index + 1)
  }
}

// MARK: Helpers

private func require(_ condition: Bool, else error: Preferences.InputError) throws {
  if !condition { throw error }
}

private func requireFinite(_ values: [Double]) throws {
  try require(values.allSatisfy(\.isFinite), else: .notFinite)
}

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The h of 05.6, from a pair and a β that have been looked at.
private func preference(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  try require(beta > 0 && beta.isFinite, else: .invalidBeta)
  try requireFinite([
    pair.policyChosen, pair.policyRejected, pair.referenceChosen, pair.referenceRejected,
  ])
  return (pair.policyChosen - pair.referenceChosen) - (pair.policyRejected - pair.referenceRejected)
}

private func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }

private func row(_ line: String, number: Int) throws -> Preferences.Row {
  guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
    throw Preferences.RowError(line: number)
  }
  func text(_ field: String) throws -> String {
    guard let text = object[field] as? String, !isBlank(text) else {
      throw Preferences.RowError(line: number, field: field)
    }
    return text
  }
  let (prompt, chosen, rejected) = (try text("prompt"), try text("chosen"), try text("rejected"))
  guard rejected != chosen else { throw Preferences.RowError(line: number, field: "rejected") }
  return Preferences.Row(prompt: prompt, chosen: chosen, rejected: rejected, reason: try text("reason"))
}
