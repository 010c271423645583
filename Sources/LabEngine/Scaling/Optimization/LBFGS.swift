/// Finds a minimum of a smooth function of a few numbers, without its second derivatives.
///
///     let minimum = try LBFGS().minimize(from: [0, 0]) { x, gradient in
///       gradient = [2 * (x[0] - 3), 2 * x[1]]
///       return (x[0] - 3) * (x[0] - 3) + x[1] * x[1]
///     }
///     minimum.point                                                        // [3, 0]
///
/// The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright, "Numerical
/// Optimization", 2nd edition, algorithm 7.5): the last steps, and how the gradient changed over them, stand for
/// the curvature. There are no bounds on the numbers.
public struct LBFGS: Hashable, Sendable {
  /// Steps that are remembered.
  public var memory: Int
  /// The search ends where no slope is larger.
  public var gradientTolerance: Double
  /// It ends where a step lowers the value f by no more than this times max(|f|, 1).
  ///
  /// Where values are small, as those of a Huber loss are, this must be smaller still, or the search ends
  /// where it began.
  public var decreaseTolerance: Double
  /// The most steps.
  public var maximumIterations: Int
  /// How far the first step goes at first, when no curvature is known: a length in the numbers' own units.
  public var firstStep: Double

  /// A search whose stopping rule is SciPy's for L-BFGS-B (`gtol`, `ftol`, `maxiter`), with tighter tolerances.
  public init(
    memory: Int = 10, gradientTolerance: Double = 1e-10, decreaseTolerance: Double = 1e-15,
    maximumIterations: Int = 2000, firstStep: Double = 1
  ) {
    self.memory = memory
    self.gradientTolerance = gradientTolerance
    self.decreaseTolerance = decreaseTolerance
    self.maximumIterations = maximumIterations
    self.firstStep = firstStep
  }

  /// A function's value at a point; its slopes go into the second argument, which comes with the point's length.
  public typealias Objective = (_ point: [Double], _ gradient: inout [Double]) -> Double

  /// Walks downhill from `start`.
  ///
  /// Where the objective is not a number the search turns back, so an objective may be undefined in places.
  ///
  /// - Throws: ``OptimizationError`` for settings without sense, an empty start, or one where the objective or
  ///   a slope is not a number.
  /// - Complexity: O(memory × numbers) beside the objective, which is called one to two times a step.
  public func minimize(
    from start: [Double], _ objective: Objective
  ) throws(OptimizationError) -> Minimum {
    try validate()
    guard !start.isEmpty else { throw .noParameters }
    var descent = Descent(from: start, settings: self, objective)
    guard descent.isFinite else { throw .startNotFinite(start) }
    return descent.run(objective)
  }

  func validate() throws(OptimizationError) {
    let settings = [
      ("memory", Double(memory), 1.0), ("gradientTolerance", gradientTolerance, 0),
      ("decreaseTolerance", decreaseTolerance, 0), ("maximumIterations", Double(maximumIterations), 0),
    ]
    guard firstStep > 0, firstStep.isFinite else {
      throw .invalidSetting(name: "firstStep", value: firstStep)
    }
    for (name, value, least) in settings where !(value >= least && value.isFinite) {
      throw .invalidSetting(name: name, value: value)
    }
  }
}

/// Where a search ended.
public struct Minimum: Hashable, Sendable {
  /// The numbers.
  public let point: [Double]
  /// The function there.
  public let value: Double
  /// Its slopes there.
  public let gradient: [Double]
  /// Steps made.
  public let iterations: Int
  /// How often the function was computed.
  public let evaluations: Int
  /// Why it ended.
  public let ending: Ending

  /// Why a search ended.
  public enum Ending: String, Hashable, Sendable, Codable {
    /// Every slope is within the tolerance.
    case flat
    /// The last step lowered the value by no more than the tolerance.
    case settled
    /// All steps were used up.
    case iterationLimit
    /// No point downhill is lower, which happens where the digits of a number end.
    case noDescent
  }
}

/// Why no search can begin.
public enum OptimizationError: Error, Equatable, CustomStringConvertible {
  /// The start has no numbers.
  case noParameters
  /// The function cannot be computed at the start.
  case startNotFinite([Double])
  /// A setting makes no sense.
  case invalidSetting(name: String, value: Double)
  /// A search from several points needs one.
  case noStarts

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .noParameters: "there is nothing to vary: the starting point has no numbers"
    case .startNotFinite(let point): "the function or a slope is not a finite number at the start \(point)"
    case .invalidSetting(let name, let value): "\(name) cannot be \(value)"
    case .noStarts: "there is no starting point"
    }
  }
}
