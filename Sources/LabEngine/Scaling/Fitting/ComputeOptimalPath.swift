import Foundation

/// How the best model and its tokens grow with the budget: N ∝ C^a and D ∝ C^b.
///
/// Approaches 1 and 2 of Hoffmann et al. 2022 end here, each in its own way to the best model of some budgets.
public struct ComputeOptimalPath: Sendable {
  /// N against C.
  public let parameters: PowerLawFit
  /// D against C.
  public let tokens: PowerLawFit
  /// The lowest loss against C; a straight line only where the floor is small.
  public let loss: PowerLawFit
  /// The best model of each budget.
  public let optima: [ScalingRun]
  private let range: FittedRange

  /// A path through the best models of at least three budgets.
  ///
  /// - Parameter irreducible: the floor of the loss.
  /// - Throws: ``ScalingError`` as ``PowerLawFit`` does.
  public init(optima: [ScalingRun], irreducible: Double = 0, seed: UInt64 = 1) throws(ScalingError) {
    let flops = optima.map(\.flops)
    parameters = try PowerLawFit(x: flops, y: optima.map(\.parameters), seed: seed)
    tokens = try PowerLawFit(x: flops, y: optima.map(\.tokens), seed: seed)
    loss = try PowerLawFit(x: flops, y: optima.map(\.loss), floor: irreducible, seed: seed)
    guard let range = FittedRange(optima) else {
      throw .tooFewPoints(found: 0, needed: 3, purpose: "a path of best models")
    }
    (self.optima, self.range) = (optima, range)
  }

  /// Approach 2: the bottom of each budget's valley.
  ///
  /// A bottom outside of the sizes that were tried is left out.
  ///
  /// - Throws: ``ScalingError`` as ``PowerLawFit`` does.
  public init(
    bottomsOf curves: [IsoFLOPCurve], irreducible: Double = 0, seed: UInt64 = 1
  ) throws(ScalingError) {
    let optima = curves.filter { !$0.isExtrapolation }.map { curve in
      ScalingRun(
        parameters: curve.optimum.parameters, tokens: curve.optimum.tokens, loss: curve.optimum.loss,
        flops: curve.flops)
    }
    try self.init(optima: optima, irreducible: irreducible, seed: seed)
  }

  /// Approach 1: of everything that was measured on the way, the lowest loss in each of `bins` equal steps of
  /// log C.
  ///
  /// - Parameter points: runs as they stood at some moment: N, the tokens so far, the loss then.
  /// - Throws: ``ScalingError`` as ``PowerLawFit`` does, or for no bins.
  public init(
    envelopeOf points: [ScalingRun], bins: Int = 20, irreducible: Double = 0, seed: UInt64 = 1
  ) throws(ScalingError) {
    try ScalingRun.validate(points)
    guard (1...100_000).contains(bins) else {
      throw .invalidSetting("an envelope has between 1 and 100000 bins, not \(bins)")
    }
    guard let range = ClosedRange(points.map { log($0.flops) }) else {
      throw .tooFewPoints(found: 0, needed: 3, purpose: "an envelope")
    }
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    let binned = Dictionary(grouping: points) { point in
      width > 0 ? min(bins - 1, Int((log(point.flops) - range.lowerBound) / width)) : 0
    }
    let optima = binned.sorted { $0.key < $1.key }.compactMap { _, points in
      points.min { $0.loss < $1.loss }
    }
    try self.init(optima: optima, irreducible: irreducible, seed: seed)
  }

  /// The best model and tokens for a budget, as the two lines say; their product need not be C/6 exactly.
  ///
  /// - Throws: ``ScalingError/notPositive(name:value:)``.
  public func optimum(flops: Double) throws(ScalingError) -> AllocationForecast {
    try requirePositive(flops, "the budget")
    let allocation = ComputeAllocation(
      parameters: parameters.law(flops), tokens: tokens.law(flops), loss: loss.law(flops))
    return AllocationForecast(allocation: allocation, isExtrapolation: !range.flops.contains(flops))
  }
}
