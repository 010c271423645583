import Foundation

/// Where a run's loss is heading, seen from its first part: L(t) = E + A/t^α fitted to the curve so far.
///
/// Fitted like the parametric law, by the Huber loss of logarithms. The learning rate's last fall is not in this law:
/// a run that has yet to cool down ends lower than it says.
public struct LossCurveFit: Sendable {
  /// The law of this curve.
  public let law: PowerLaw
  /// The tokens, or steps, that were seen.
  public let range: ClosedRange<Double>

  /// Fits the losses at some moments, counted in steps or tokens.
  ///
  /// - Throws: ``ScalingError`` for fewer than three points, numbers that are not positive, or a curve that does
  ///   not vary.
  public init(times: [Double], losses: [Double], delta: Double = 1e-3) throws(ScalingError) {
    let objective = try PowerSumObjective(regressors: [times], values: losses, delta: delta)
    guard let range = ClosedRange(times), let least = losses.min(), let most = losses.max() else {
      throw .tooFewPoints(found: times.count, needed: 3, purpose: "a loss curve")
    }
    // The floor lies somewhere under the least loss, and the first loss is what the law starts from.
    let starts = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99].flatMap { share in
      [0.1, 0.3, 0.6, 1].map { exponent in
        [log(share * least), log(most) + exponent * log(range.lowerBound), exponent]
      }
    }
    let minima: [Minimum]
    do {
      minima = try LBFGS(firstStep: 0.1).minimize(fromEach: starts) { objective.value(at: $0, gradient: &$1) }
    } catch {
      throw .search(error)
    }
    guard let best = minima.lowest?.point else { throw .search(.noStarts) }
    law = PowerLaw(coefficient: exp(best[1]), exponent: -best[2], floor: exp(best[0]))
    self.range = range
  }

  /// The loss that the curve is heading for at a later moment.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func loss(at time: Double) throws(ScalingError) -> Double {
    try requirePositive(time, "the moment")
    return law(time)
  }
}
