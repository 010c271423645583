import Foundation
import LabContracts
import LabTesting

/// Short ways to say what is asked of one exercise and what must come back.
extension Lab06Checkpoints {
  /// How far a chance may be off.
  var tolerance: Double { 1e-7 }

  /// What is no chance.
  var notChances: [Double] { [-0.1, 1.1, 60, .nan, .infinity] }

  func checkAnswer(_ chain: String, _ answer: String?) throws {
    try check(Reasoning.extractAnswer, chain, returns: answer)
  }

  /// All of these are written the same in the one form.
  func checkForm(_ form: String, of answers: String...) throws {
    for answer in answers { try check(Reasoning.normalizedAnswer, answer, returns: form) }
  }

  func checkMajority(_ answers: [String?], _ winner: String?) throws {
    try check(Reasoning.majorityVote, answers, returns: winner)
  }

  func checkWeighted(_ answers: [String?], _ logWeights: [Double], _ winner: String?) throws {
    try check(Reasoning.weightedVote, answers, logWeights, returns: winner)
  }

  func checkBest(_ answers: [String?], _ scores: [Double], _ place: Int?) throws {
    try check(Reasoning.bestOfN, answers, scores, returns: place)
  }

  func checkPass(_ samples: Int, _ correct: Int, _ k: Int, near expected: Double) throws {
    try check(Reasoning.passAtK, samples, correct, k, near: expected, within: tolerance)
  }

  func checkVote(_ accuracy: Double, _ voters: Int, near expected: Double) throws {
    try check(Reasoning.voteAccuracy, accuracy, voters, near: expected, within: tolerance)
  }

  func checkStop(_ answers: [String?], _ samples: Int, _ winner: String?) throws {
    try check(
      Reasoning.earlyStop, answers, returns: Reasoning.StoppedVote(samples: samples, winner: winner))
  }

  /// The sum reached must be the largest, however it was found.
  func checkAllocation(_ accuracies: [Double], _ budget: Int, _ minimum: Int) throws {
    let voters = try ask(Reasoning.allocateSamples, accuracies, budget, minimum)
    guard voters.count == accuracies.count else {
      return require(false, "one number for each of the \(accuracies.count) problems")
    }
    guard voters.allSatisfy({ $0 >= minimum }) else {
      return require(false, "\(minimum) or more for each problem")
    }
    guard voters.allSatisfy({ $0 <= budget }), voters.reduce(0, +) <= budget else {
      return require(false, "no more than \(budget) samples in all")
    }
    let (own, best) = (
      Oracle.reached(accuracies, voters), Oracle.bestReached(accuracies, budget, minimum)
    )
    require(
      own >= best - 1e-9, "votes that are right \(short(best)) times in sum; these are \(short(own)) times")
  }

  func checkInterval(_ correct: Int, _ trials: Int, _ z: Double, _ low: Double, _ high: Double) throws {
    try check(
      Reasoning.wilsonInterval, correct, trials, z, near: Reasoning.Interval(low: low, high: high),
      within: tolerance)
  }

  func checkInterval(_ correct: Int, _ trials: Int, _ z: Double) throws {
    let expected = Oracle.interval(correct, trials, z)
    try checkInterval(correct, trials, z, expected.low, expected.high)
  }

  private func short(_ x: Double) -> String { String(format: "%.6g", x) }
}

extension Reasoning.Interval: Approximable {}
