import LabContracts
import LabTesting

/// Short ways to say what is asked of one exercise and what must come back.
extension Lab05Checkpoints {
  func checkTokens(_ logits: [[Double]], _ tokens: [Int]) throws {
    try check(
      Preferences.tokenLogProbabilities, logits, tokens, near: Oracle.tokenLogProbabilities(logits, tokens))
  }

  /// A β must be above 0, and each of four log-probabilities a number.
  func refusesBetasAndNaN<Answer: Wire>(_ endpoint: Endpoint<LogProbabilities, Double, Answer>) throws {
    for beta in [0, -0.1, -5, .nan, .infinity] {
      try check(endpoint, LogProbabilities(-10, -14, -11, -13), beta, throws: InputError.invalidBeta)
    }
    for pair in notFinitePairs { try check(endpoint, pair, 0.1, throws: InputError.notFinite) }
  }

  /// Pairs with one log-probability that is none, in each of the four places.
  var notFinitePairs: [LogProbabilities] {
    [
      LogProbabilities(.nan, -14, -11, -13), LogProbabilities(-10, .nan, -11, -13),
      LogProbabilities(-10, -14, .nan, -13), LogProbabilities(-10, -14, -11, .nan),
      LogProbabilities(-.infinity, -14, -11, -13), LogProbabilities(-10, -.infinity, -11, -13),
      LogProbabilities(-10, -14, -.infinity, -13), LogProbabilities(-10, -14, -11, .infinity),
    ]
  }

  /// Numbers that are none, at the start, in the middle and at the end of a list.
  var notFinite: [[Double]] {
    [[.nan], [1, .nan], [.nan, 1], [1, .infinity, 2], [-.infinity, 1], [1, 2, -.infinity]]
  }
}

extension Preferences.LogProbabilities: Approximable {}
extension Preferences.Figures: Approximable {}
