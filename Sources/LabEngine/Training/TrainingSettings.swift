/// Everything that decides how a run goes, except the model and the text.
public struct TrainingSettings: Hashable, Sendable, Codable {
  /// The number of updates.
  public var steps: Int
  /// Sequences that go through the model at once.
  public var batchSize: Int
  /// Batches whose gradients are added up before an update: a large batch in little memory.
  public var accumulation: Int
  /// Tokens of a sequence.
  public var context: Int
  /// How the learning rate moves.
  public var schedule: LearningRateSchedule
  /// The optimiser's constants.
  public var optimizer: AdamW.Settings
  /// Gradients longer than this are shortened to it; never when `nil` (Pascanu et al. 2013).
  public var clipping: Float?
  /// When a step is left out because its loss is far from usual; never when `nil`.
  public var spikeGuard: LossSpikeGuard.Settings?
  /// Chooses the order of the text.
  public var seed: UInt64

  /// Settings with nanoGPT's constants unless told otherwise.
  public init(
    steps: Int, batchSize: Int, context: Int, accumulation: Int = 1,
    schedule: LearningRateSchedule = LearningRateSchedule(peak: 1e-3, warmup: 100),
    optimizer: AdamW.Settings = AdamW.Settings(), clipping: Float? = 1,
    spikeGuard: LossSpikeGuard.Settings? = LossSpikeGuard.Settings(), seed: UInt64 = 1
  ) {
    self.steps = steps
    self.batchSize = batchSize
    self.accumulation = accumulation
    self.context = context
    self.schedule = schedule
    self.optimizer = optimizer
    self.clipping = clipping
    self.spikeGuard = spikeGuard
    self.seed = seed
  }

  /// Tokens that one update sees.
  public var tokensPerStep: Int { batchSize &* accumulation &* context }

  /// Throws `TrainingError.invalid`, naming the value at fault.
  public func validate() throws(TrainingError) {
    let sizes = [
      ("steps", steps), ("batchSize", batchSize), ("accumulation", accumulation), ("context", context),
    ]
    for (name, size) in sizes where size < 1 || size > 1 << 30 {
      throw .invalid("\(name) must be a positive number, not \(size)")
    }
    guard Double(batchSize) * Double(accumulation) * Double(context) < 0x1p31 else {
      throw .invalid(
        "an update over \(batchSize) · \(accumulation) · \(context) tokens is beyond any computer")
    }
    if let clipping, !(clipping > 0) { throw .invalid("clipping must be positive, not \(clipping)") }
    try schedule.validate()
    try optimizer.validate()
    try spikeGuard?.validate()
  }
}
