import LabKernels

/// Several small models trained on one text, as many at a time as there are cores: small kernels leave a second
/// core idle, and a second training does not.
///
///     let study = TrainingStudy(on: tokens, settings)
///     let [pre, post] = try study.run([preNorm, postNorm])
public struct TrainingStudy: Sendable {
  /// The text.
  public let tokens: [Int]
  /// How a run goes that brings no settings of its own.
  public let settings: TrainingSettings

  /// A study on `tokens`.
  public init(on tokens: [Int], _ settings: TrainingSettings) {
    self.tokens = tokens
    self.settings = settings
  }

  /// What became of one run.
  public struct Outcome: Sendable {
    /// The model after the last step that was made.
    public let model: Transformer
    /// The loss of every step.
    public let losses: [Float]
    /// Why the run ended early; `nil` for one that went through.
    public let divergence: TrainingError?
  }

  /// Trains a model of each configuration from the same seed.
  ///
  /// Outcomes stand in the order of the configurations and do not depend on what ran beside them. A run that
  /// diverges is an outcome too. Throws as `Transformer.init` and `Trainer` do for what cannot begin.
  public func run(_ configurations: [TransformerConfiguration], seed: UInt64 = 1) throws -> [Outcome] {
    try run(configurations.map { (try Transformer($0, seed: seed), settings) })
  }

  /// Trains models that are there already, each with settings of its own.
  public func run(_ runs: [(model: Transformer, settings: TrainingSettings)]) throws -> [Outcome] {
    let tokens = tokens
    let results = Parallelism.allCores.map(runs.count) { index in
      Result { try Self.train(runs[index].model, runs[index].settings, on: tokens) }
    }
    return try results.map { try $0.get() }
  }

  private static func train(
    _ model: Transformer, _ settings: TrainingSettings, on tokens: [Int]
  ) throws -> Outcome {
    var trainer = try Trainer(model, on: tokens, settings)
    do {
      try trainer.run { _, _ in .goOn }
      return Outcome(model: trainer.model, losses: trainer.losses, divergence: nil)
    } catch let error as TrainingError {
      return Outcome(model: trainer.model, losses: trainer.losses, divergence: error)
    }
  }
}
