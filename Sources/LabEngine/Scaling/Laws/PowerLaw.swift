import Foundation

/// y = floor + c·x^k: a straight line once both axes are logarithmic and the floor is taken away.
public struct PowerLaw: Hashable, Sendable, Codable {
  /// c.
  public let coefficient: Double
  /// k; negative for what falls.
  public let exponent: Double
  /// What y never falls below.
  public let floor: Double

  /// A law; without a floor unless one is given.
  public init(coefficient: Double, exponent: Double, floor: Double = 0) {
    (self.coefficient, self.exponent, self.floor) = (coefficient, exponent, floor)
  }

  /// y at x.
  public func callAsFunction(_ x: Double) -> Double { floor + coefficient * pow(x, exponent) }
}
