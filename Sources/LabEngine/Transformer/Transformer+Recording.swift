/// A transformer laid on a tape, ready to compute what gradients can flow through.
///
/// The block is written as the papers draw it; every line is one node of the tape.
public struct RecordedTransformer {
  /// The model whose parameters were recorded.
  public let model: Transformer
  /// Where.
  public let tape: Tape
  /// One variable for each parameter, in the order of `configuration.parameterShapes`.
  public let parameters: [Variable]

  /// The hidden states of `batch` sequences of one length, after the last block and its norm.
  ///
  /// - Parameter ids: `[batch, tokens]`, row after row.
  /// - Returns: `[batch · tokens, dModel]`.
  ///
  /// Throws `TransformerError.emptyBatch`, `.ragged`, `.contextOverflow` or `.idOutOfRange`.
  public func hiddenStates(_ ids: [Int], batch: Int = 1) throws -> Variable {
    try model.requireReadable(ids, batch: batch)
    let tokens = ids.count / batch
    let positions = (0..<ids.count).map { $0 % tokens }
    var x = try embed(ids, positions)  // [batch · tokens, dModel]
    for layer in model.layout.layers {
      x = try residual(x, layer.attentionNorm) { try attention($0, layer, positions, batch: batch) }
      x = try residual(x, layer.mlpNorm) { try feedForward($0, layer) }
    }
    return try model.layout.finalNorm.map { try normalized(x, $0) } ?? x
  }

  /// A score for every possible next token at every position: `[batch · tokens, vocabulary]`.
  ///
  /// Throws as `hiddenStates` does.
  public func logits(_ ids: [Int], batch: Int = 1) throws -> Variable {
    try hiddenStates(ids, batch: batch).linear(parameters[model.layout.head])
  }

  /// The mean cross-entropy, in nats a token, of predicting `targets`; targets of −1 do not count.
  ///
  /// Throws as `hiddenStates` does, and `AutogradError.idCount`, `.idOutOfRange` or `.everyTargetIgnored`.
  public func loss(_ ids: [Int], targets: [Int], batch: Int = 1) throws -> Variable {
    try logits(ids, batch: batch).crossEntropy(targets)
  }

  private func embed(_ ids: [Int], _ positions: [Int]) throws -> Variable {
    let x = try parameters[model.layout.tokenEmbedding].rows(ids)
    if let learned = model.layout.positionEmbedding { return try x + parameters[learned].rows(positions) }
    guard let sinusoids = model.sinusoids, let scale = model.tokenScale else { return x }
    let width = model.configuration.dModel
    let table = tape.constant(Tensor(trusted: sinusoids, shape: [model.configuration.context, width]))
    return try x * scale + table.rows(positions)
  }

  /// One of the two sub-layers of a block, with its norm before it or after the sum.
  private func residual(
    _ x: Variable, _ norm: TransformerLayout.Norm, _ sublayer: (Variable) throws -> Variable
  ) throws -> Variable {
    switch model.configuration.placement {
    case .pre: try x + sublayer(normalized(x, norm))
    case .post: try normalized(x + sublayer(x), norm)
    }
  }

  private func attention(
    _ x: Variable, _ layer: TransformerLayout.Layer, _ positions: [Int], batch: Int
  ) throws -> Variable {
    let (nHeads, nKVHeads) = (model.configuration.nHeads, model.configuration.nKVHeads)
    var packed = try projected(x, layer.qkv)  // [batch · tokens, (nHeads + 2 · nKVHeads) · dHead]
    if let rotary = model.rotary {
      packed = try packed.rotated(by: rotary, positions: positions, nHeads: nHeads, nKVHeads: nKVHeads)
    }
    let mixed = try packed.causalAttention(
      batch: batch, nHeads: nHeads, nKVHeads: nKVHeads, window: model.configuration.window,
      slopes: model.slopes)
    return try projected(mixed, layer.attentionOutput)
  }

  private func feedForward(_ x: Variable, _ layer: TransformerLayout.Layer) throws -> Variable {
    let up = try projected(x, layer.up)  // [batch · tokens, hidden], or 2 · hidden for SwiGLU
    let activated =
      switch model.configuration.mlp {
      case .gelu: try up.gelu()
      case .geluTanh: try up.geluTanh()
      case .swiGLU: try up.swiGLU()
      }
    return try projected(activated, layer.down)
  }

  private func projected(_ x: Variable, _ projection: TransformerLayout.Projection) throws -> Variable {
    try x.linear(parameters[projection.weight], bias: projection.bias.map { parameters[$0] })
  }

  private func normalized(_ x: Variable, _ norm: TransformerLayout.Norm) throws -> Variable {
    let (gain, epsilon) = (parameters[norm.gain], model.configuration.epsilon)
    return switch model.configuration.normalization {
    case .layerNorm: try x.layerNorm(gain: gain, bias: norm.bias.map { parameters[$0] }, epsilon: epsilon)
    case .rmsNorm: try x.rmsNorm(gain: gain, epsilon: epsilon)
    }
  }
}

extension Transformer {
  /// Lays the parameters on `tape`; nothing is copied.
  ///
  /// - Parameter frozen: `true` for a model that only judges, such as the reference of a preference loss:
  ///   its parameters ask for no gradient.
  public func recorded(on tape: Tape, frozen: Bool = false) -> RecordedTransformer {
    let variables = parameters.map { frozen ? tape.constant($0) : tape.variable($0) }
    return RecordedTransformer(model: self, tape: tape, parameters: variables)
  }

  /// Lays the parameters on `tape` so that their gradients are added to arrays moved out of `gradients`;
  /// empty ones stand for zeros.
  func recorded(on tape: Tape, adding gradients: inout [[Float]]) -> RecordedTransformer {
    let variables = parameters.indices.map { tape.variable(parameters[$0], addingTo: take(&gradients[$0])) }
    return RecordedTransformer(model: self, tape: tape, parameters: variables)
  }

  /// The mean cross-entropy, in nats a token, without gradients.
  public func loss(_ ids: [Int], targets: [Int], batch: Int = 1) throws -> Float {
    try recorded(on: Tape(), frozen: true).loss(ids, targets: targets, batch: batch).scalar
  }
}
