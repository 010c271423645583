/// Losses that compare the policy with a frozen reference.
extension PreferenceLoss {
  /// DPO is the case without flipped labels.
  static func conservative(
    _ pair: PairLogProbabilities, _ beta: Double, flipped: Double
  ) -> Evaluation {
    let h = beta * pair.margin
    let value =
      -(1 - flipped) * Logistic.logSigmoid(h) - (flipped == 0 ? 0 : flipped * Logistic.logSigmoid(-h))
    let slope = beta * (flipped * Logistic.sigmoid(h) - (1 - flipped) * Logistic.sigmoid(-h))
    return ofMargin(value, slope)
  }

  static func ipo(_ pair: PairLogProbabilities, _ beta: Double, averaged: Bool) -> Evaluation {
    let distance = (averaged ? pair.meanMargin : pair.margin) - 1 / (2 * beta)
    let (chosen, rejected) =
      averaged ? (Double(pair.chosenTokens), Double(pair.rejectedTokens)) : (1, 1)
    return Evaluation(
      value: distance * distance,
      gradient: Gradient(chosenRatio: 2 * distance / chosen, rejectedRatio: -2 * distance / rejected))
  }

  /// The slope at the corner is taken as 0.
  static func hinge(_ pair: PairLogProbabilities, _ beta: Double) -> Evaluation {
    let shortfall = 1 - beta * pair.margin
    return ofMargin(max(0, shortfall), shortfall > 0 ? -beta : 0)
  }

  static func kto(
    _ pair: PairLogProbabilities, _ beta: Double, weights: (desirable: Double, undesirable: Double),
    _ divergence: Double
  ) -> Evaluation {
    let gain = Logistic.sigmoid(beta * (pair.chosenLogRatio - divergence))
    let avoided = Logistic.sigmoid(beta * (divergence - pair.rejectedLogRatio))
    return Evaluation(
      value: (weights.desirable * (1 - gain) + weights.undesirable * (1 - avoided)) / 2,
      gradient: Gradient(
        chosenRatio: -weights.desirable * beta * gain * (1 - gain) / 2,
        rejectedRatio: weights.undesirable * beta * avoided * (1 - avoided) / 2))
  }

  private static func ofMargin(_ value: Double, _ slope: Double) -> Evaluation {
    Evaluation(value: value, gradient: Gradient(chosenRatio: slope, rejectedRatio: -slope))
  }
}
