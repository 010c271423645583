/// One training run as a scaling law sees it: how large, how long, and what came out.
public struct ScalingRun: Hashable, Sendable, Codable {
  /// N: numbers that were trained.
  public let parameters: Double
  /// D: tokens that were read.
  public let tokens: Double
  /// C: floating-point operations spent.
  public let flops: Double
  /// The loss at the end, in nats a token.
  public let loss: Double

  /// A run; its compute is 6ND unless it was counted.
  public init(parameters: Double, tokens: Double, loss: Double, flops: Double? = nil) {
    self.parameters = parameters
    self.tokens = tokens
    self.loss = loss
    self.flops = flops ?? ComputeBudget.trainingFLOPs(parameters: parameters, tokens: tokens)
  }

  /// Throws `ScalingError` for the first number among the runs that no logarithm can be taken of.
  static func validate(_ runs: [ScalingRun]) throws(ScalingError) {
    try requirePositive(runs.map(\.parameters), "parameter count")
    try requirePositive(runs.map(\.tokens), "token count")
    try requirePositive(runs.map(\.flops), "compute")
    try requirePositive(runs.map(\.loss), "loss")
  }
}

/// The least and most of everything that a fit has seen: beyond it, an answer is an extrapolation.
public struct FittedRange: Hashable, Sendable, Codable {
  /// Of N.
  public let parameters: ClosedRange<Double>
  /// Of D.
  public let tokens: ClosedRange<Double>
  /// Of C.
  public let flops: ClosedRange<Double>

  /// The range of some runs; `nil` for none.
  public init?(_ runs: [ScalingRun]) {
    guard let parameters = ClosedRange(runs.map(\.parameters)), let tokens = ClosedRange(runs.map(\.tokens)),
      let flops = ClosedRange(runs.map(\.flops))
    else { return nil }
    (self.parameters, self.tokens, self.flops) = (parameters, tokens, flops)
  }

  /// Whether a run like this lies among those that were seen.
  public func contains(parameters: Double, tokens: Double) -> Bool {
    self.parameters.contains(parameters) && self.tokens.contains(tokens)
  }
}

extension ClosedRange<Double> {
  /// From the least to the most of some numbers; `nil` for none, or where one is not a number.
  init?(_ values: [Double]) {
    guard let least = values.min(), let most = values.max(), least <= most else { return nil }
    self = least...most
  }
}
