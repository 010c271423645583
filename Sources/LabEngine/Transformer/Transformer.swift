import LabKernels

/// A decoder-only transformer: a configuration and its parameters.
///
///     let configuration = TransformerConfiguration(
///       vocabulary: 65, context: 64, dModel: 128, nLayers: 4, nHeads: 4)
///     configuration.parameterCount  // 804096
///     let model = try Transformer(configuration, seed: 1)
///
/// Training records the model on a tape (`recorded(on:)`); generation runs it over a `KVCache`
/// (`prefill`, `decode`). Both read the same parameters and agree within float32 rounding.
public struct Transformer: Sendable {
  /// What the model looks like.
  public let configuration: TransformerConfiguration
  /// One tensor for each of `configuration.parameterShapes`, in that order.
  public internal(set) var parameters: [Tensor]
  let layout: TransformerLayout
  let rotary: RotaryPositions?
  /// What each head's scores lose for a step of distance, for the configurations that have it; else empty.
  let slopes: [Float]
  /// Fixed position vectors `[context, dModel]`, for the configurations that have them.
  let sinusoids: [Float]?

  /// A model with freshly drawn parameters, equal for equal seeds; gains are 1, biases 0.
  ///
  /// Throws `TransformerError.invalid`.
  public init(
    _ configuration: TransformerConfiguration, seed: UInt64, matrices: FirstMatrices = .small
  ) throws {
    try configuration.validate()
    let parameters = try configuration.parameterShapes.enumerated().map { index, parameter in
      if parameter.name.hasSuffix(".gain") { return try Tensor(repeating: 1, shape: parameter.shape) }
      if parameter.name.hasSuffix(".bias") { return try Tensor(repeating: 0, shape: parameter.shape) }
      // A stream of its own for each array: changing one size leaves the other arrays as they were.
      var random = RandomStream(seed: seed, stream: UInt64(index))
      return try Tensor(
        normal: matrices.deviation(of: parameter, nLayers: configuration.nLayers), shape: parameter.shape,
        from: &random)
    }
    try self.init(configuration, parameters: parameters)
  }

  /// A model with given parameters, in the order of `configuration.parameterShapes`.
  ///
  /// Throws `TransformerError.invalid` or `.parameterMismatch`.
  public init(_ configuration: TransformerConfiguration, parameters: [Tensor]) throws(TransformerError) {
    try configuration.validate()
    let layout = TransformerLayout(configuration)
    guard parameters.count == layout.shapes.count else {
      throw .parameterMismatch(
        "the model has \(layout.shapes.count) parameters, but \(parameters.count) were given")
    }
    for (tensor, expected) in zip(parameters, layout.shapes) where tensor.shape != expected.shape {
      throw .parameterMismatch("\(expected.name) has shape \(expected.shape), but \(tensor.shape) was given")
    }
    self.configuration = configuration
    self.parameters = parameters
    self.layout = layout
    if case .rotary(let rotaryLayout, let base) = configuration.positions {
      rotary = try RotaryPositions(
        dHead: configuration.dHead, context: configuration.context, base: base, layout: rotaryLayout,
        scaling: configuration.rotaryScaling)
    } else {
      rotary = nil
    }
    slopes = configuration.positions == .alibi ? PlainAttention.slopes(nHeads: configuration.nHeads) : []
    sinusoids = configuration.positions == .sinusoidal ? sinusoidTable(configuration) : nil
  }

  /// The parameter called `name`, or `nil`.
  public func parameter(named name: String) -> Tensor? {
    layout.shapes.firstIndex { $0.name == name }.map { parameters[$0] }
  }

  /// The same model with some parameters replaced by name: quantized, pruned or taken from elsewhere.
  ///
  /// Throws `TransformerError.parameterMismatch` for a name that is not there or a shape that does not fit.
  public func replacing(_ tensors: [String: Tensor]) throws(TransformerError) -> Transformer {
    let known = Set(layout.shapes.map(\.name))
    if let unknown = tensors.keys.sorted().first(where: { !known.contains($0) }) {
      throw .parameterMismatch("the model has no parameter \(unknown)")
    }
    let replaced = zip(layout.shapes, parameters).map { tensors[$0.name] ?? $1 }
    return try Transformer(configuration, parameters: replaced)
  }

  /// The same model in which a query sees the last `window` positions only; all before it when `nil`.
  ///
  /// Throws `TransformerError.invalid` for a window under 1.
  public func withWindow(_ window: Int?) throws(TransformerError) -> Transformer {
    var narrower = configuration
    narrower.window = window
    return try Transformer(narrower, parameters: parameters)
  }

  /// The same model looking at up to `context` tokens, to see how it does beyond what it was trained on.
  ///
  /// - Parameter scaling: how its rotary positions are slowed down; as they were when `nil`.
  ///
  /// Throws `TransformerError.invalid` for learned positions, which end where training ended.
  public func withContext(
    _ context: Int, scaling: RotaryScaling? = nil
  ) throws(TransformerError) -> Transformer {
    var longer = configuration
    longer.context = context
    longer.rotaryScaling = scaling ?? configuration.rotaryScaling
    guard configuration.positions != .learned || context == configuration.context else {
      throw .invalid("learned positions end at \(configuration.context); there are none up to \(context)")
    }
    return try Transformer(longer, parameters: parameters)
  }
}

extension Transformer {
  /// Throws `TransformerError.notFinite`, naming the array, when a parameter is not a number or infinite.
  public func requireFiniteParameters() throws(TransformerError) {
    for (tensor, parameter) in zip(parameters, layout.shapes) {
      // A sum of squares is finite exactly when its terms are: in double precision, floats cannot overflow it.
      guard Kernels.sumOfSquares(tensor.values).isFinite else {
        throw .notFinite("\(parameter.name) holds values that are not finite numbers")
      }
    }
  }
}
