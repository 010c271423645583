/// A number that a fitted law says, and how sure it is.
public struct Forecast: Hashable, Sendable, Codable {
  /// What the law says.
  public let value: Double
  /// Where a measurement is expected, as far as the fitted points can tell.
  public let interval: ClosedRange<Double>
  /// Whether it lies outside of what was fitted, where nothing vouches for the law.
  public let isExtrapolation: Bool

  /// Whether a measurement fell into the interval.
  public func holds(for measured: Double) -> Bool { interval.contains(measured) }
}

/// A compute budget spent as a fitted law advises.
public struct AllocationForecast: Hashable, Sendable, Codable {
  /// The advice.
  public let allocation: ComputeAllocation
  /// Whether the budget, the model or the tokens lie outside of what was fitted.
  public let isExtrapolation: Bool
}

extension FittedRange {
  func forecast(_ allocation: ComputeAllocation, flops: Double) -> AllocationForecast {
    AllocationForecast(
      allocation: allocation,
      isExtrapolation: !self.flops.contains(flops)
        || !contains(parameters: allocation.parameters, tokens: allocation.tokens))
  }
}
