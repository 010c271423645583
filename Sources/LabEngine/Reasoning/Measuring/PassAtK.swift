/// The chance that at least one of k samples is right, estimated from n ≥ k samples without bias.
///
/// pass@k = 1 − C(n − c, k) / C(n, k) with c right ones among n (Chen et al., "Evaluating Large Language Models Trained
/// on Code", 2021, equation 1): the share of all draws of k without replacement that hold a right one. Putting the
/// share c/n into 1 − (1 − c/n)^k instead gives too little.
public enum PassAtK {
  /// The estimate for one problem.
  ///
  /// Throws `ReasoningError.noSamples` for n = 0, `.tooManyCorrect` for c > n, `.tooManyDraws` for k > n, and `.invalid`
  /// for a negative c or k < 1.
  public static func estimate(samples n: Int, correct c: Int, k: Int) throws(ReasoningError) -> Double {
    guard n > 0 else { throw .noSamples }
    guard c >= 0, k >= 1 else { throw .invalid("pass@k needs c from 0 and k from 1, not \(c) and \(k)") }
    guard c <= n else { throw .tooManyCorrect(correct: c, samples: n) }
    guard k <= n else { throw .tooManyDraws(draws: k, samples: n) }
    guard n - c >= k else { return 1 }
    // C(n − c, k) / C(n, k) as a product over the right ones: no term overflows.
    var allWrong = 1.0
    for i in stride(from: n - c + 1, through: n, by: 1) { allWrong *= 1 - Double(k) / Double(i) }
    return 1 - allWrong
  }

  /// The mean over problems, and where it would lie for other problems of their kind (bootstrap over problems).
  ///
  /// - Parameter correct: right samples of each problem.
  ///
  /// Throws as `estimate` does.
  public static func mean(
    samples n: Int, correct: [Int], k: Int, level: Double = 0.95, seed: UInt64 = 1
  ) throws -> Measured {
    try Measured(correct.map { try estimate(samples: n, correct: $0, k: k) }, level: level, seed: seed)
  }
}
