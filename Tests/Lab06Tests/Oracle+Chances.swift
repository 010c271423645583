import Foundation
import LabContracts

/// Chances counted out, without closed forms.
extension Oracle {
  /// The share of all choices of k among n samples, the first c of them right, that hold a right one.
  static func countedPassAtK(_ n: Int, _ c: Int, _ k: Int) -> Double {
    var (choices, passed) = (0, 0)
    for choice in 0..<(1 << n) where choice.nonzeroBitCount == k {
      choices += 1
      if choice & ((1 << c) - 1) != 0 { passed += 1 }
    }
    return Double(passed) / Double(choices)
  }

  /// The same by drawing one sample after the other and putting none back.
  static func drawnPassAtK(_ n: Int, _ c: Int, _ k: Int) -> Double {
    var noneRight = 1.0
    for drawn in 0..<k { noneRight *= max(0, Double(n - c - drawn)) / Double(n - drawn) }
    return 1 - noneRight
  }

  /// How likely each number of right votes is, with one voter after the other: entry r for r right votes.
  static func rightVotes(_ p: Double, _ voters: Int) -> [Double] {
    var chances = [1.0]
    for _ in 0..<voters {
      let right = [0] + chances.map { $0 * p }
      let wrong = chances.map { $0 * (1 - p) } + [0]
      chances = zip(right, wrong).map { $0 + $1 }
    }
    return chances
  }

  static func voteAccuracy(_ p: Double, _ voters: Int) -> Double {
    rightVotes(p, voters).enumerated().reduce(0) { sum, entry in
      let lead = 2 * entry.offset - voters
      return sum + (lead > 0 ? entry.element : lead == 0 ? entry.element / 2 : 0)
    }
  }

  /// The sum of the votes' accuracies.
  static func reached(_ accuracies: [Double], _ voters: [Int]) -> Double {
    zip(accuracies, voters).reduce(0) { $0 + voteAccuracy($1.0, $1.1) }
  }

  /// The largest sum that any way to spend the budget reaches: after each problem, the best for every amount spent.
  static func bestReached(_ accuracies: [Double], _ budget: Int, _ minimum: Int) -> Double {
    var best = [Double](repeating: 0, count: budget + 1)
    for accuracy in accuracies {
      let values = (0...budget).map { $0 < minimum ? -Double.infinity : voteAccuracy(accuracy, $0) }
      best = (0...budget).map { spent in
        (0...spent).map { best[spent - $0] + values[$0] }.max() ?? -.infinity
      }
    }
    return best[budget]
  }

  /// The two p that lie z standard deviations from the share, each found by halving.
  static func interval(_ correct: Int, _ trials: Int, _ z: Double) -> Reasoning.Interval {
    let (n, share) = (Double(trials), Double(correct) / Double(trials))
    let isInside = { (p: Double) in n * (share - p) * (share - p) <= z * z * p * (1 - p) }
    let end = { (outside: Double) in
      var (inside, outside) = (share == outside ? outside : share, outside)
      for _ in 0..<100 {
        let middle = (inside + outside) / 2
        if isInside(middle) { inside = middle } else { outside = middle }
      }
      return inside
    }
    return Reasoning.Interval(low: end(0), high: end(1))
  }
}
