import Foundation
import LabKernels

/// E + A/N^α + B/D^β fitted to training runs: approach 3 of Hoffmann et al. 2022.
///
///     let fit = try ParametricFit(runs)
///     let plan = try fit.optimum(flops: 1e21)
///     plan.allocation.parameters, plan.isExtrapolation
public struct ParametricFit: Sendable {
  /// The law.
  public let law: ScalingLaw
  /// The sum of Huber losses that it reached.
  public let objective: Double
  /// Where the search ended from each start.
  public let minima: [Minimum]
  /// The runs that were fitted.
  public let runs: [ScalingRun]
  /// The runs with the highest losses, which were left out.
  public let outliers: [ScalingRun]
  /// What the runs cover.
  public let range: FittedRange
  let options: Options
  let best: Minimum

  /// How to fit.
  public struct Options: Hashable, Sendable {
    /// δ of the Huber loss of log L; infinite for plain least squares.
    public var delta: Double
    /// How many of the highest losses are left out before anything is fitted.
    public var droppedHighest: Int
    /// Where the searches begin.
    public var starts: ParametricGrid
    /// How each goes on.
    public var search: LBFGS

    /// δ = 10⁻³ and 500 starts, unless told otherwise.
    ///
    /// A first step of length 1 could carry an exponent from 0.5 to below 0, where its term no longer falls and
    /// the search stays: a tenth brings more searches home.
    public init(
      delta: Double = 1e-3, droppedHighest: Int = 0, starts: ParametricGrid = .standard,
      search: LBFGS = LBFGS(firstStep: 0.1)
    ) {
      self.delta = delta
      self.droppedHighest = droppedHighest
      self.starts = starts
      self.search = search
    }
  }

  /// Fits `runs`, searching from every start on all cores.
  ///
  /// - Throws: ``ScalingError`` for fewer runs than the law has numbers, sizes or losses that are not positive or
  ///   do not vary, and a search that cannot begin.
  public init(
    _ runs: [ScalingRun], _ options: Options = Options(), on cores: Parallelism = .allCores
  ) throws(ScalingError) {
    try ScalingRun.validate(runs)
    let (kept, outliers) = try Self.dropHighest(options.droppedHighest, of: runs)
    let objective = try PowerSumObjective(kept, delta: options.delta)
    minima = try Self.search(options.starts.points, options.search, objective, on: cores)
    guard let best = minima.lowest, let range = FittedRange(kept) else {
      throw .tooFewPoints(found: 0, needed: 5, purpose: "the parametric fit")
    }
    law = ScalingLaw(logParameters: best.point)
    (self.runs, self.outliers, self.range, self.options, self.best) = (kept, outliers, range, options, best)
    self.objective = best.value
  }

  static func dropHighest(
    _ count: Int, of runs: [ScalingRun]
  ) throws(ScalingError) -> (kept: [ScalingRun], dropped: [ScalingRun]) {
    guard (0...runs.count).contains(count) else {
      throw .invalidSetting("\(count) of \(runs.count) runs cannot be left out")
    }
    let byLoss = runs.indices.sorted { (runs[$0].loss, $0) > (runs[$1].loss, $1) }
    let dropped = Set(byLoss.prefix(count))
    return (
      runs.indices.filter { !dropped.contains($0) }.map { runs[$0] }, byLoss.prefix(count).map { runs[$0] }
    )
  }

  static func search(
    _ starts: [[Double]], _ search: LBFGS, _ objective: PowerSumObjective, on cores: Parallelism
  ) throws(ScalingError) -> [Minimum] {
    do {
      return try search.minimize(fromEach: starts, on: cores) { objective.value(at: $0, gradient: &$1) }
    } catch {
      throw .search(error)
    }
  }
}

extension PowerSumObjective {
  /// The objective of the parametric fit; its parameters are ln E, ln A, α, ln B, β.
  public init(_ runs: [ScalingRun], delta: Double = 1e-3) throws(ScalingError) {
    try self.init(
      regressors: [runs.map(\.parameters), runs.map(\.tokens)], values: runs.map(\.loss), delta: delta)
  }
}

extension ScalingLaw {
  /// A law from ln E, ln A, α, ln B, β.
  init(logParameters p: [Double]) {
    self.init(trusted: exp(p[0]), exp(p[1]), p[2], exp(p[3]), p[4])
  }

  /// ln E, ln A, α, ln B, β: what the parametric fit varies.
  public var logParameters: [Double] {
    [
      log(irreducible), log(parameterCoefficient), parameterExponent, log(tokenCoefficient), tokenExponent,
    ]
  }
}
