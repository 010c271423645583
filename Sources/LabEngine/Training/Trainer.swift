import Foundation

/// Trains a transformer on a text, one update after another.
///
///     var trainer = try Trainer(model, on: tokens, settings)
///     try trainer.run { progress, _ in
///       print(progress.step, progress.loss)
///       return .goOn
///     }
///
/// A run is a function of (model, tokens, settings): the same on every repetition, and the same whether
/// it went through at once or was stopped, saved and resumed (see `save(to:)`).
public struct Trainer {
  /// How it is trained.
  public let settings: TrainingSettings
  /// Updates made or skipped.
  public private(set) var step: Int
  /// The loss of every step so far.
  public private(set) var losses: [Float]
  private(set) var optimizer: ModelOptimizer
  private(set) var spikeGuard: LossSpikeGuard?
  private(set) var batches: TokenBatches
  private var timer = StepTimer()

  /// A run that has not begun.
  ///
  /// - Parameter counted: for each token, whether predicting it counts; all when `nil`.
  ///
  /// Throws `TrainingError.invalid` or `.tooFewTokens`, or `TransformerError` for a text or a context that
  /// the model cannot read.
  public init(
    _ model: Transformer, on tokens: [Int], counted: [Bool]? = nil, _ settings: TrainingSettings
  ) throws {
    try self.init(
      TrainingState(
        model: model, settings: settings, step: 0, losses: [],
        optimizer: AdamW(settings.optimizer, for: model.parameters),
        spikeGuard: settings.spikeGuard.map { LossSpikeGuard($0) }),
      on: tokens, counted: counted)
  }

  init(_ state: TrainingState, on tokens: [Int], counted: [Bool]?) throws {
    let (model, settings) = (state.model, state.settings)
    try settings.validate()
    guard settings.context <= model.configuration.context else {
      throw TransformerError.contextOverflow(tokens: settings.context, context: model.configuration.context)
    }
    try model.requireInVocabulary(tokens)
    self.settings = settings
    step = state.step
    losses = state.losses
    optimizer = try ModelOptimizer(model, state.optimizer)
    spikeGuard = state.spikeGuard
    batches = try TokenBatches(
      tokens, context: settings.context, batchSize: settings.batchSize, seed: settings.seed, counted: counted)
  }

  /// The model as it is now.
  public var model: Transformer { optimizer.model }

  /// Whether all steps are done.
  public var isFinished: Bool { step >= settings.steps }

  /// What a caller wants after a step.
  public enum Continuation: Sendable {
    /// The next step.
    case goOn
    /// To return; `run` can be called again later.
    case stop
  }

  /// Makes the remaining steps, calling `onStep` after each with the model as it then is.
  ///
  /// Throws what `advance()` throws and what `onStep` throws.
  public mutating func run(onStep: (TrainingProgress, Transformer) throws -> Continuation) throws {
    while !isFinished {
      let progress = try advance()
      if try onStep(progress, model) == .stop { return }
    }
  }

  /// Makes one step: the gradient of `settings.accumulation` batches, then one update.
  ///
  /// Throws `TrainingError.diverged` when loss or gradient are no longer numbers and `.stuck` when skipping
  /// steps does not help; the parameters are then as they were before the step.
  public mutating func advance() throws -> TrainingProgress {
    timer.begin()
    let learningRate = settings.schedule.rate(at: step, of: settings.steps)
    let loss = try computeGradients()
    let norm = optimizer.gradientNorm
    guard loss.isFinite, norm.isFinite else {
      throw TrainingError.diverged(step: step + 1, loss: loss, gradientNorm: norm, learningRate: learningRate)
    }
    let isSpike = spikeGuard?.isSpike(loss) ?? false
    if isSpike {
      try requirePatience(loss)
    } else {
      try optimizer.update(learningRate: learningRate, clipping: settings.clipping, norm: norm)
    }
    step += 1
    losses.append(loss)
    timer.end()
    return progress(loss, norm, learningRate, isSpike)
  }

  /// Gathers the step's gradient and returns the mean loss over all its counted targets.
  private mutating func computeGradients() throws -> Float {
    optimizer.discardGradients()
    let first = step * settings.accumulation
    let step = try (0..<settings.accumulation).map { try batches.batch(first + $0) }
    // Batches may hold unequal numbers of counted targets; each target weighs the same in the mean.
    let counted = step.reduce(0) { $0 + $1.countedTargets }
    guard counted > 0 else { throw AutogradError.everyTargetIgnored }
    var mean: Float = 0
    for batch in step where batch.countedTargets > 0 {
      let weight = Float(batch.countedTargets) / Float(counted)
      mean += try optimizer.accumulate { model in
        let loss = try model.loss(batch.inputs, targets: batch.targets, batch: batch.sequences)
        return weight == 1 ? loss : try loss * weight
      }
    }
    return mean
  }

  private func requirePatience(_ loss: Float) throws(TrainingError) {
    guard let spikeGuard, spikeGuard.skippedInARow >= spikeGuard.settings.mostSkipped else { return }
    throw .stuck(
      step: step + 1, skipped: spikeGuard.skippedInARow, loss: loss, usual: spikeGuard.usual)
  }

  private func progress(
    _ loss: Float, _ norm: Double, _ learningRate: Float, _ wasSkipped: Bool
  ) -> TrainingProgress {
    TrainingProgress(
      step: step, steps: settings.steps, loss: loss, gradientNorm: norm, learningRate: learningRate,
      wasSkipped: wasSkipped, tokensSeen: step * settings.tokensPerStep,
      tokensPerSecond: Double(settings.tokensPerStep) / max(timer.secondsPerStep, 1e-9),
      secondsRemaining: Double(settings.steps - step) * timer.secondsPerStep)
  }
}
