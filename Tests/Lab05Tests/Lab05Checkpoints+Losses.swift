import Foundation
import LabContracts
import LabEngine
import LabTesting

/// Losses of pairs, and what their gradient weighs.
extension Lab05Checkpoints {
  // MARK: 05.5

  func test05_logSigmaNeverOverflows() throws {
    try check(Preferences.logSigmoid, 0, near: -log(2))
    try check(Preferences.logSigmoid, 1, near: -0.313_261_688)
    try check(Preferences.logSigmoid, -1, near: -1.313_261_688)
    try check(Preferences.logSigmoid, log(3), near: log(0.75))
    try check(Preferences.logSigmoid, -5, near: -5.006_715_35)
    // Far below 0 it is x itself, far above it is nothing.
    for x in [-50.0, -800, -1000, -1e6] { try check(Preferences.logSigmoid, x, near: x) }
    for x in [50.0, 800, 1000, 1e6] { try check(Preferences.logSigmoid, x, near: 0) }
    // Nearly 0, and six digits are right.
    for (x, expected) in [(20.0, -2.061_153_6e-9), (40, -4.248_354_26e-18), (100, -3.720_076e-44)] {
      let answer = try ask(Preferences.logSigmoid, x)
      require(abs(answer / expected - 1) < 1e-6, "\(Float(expected)), to six digits")
    }

    var random = RandomStream(seed: seed, stream: 5)
    for deviation in [0.5, 3, 30, 3000] {
      for x in Samples.values(2, deviation: deviation, &random) {
        try check(Preferences.logSigmoid, x, near: Oracle.logSigmoid(x))
      }
    }
  }

  // MARK: 05.6

  func test06_theLossComparesWithTheReference() throws {
    // The policy prefers the chosen answer by 4, the reference by 2: h = 2.
    let pair = LogProbabilities(-10, -14, -11, -13)
    try check(Preferences.dpoLoss, pair, 0.1, near: 0.598_138_9)
    // The same pair the other way round: h = −2.
    try check(Preferences.dpoLoss, pair.swapped, 0.1, near: 0.798_138_9)
    // Nothing has moved: log 2, whatever the answers are.
    try check(Preferences.dpoLoss, LogProbabilities(-10, -14, -10, -14), 0.1, near: log(2))
    // Larger β.
    try check(Preferences.dpoLoss, pair, 0.5, near: 0.313_261_7)
    try check(Preferences.dpoLoss, pair, 3, near: 0.002_475_685)
    // The chosen answer is the less probable one, and has gained all the same.
    try check(Preferences.dpoLoss, LogProbabilities(-30, -20, -36, -21), 0.2, near: 0.313_261_7)
    // One answer has moved, the other has not.
    try check(Preferences.dpoLoss, LogProbabilities(-12, -20, -15, -20), 1, near: 0.048_587_35)
    try check(Preferences.dpoLoss, LogProbabilities(-15, -17, -15, -20), 1, near: 3.048_587_35)
    // β · h = −1000, 1000, −1e6, 1e6.
    try check(Preferences.dpoLoss, LogProbabilities(-11_000, -1000, -500, -500), 0.1, near: 1000)
    try check(Preferences.dpoLoss, LogProbabilities(-1000, -11_000, -500, -500), 0.1, near: 0)
    try check(Preferences.dpoLoss, LogProbabilities(-100_010, -20, -10, -20), 10, near: 1e6)
    try check(Preferences.dpoLoss, LogProbabilities(-10, -100_020, -10, -20), 10, near: 0)

    try refusesBetasAndNaN(Preferences.dpoLoss)

    var random = RandomStream(seed: seed, stream: 6)
    for beta in [0.05, 0.1, 0.3, 1, 2] {
      let pair = Samples.pair(&random)
      try check(Preferences.dpoLoss, pair, beta, near: Oracle.dpoLoss(pair, beta))
    }
  }

  // MARK: 05.7

  func test07_theGradientWeighsWrongPairs() throws {
    // Nothing has moved: σ(0) = 1/2.
    try check(
      Preferences.dpoGradient, LogProbabilities(-10, -14, -10, -14), 0.1,
      near: LogProbabilities(-0.05, 0.05, 0.05, -0.05))
    try check(
      Preferences.dpoGradient, LogProbabilities(-10, -14, -10, -14), 2, near: LogProbabilities(-1, 1, 1, -1))
    // h = 2, and the pair the other way round: what is wrong weighs more.
    let pair = LogProbabilities(-10, -14, -11, -13)
    try check(
      Preferences.dpoGradient, pair, 0.1,
      near: LogProbabilities(-0.045_016_6, 0.045_016_6, 0.045_016_6, -0.045_016_6))
    try check(
      Preferences.dpoGradient, pair.swapped, 0.1,
      near: LogProbabilities(-0.054_983_4, 0.054_983_4, 0.054_983_4, -0.054_983_4))
    // β twice: σ(−1) · 0.5, and σ(−6) · 3.
    try checkGradient(pair, 0.5)
    try checkGradient(pair, 3)
    try checkGradient(LogProbabilities(-30, -20, -36, -21), 0.2)
    // All wrong: the whole β. All right: nothing.
    for (h, beta) in [(-1e4, 0.1), (-1e6, 1)] {
      try check(
        Preferences.dpoGradient, LogProbabilities(-20 + h, -30, -20, -30), beta,
        near: LogProbabilities(-beta, beta, beta, -beta))
      try check(
        Preferences.dpoGradient, LogProbabilities(-20, -30 + h, -20, -30), beta,
        near: LogProbabilities(0, 0, 0, 0))
    }

    try refusesBetasAndNaN(Preferences.dpoGradient)

    // Held against differences of the loss.
    var random = RandomStream(seed: seed, stream: 7)
    for beta in [0.05, 0.1, 0.3, 1] {
      try checkGradient(Samples.pair(&random), beta)
    }
  }

  private func checkGradient(_ pair: LogProbabilities, _ beta: Double) throws {
    try check(
      Preferences.dpoGradient, pair, beta, near: Oracle.differences(pair) { Oracle.dpoLoss($0, beta) })
  }

  // MARK: 05.9

  func test09_ipoAimsAtAMargin() throws {
    // h = 2, aimed at 1 / 0.2 = 5.
    let pair = LogProbabilities(-10, -14, -11, -13)
    try check(Preferences.ipoLoss, pair, 0.1, near: 9)
    try check(Preferences.ipoLoss, pair.swapped, 0.1, near: 49)
    try check(Preferences.ipoLoss, LogProbabilities(-10, -14, -10, -14), 0.1, near: 25)
    // Reached, and gone beyond: the loss grows again.
    try check(Preferences.ipoLoss, pair, 0.25, near: 0)
    try check(Preferences.ipoLoss, pair, 0.5, near: 1)
    try check(Preferences.ipoLoss, pair, 2, near: 3.0625)
    try check(Preferences.ipoLoss, LogProbabilities(-30, -20, -36, -21), 0.2, near: 6.25)

    try refusesBetasAndNaN(Preferences.ipoLoss)

    var random = RandomStream(seed: seed, stream: 9)
    for beta in [0.05, 0.1, 0.3, 1] {
      let pair = Samples.pair(&random)
      try check(Preferences.ipoLoss, pair, beta, near: Oracle.ipoLoss(pair, beta))
    }
  }

  // MARK: 05.10

  func test10_rewardsOfPairsAreCompared() throws {
    try check(Preferences.rewardLoss, [0], [0], near: log(2))
    try check(Preferences.rewardLoss, [1], [0], near: 0.313_261_688)
    try check(Preferences.rewardLoss, [0], [1], near: 1.313_261_688)
    // Rewards have no zero of their own: only the difference counts.
    try check(Preferences.rewardLoss, [-7], [-9], near: 0.126_928_01)
    try check(Preferences.rewardLoss, [1001], [1000], near: 0.313_261_688)
    // The mean over pairs, each answer against its own rival.
    try check(Preferences.rewardLoss, [1, 0], [0, 1], near: 0.813_261_688)
    try checkRewards([2, -1, 0.5], [1, 3, 0.5])
    try checkRewards([4, 0, 3, -2], [1, 5, 3, -6])
    // Far apart.
    try check(Preferences.rewardLoss, [1000], [0], near: 0)
    try check(Preferences.rewardLoss, [-1000], [0], near: 1000)
    try check(Preferences.rewardLoss, [0, 1e6], [1e6, 0], near: 5e5)

    for (chosen, rejected) in [([1.0, 2], [1.0]), ([1], [1, 2])] {
      try check(Preferences.rewardLoss, chosen, rejected, throws: InputError.shapeMismatch)
    }
    try check(Preferences.rewardLoss, [], [], throws: InputError.empty)
    for values in notFinite {
      let finite = [Double](repeating: 1, count: values.count)
      try check(Preferences.rewardLoss, values, finite, throws: InputError.notFinite)
      try check(Preferences.rewardLoss, finite, values, throws: InputError.notFinite)
    }

    var random = RandomStream(seed: seed, stream: 10)
    for (count, deviation) in [(2, 1.0), (4, 3), (6, 40)] {
      try checkRewards(
        Samples.values(count, deviation: deviation, &random),
        Samples.values(count, deviation: deviation, &random))
    }
  }

  private func checkRewards(_ chosen: [Double], _ rejected: [Double]) throws {
    try check(Preferences.rewardLoss, chosen, rejected, near: Oracle.rewardLoss(chosen, rejected))
  }
}
