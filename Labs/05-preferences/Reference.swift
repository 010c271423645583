// What the lesson calls unless it is run with --mine: the exercises, answered by the engine where it has them.

import Foundation
import LabContracts
import LabEngine

func logSoftmax(_ logits: [Double]) throws -> [Double] {
  guard let largest = logits.max() else { throw Preferences.InputError.empty }
  try requireFinite(logits)
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
  let counted = zip(logProbabilities, mask).filter(\.1).map(\.0)
  try require(!counted.isEmpty, else: .emptyCompletion)
  try requireFinite(counted)
  return counted.reduce(0, +)
}

func logSigmoid(_ x: Double) -> Double { Logistic.logSigmoid(x) }

func dpoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  try evaluate(.dpo(beta: beta), pair).value
}

func dpoGradient(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Preferences.LogProbabilities
{
  let gradient = try evaluate(.dpo(beta: beta), pair).gradient
  return Preferences.LogProbabilities(
    policyChosen: gradient.policyChosen, policyRejected: gradient.policyRejected,
    referenceChosen: gradient.referenceChosen, referenceRejected: gradient.referenceRejected)
}

func preferenceFigures(
  _ pairs: [Preferences.LogProbabilities], _ beta: Double
) throws -> Preferences.Figures {
  try require(!pairs.isEmpty, else: .empty)
  try require(beta > 0 && beta.isFinite, else: .invalidBeta)
  let pairs = try refusing { try pairs.map(engine) }
  func mean(_ value: (PairLogProbabilities) -> Double) -> Double {
    pairs.reduce(0) { $0 + value($1) } / Double(pairs.count)
  }
  return Preferences.Figures(
    chosenReward: beta * mean(\.chosenLogRatio), rejectedReward: beta * mean(\.rejectedLogRatio),
    margin: beta * mean(\.margin), accuracy: pairs.accuracy ?? 0)
}

func ipoLoss(_ pair: Preferences.LogProbabilities, _ beta: Double) throws -> Double {
  try evaluate(.ipo(beta: beta), pair).value
}

func rewardLoss(_ chosen: [Double], _ rejected: [Double]) throws -> Double {
  try require(chosen.count == rejected.count, else: .shapeMismatch)
  try require(!chosen.isEmpty, else: .empty)
  let losses = try refusing {
    try zip(chosen, rejected).map { try BradleyTerry.loss(chosen: $0, rejected: $1).value }
  }
  return losses.reduce(0, +) / Double(losses.count)
}

func readRows(_ text: String) throws -> [Preferences.Row] {
  // No rows are a file's problem to the engine, and an empty list here.
  guard !text.allSatisfy(\.isWhitespace) else { return [] }
  return try refusing { try PreferenceRow.rows(jsonLines: text) }.map {
    Preferences.Row(prompt: $0.prompt, chosen: $0.chosen, rejected: $0.rejected, reason: $0.reason)
  }
}

// MARK: Between the engine's values and the contract's

private func require(_ condition: Bool, else error: Preferences.InputError) throws {
  if !condition { throw error }
}

private func requireFinite(_ values: [Double]) throws {
  try require(values.allSatisfy(\.isFinite), else: .notFinite)
}

private func evaluate(
  _ loss: PreferenceLoss, _ pair: Preferences.LogProbabilities
) throws -> PreferenceLoss.Evaluation {
  try refusing { try loss.evaluate(engine(pair)) }
}

private func engine(_ pair: Preferences.LogProbabilities) throws -> PairLogProbabilities {
  try PairLogProbabilities(
    policyChosen: pair.policyChosen, policyRejected: pair.policyRejected,
    referenceChosen: pair.referenceChosen, referenceRejected: pair.referenceRejected)
}

/// Tells the engine's refusals as the contract has them.
private func refusing<Answer>(_ body: () throws -> Answer) throws -> Answer {
  do {
    return try body()
  } catch let error as PreferenceError {
    switch error {
    case .notFinite: throw Preferences.InputError.notFinite
    case .badSetting: throw Preferences.InputError.invalidBeta
    // The engine calls a line that is no object the field `row`.
    case .badRow(let line, let field, _):
      throw Preferences.RowError(line: line, field: field == "row" ? nil : field)
    default: throw error
    }
  }
}
