/// A model that follows the gradient of whatever loss it is given.
///
/// `Trainer` uses it to predict text; a preference loss or a reward model uses it just the same:
///
///     var optimizer = try ModelOptimizer(model)
///     let loss = try optimizer.accumulate { model in
///       try model.logits(ids).logSoftmax().picking(answer).sum() * -1
///     }
///     try optimizer.update(learningRate: 1e-4, clipping: 1)
public struct ModelOptimizer {
  /// The model as it is now.
  public private(set) var model: Transformer
  /// The optimiser's averages.
  private(set) var adamW: AdamW
  private let tape = Tape()
  /// One array for each parameter; empty where nothing has been added.
  private var gradients: [[Float]]

  /// An optimiser whose averages are empty.
  ///
  /// Throws `TrainingError.invalid`, or `TransformerError.notFinite` for a model whose parameters are no numbers.
  public init(_ model: Transformer, _ settings: AdamW.Settings = AdamW.Settings()) throws {
    try settings.validate()
    try self.init(model, AdamW(settings, for: model.parameters))
  }

  init(_ model: Transformer, _ adamW: AdamW) throws {
    try model.requireFiniteParameters()
    self.model = model
    self.adamW = adamW
    gradients = model.parameters.map { _ in [] }
  }

  /// Adds the gradient of one loss to those since the last update.
  ///
  /// - Parameter loss: records the loss, a single number, of the model it is handed.
  /// - Returns: the loss.
  ///
  /// Throws what `loss` throws; the gradients so far are then lost and the parameters unchanged.
  public mutating func accumulate(_ loss: (RecordedTransformer) throws -> Variable) throws -> Float {
    defer { tape.reset() }
    let recorded = model.recorded(on: tape, adding: &gradients)
    let loss = try loss(recorded)
    try loss.backward(keeping: .leaves)
    gradients = recorded.parameters.map { tape.takeGradient(of: $0) }
    return try loss.scalar
  }

  /// The length of all gradients taken together as one vector.
  public var gradientNorm: Double { globalNorm(gradients) }

  /// Moves the parameters against the gradients and forgets these.
  ///
  /// - Parameter clipping: gradients longer than this are shortened to it; never when `nil`.
  ///
  /// Throws `TrainingError.diverged`, leaving the parameters as they are, when a gradient is not a number.
  public mutating func update(learningRate: Float, clipping: Float? = nil) throws {
    try update(learningRate: learningRate, clipping: clipping, norm: gradientNorm)
  }

  /// For callers that have the norm already.
  mutating func update(learningRate: Float, clipping: Float?, norm: Double) throws {
    guard norm.isFinite else {
      throw TrainingError.diverged(
        step: adamW.step + 1, loss: .nan, gradientNorm: norm, learningRate: learningRate)
    }
    let limit = clipping.map(Double.init) ?? .infinity
    try adamW.update(
      &model.parameters, gradients: gradients, learningRate: learningRate,
      gradientScale: norm > limit ? Float(limit / norm) : 1)
    discardGradients()
  }

  /// Forgets the gradients.
  public mutating func discardGradients() {
    for index in gradients.indices { tape.recycle(take(&gradients[index])) }
  }
}
