import Foundation

/// Runs of one compute budget, spent on models of different size: a valley in log N, whose bottom is the best model
/// for that budget (Hoffmann et al. 2022, approach 2).
public struct IsoFLOPCurve: Sendable {
  /// The budget: the mean of the runs' logarithms.
  public let flops: Double
  /// The runs, smallest model first.
  public let runs: [ScalingRun]
  private let parabola: Parabola
  private let bottom: Double

  /// Fits a parabola in log N to the losses.
  ///
  /// - Throws: ``ScalingError`` for fewer than three sizes, numbers that are not positive, and losses that have no
  ///   lowest point between larger ones.
  public init(_ runs: [ScalingRun]) throws(ScalingError) {
    try ScalingRun.validate(runs)
    self.runs = runs.sorted { $0.parameters < $1.parameters }
    let sizes = self.runs.map { log($0.parameters) }
    guard let parabola = Parabola(x: sizes, y: self.runs.map(\.loss)) else {
      throw .tooFewPoints(found: Set(sizes).count, needed: 3, purpose: "a valley in model size")
    }
    flops = exp(runs.reduce(0) { $0 + log($1.flops) } / Double(runs.count))
    guard let bottom = parabola.lowest else {
      let budget = String(format: "%.3g", flops)
      throw .noValley(reason: "the runs of \(budget) operations have no valley: their losses bend downwards")
    }
    (self.parabola, self.bottom) = (parabola, bottom)
  }

  /// The best model for this budget, the tokens that it then affords, and the loss at the bottom.
  public var optimum: ComputeAllocation {
    let parameters = exp(bottom)
    return ComputeAllocation(
      parameters: parameters,
      tokens: ComputeBudget.affordableTokens(parameters: parameters, flops: flops),
      loss: parabola(bottom))
  }

  /// Whether the bottom lies outside of the sizes that were tried.
  public var isExtrapolation: Bool {
    guard let first = runs.first, let last = runs.last else { return true }
    return !(first.parameters...last.parameters).contains(exp(bottom))
  }

  /// The parabola's loss for a model of this size; `nan` for a size that is not positive.
  public func loss(parameters: Double) -> Double { parabola(log(parameters)) }
}

extension IsoFLOPCurve {
  /// One curve for each budget among some runs.
  ///
  /// - Parameter tolerance: budgets that differ by less than this share are one.
  /// - Throws: ``ScalingError`` as ``init(_:)`` does for any of them.
  public static func curves(
    of runs: [ScalingRun], tolerance: Double = 0.1
  ) throws(ScalingError) -> [IsoFLOPCurve] {
    guard tolerance >= 0, tolerance.isFinite else {
      throw .invalidSetting("a tolerance must be 0 or more, not \(tolerance)")
    }
    try ScalingRun.validate(runs)
    var groups: [[ScalingRun]] = []
    for run in runs.sorted(by: { $0.flops < $1.flops }) {
      if let first = groups.last?.first, run.flops <= first.flops * (1 + tolerance) {
        groups[groups.count - 1].append(run)
      } else {
        groups.append([run])
      }
    }
    var curves: [IsoFLOPCurve] = []
    for group in groups { curves.append(try IsoFLOPCurve(group)) }
    return curves
  }
}
