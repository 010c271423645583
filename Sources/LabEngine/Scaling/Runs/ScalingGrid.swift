/// Models of several sizes, each trained on several compute budgets: the runs that a scaling law is fitted to.
///
/// All read the language of one ``MarkovSource``, so the loss that none can get below is known.
public struct ScalingGrid: Sendable {
  /// What the models read.
  public let source: MarkovSource
  /// The runs, cheapest first.
  public let cells: [Cell]

  /// One run that is to be made.
  public struct Cell: Hashable, Sendable {
    /// The model.
    public let configuration: TransformerConfiguration
    /// How it is trained.
    public let settings: TrainingSettings

    /// N, tables included.
    public var parameters: Int { configuration.parameterCount }
    /// D.
    public var tokens: Int { settings.steps * settings.tokensPerStep }
    /// 6ND.
    public var flops: Double {
      ComputeBudget.trainingFLOPs(parameters: Double(parameters), tokens: Double(tokens))
    }
  }

  /// Models of one layer at every width, at every budget with every seed, unless the budget leaves fewer than
  /// `fewestSteps` updates or asks for more than `mostSteps`.
  ///
  /// - Throws: ``ScalingError`` for budgets that are not positive, or a grid without a run.
  public init(
    source: MarkovSource, widths: [Int], budgets: [Double], seeds: [UInt64], batch: Int = 4,
    context: Int = 32, fewestSteps: Int = 400, mostSteps: Int = 60_000
  ) throws(ScalingError) {
    try requirePositive(budgets, "budget")
    self.source = source
    let shapes = widths.map { Self.configuration(width: $0, vocabulary: source.vocabulary, context: context) }
    cells = budgets.sorted().flatMap { budget in
      shapes.flatMap { shape -> [Cell] in
        let perStep = 6 * Double(shape.parameterCount) * Double(batch * context)
        let steps = (budget / perStep).rounded()
        guard shape.parameterCount > 0, steps >= Double(fewestSteps), steps <= Double(mostSteps) else {
          return []
        }
        return seeds.map { seed in
          Cell(
            configuration: shape,
            settings: Self.settings(shape, steps: Int(steps), batch: batch, context: context, seed: seed))
        }
      }
    }
    guard !cells.isEmpty else {
      throw .tooFewPoints(found: 0, needed: 1, purpose: "a grid")
    }
  }

  /// The grid of the course: six budgets over a factor of 243, models over a factor of a hundred, two seeds.
  public static func full() throws(ScalingError) -> ScalingGrid {
    try ScalingGrid(
      source: MarkovSource(), widths: widths, budgets: [1e10, 3e10, 9e10, 2.7e11, 8.1e11, 2.43e12],
      seeds: [1, 2])
  }

  /// A smaller one, to be made in front of a class.
  public static func quick() throws(ScalingError) -> ScalingGrid {
    try ScalingGrid(
      source: MarkovSource(), widths: widths, budgets: [1e10, 3e10, 9e10, 2.7e11], seeds: [1])
  }

  private static let widths = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192]

  private static func configuration(
    width: Int, vocabulary: Int, context: Int
  ) -> TransformerConfiguration {
    .llama(
      vocabulary: vocabulary, context: context, dModel: width, nLayers: 1, nHeads: max(1, width / 8))
  }

  /// Wider models want smaller rates; the rest is the same for all.
  private static func settings(
    _ shape: TransformerConfiguration, steps: Int, batch: Int, context: Int, seed: UInt64
  ) -> TrainingSettings {
    TrainingSettings(
      steps: steps, batchSize: batch, context: context,
      schedule: LearningRateSchedule(
        peak: 0.04 / Float(shape.dModel).squareRoot(), warmup: steps / 10, shape: .cosine(floor: 0.02)),
      seed: seed)
  }
}
