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

  /// A width and a depth.
  public struct Size: Hashable, Sendable {
    let width, layers: Int

    /// A size; `width` is divided among heads of 8.
    public init(width: Int, layers: Int) { (self.width, self.layers) = (width, layers) }
  }

  /// Every size at every budget with every seed, unless the budget leaves fewer than `fewestSteps` updates or asks for
  /// more than `mostSteps`.
  ///
  /// - Throws: ``ScalingError`` for budgets that are not positive, or a grid without a run.
  public init(
    source: MarkovSource, sizes: [Size], budgets: [Double], seeds: [UInt64], batch: Int = 16,
    context: Int = 32, fewestSteps: Int = 50, mostSteps: Int = 20_000
  ) throws(ScalingError) {
    try requirePositive(budgets, "budget")
    self.source = source
    let shapes = sizes.map { Self.configuration($0, vocabulary: source.vocabulary, context: context) }
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

  /// The grid of the course: five budgets over a factor of 81, models over a factor of a hundred, two seeds.
  public static func full() throws(ScalingError) -> ScalingGrid {
    try ScalingGrid(
      source: MarkovSource(), sizes: sizes, budgets: [1e11, 3e11, 9e11, 2.7e12, 8.1e12], seeds: [1, 2])
  }

  /// A smaller one, to be made in front of a class.
  public static func quick() throws(ScalingError) -> ScalingGrid {
    try ScalingGrid(
      source: MarkovSource(), sizes: Array(sizes.prefix(6)), budgets: [3e10, 9e10, 2.7e11], seeds: [1])
  }

  private static let sizes = [
    Size(width: 8, layers: 1), Size(width: 16, layers: 1), Size(width: 24, layers: 1),
    Size(width: 32, layers: 1), Size(width: 40, layers: 2), Size(width: 64, layers: 2),
    Size(width: 96, layers: 2), Size(width: 128, layers: 2), Size(width: 160, layers: 2),
  ]

  private static func configuration(_ size: Size, vocabulary: Int, context: Int) -> TransformerConfiguration {
    .llama(
      vocabulary: vocabulary, context: context, dModel: size.width, nLayers: size.layers,
      nHeads: max(1, size.width / 8))
  }

  /// Wider models want smaller rates; the rest is the same for all.
  private static func settings(
    _ shape: TransformerConfiguration, steps: Int, batch: Int, context: Int, seed: UInt64
  ) -> TrainingSettings {
    TrainingSettings(
      steps: steps, batchSize: batch, context: context,
      schedule: LearningRateSchedule(
        peak: 0.08 / Float(shape.dModel).squareRoot(), warmup: steps / 10, shape: .cosine(floor: 0.02)),
      seed: seed)
  }
}
