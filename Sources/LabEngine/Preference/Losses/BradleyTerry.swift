/// The model of choice between two that underlies all preference losses: what has the higher reward is chosen more
/// often, by the logistic function of the difference (Bradley and Terry 1952).
public enum BradleyTerry {
  /// The probability that `chosen` is preferred to `rejected`: σ(chosen − rejected). Only the difference matters.
  ///
  /// Throws `PreferenceError.notFinite`.
  public static func probability(chosen: Double, rejected: Double) throws(PreferenceError) -> Double {
    Logistic.sigmoid(try difference(chosen, rejected))
  }

  /// −log σ(chosen − rejected), what a reward model minimises (Ouyang et al., "InstructGPT", 2022, equation 1),
  /// with its slopes.
  ///
  /// Throws `PreferenceError.notFinite`.
  public static func loss(
    chosen: Double, rejected: Double
  ) throws(PreferenceError) -> (value: Double, chosenSlope: Double, rejectedSlope: Double) {
    let h = try difference(chosen, rejected)
    let slope = Logistic.sigmoid(-h)
    return (-Logistic.logSigmoid(h), -slope, slope)
  }

  private static func difference(_ chosen: Double, _ rejected: Double) throws(PreferenceError) -> Double {
    guard chosen.isFinite else { throw .notFinite(name: "the reward of the chosen answer", value: chosen) }
    guard rejected.isFinite else {
      throw .notFinite(name: "the reward of the rejected answer", value: rejected)
    }
    return chosen - rejected
  }
}
