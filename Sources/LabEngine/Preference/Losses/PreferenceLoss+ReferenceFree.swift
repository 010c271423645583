import Foundation

/// Losses that need no reference: they look at mean log-probabilities of the policy alone.
extension PreferenceLoss {
  static func simPO(_ pair: PairLogProbabilities, _ beta: Double, _ gamma: Double) -> Evaluation {
    let h = beta * (pair.meanPolicyChosen - pair.meanPolicyRejected) - gamma
    let slope = -beta * Logistic.sigmoid(-h)
    return Evaluation(
      value: -Logistic.logSigmoid(h),
      gradient: Gradient(
        policyChosen: slope / Double(pair.chosenTokens), policyRejected: -slope / Double(pair.rejectedTokens))
    )
  }

  static func orpo(_ pair: PairLogProbabilities, _ lambda: Double) throws(PreferenceError) -> Evaluation {
    let (chosen, rejected) = (pair.meanPolicyChosen, pair.meanPolicyRejected)
    guard chosen < 0 else { throw .certainCompletion(name: "the chosen answer") }
    guard rejected < 0 else { throw .certainCompletion(name: "the rejected answer") }
    let ratio = logOdds(chosen) - logOdds(rejected)
    let slope = -lambda * Logistic.sigmoid(-ratio)
    return Evaluation(
      value: -chosen - lambda * Logistic.logSigmoid(ratio),
      gradient: Gradient(
        policyChosen: (slope * logOddsSlope(chosen) - 1) / Double(pair.chosenTokens),
        policyRejected: -slope * logOddsSlope(rejected) / Double(pair.rejectedTokens)))
  }

  /// log(p / (1 − p)) of p = eˣ, the odds of an answer by its mean log-probability x < 0.
  public static func logOdds(_ x: Double) -> Double { x - log(-expm1(x)) }

  /// d logOdds / dx = 1 / (1 − eˣ)
  private static func logOddsSlope(_ x: Double) -> Double { -1 / expm1(x) }
}
