/// How chains are sampled.
public struct SamplingPlan: Hashable, Sendable {
  /// Chains for each problem.
  public var samples: Int
  /// How many lines of working the prompt allows.
  public var budget: LineBudget
  /// Divides the scores: 0 always takes the likeliest token.
  public var temperature: Float
  /// Chooses the chains. Chain i of a problem depends on the seed, the problem's place and i alone.
  public var seed: UInt64

  /// Sixteen chains at a temperature of 0.7, unless told otherwise.
  public init(
    samples: Int = 16, budget: LineBudget = .free, temperature: Float = 0.7, seed: UInt64 = 1
  ) {
    self.samples = samples
    self.budget = budget
    self.temperature = temperature
    self.seed = seed
  }

  func validate() throws {
    // They are written side by side, each with keys and values of its own.
    guard (1...4096).contains(samples) else {
      throw ReasoningError.invalid("the number of samples lies between 1 and 4096, not at \(samples)")
    }
    try budget.validate()
    try SamplingSettings(temperature: temperature).validate()
  }
}
