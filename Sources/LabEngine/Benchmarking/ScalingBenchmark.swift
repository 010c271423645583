import Foundation
import LabKernels

/// How fast the parametric fit is, and how many of its searches find the best law: what
/// `Benchmarks/compare_scaling.py` also asks of SciPy, from the same starts.
public struct ScalingBenchmark: Sendable {
  private let objective: PowerSumObjective
  private let options: ParametricFit.Options
  private let starts: [[Double]]
  /// How often the fit is timed.
  public let rounds: Int

  /// A benchmark on `runs`, of which the five with the highest losses are left out.
  ///
  /// - Throws: ``ScalingError``.
  public init(_ runs: [ScalingRun], rounds: Int = 5) throws(ScalingError) {
    options = ParametricFit.Options(droppedHighest: 5)
    objective = try PowerSumObjective(
      ParametricFit.dropHighest(options.droppedHighest, of: runs).kept, delta: options.delta)
    starts = options.starts.points
    self.rounds = max(1, rounds)
  }

  /// What the fit took and found.
  public struct Result: Codable, Equatable, Sendable {
    /// The median time of all searches, on all cores.
    public let milliseconds: Double
    /// The median of the time that all cores together spent.
    public let processorMilliseconds: Double
    /// The same on one core.
    public let singleCoreMilliseconds, singleCoreProcessorMilliseconds: Double
    /// The lowest objective.
    public let objective: Double
    /// ln E, ln A, α, ln B, β there.
    public let parameters: [Double]
    /// The objective at each search's end.
    public let reached: [Double]
    /// Computations of the objective, all searches together.
    public let evaluations: Int
    /// Where the searches began.
    public let starts: [[Double]]
    /// Their stopping rule: the largest slope, the smallest decrease, the most steps.
    public let gradientTolerance, decreaseTolerance: Double
    /// The most steps.
    public let maximumIterations: Int
  }

  /// Fits from every start, again and again. Throws ``ScalingError``.
  public func run() throws(ScalingError) -> Result {
    var (all, single): ([Timing], [Timing]) = ([], [])
    var minima: [Minimum] = []
    for _ in 0..<rounds {
      minima = try search(on: .allCores, &all)
      _ = try search(on: .singleCore, &single)
    }
    guard let best = minima.lowest else { throw .search(.noStarts) }
    return Result(
      milliseconds: median(all.map(\.wall)), processorMilliseconds: median(all.map(\.processor)),
      singleCoreMilliseconds: median(single.map(\.wall)),
      singleCoreProcessorMilliseconds: median(single.map(\.processor)),
      objective: best.value, parameters: best.point, reached: minima.map(\.value),
      evaluations: minima.reduce(0) { $0 + $1.evaluations }, starts: starts,
      gradientTolerance: options.search.gradientTolerance,
      decreaseTolerance: options.search.decreaseTolerance,
      maximumIterations: options.search.maximumIterations)
  }

  private typealias Timing = (wall: Double, processor: Double)

  private func search(
    on cores: Parallelism, _ timings: inout [Timing]
  ) throws(ScalingError) -> [Minimum] {
    let (begin, processorBegin) = (ContinuousClock.now, clock())
    let minima = try ParametricFit.search(starts, options.search, objective, on: cores)
    timings.append(
      (
        wall: begin.duration(to: .now) / .milliseconds(1),
        processor: 1e3 * Double(clock() - processorBegin) / Double(CLOCKS_PER_SEC)
      ))
    return minima
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}

extension ScalingBenchmark.Result: CustomStringConvertible {
  /// Two lines for a terminal.
  public var description: String {
    let share = reached.count { $0 <= objective * (1 + 1e-4) }
    return String(
      format: "%d searches: %.1f ms on all cores, %.1f ms on one, %d computations of the objective\n",
      starts.count, milliseconds, singleCoreMilliseconds, evaluations)
      + String(format: "lowest objective %.6e, reached by %d", objective, share)
  }
}
