import LabKernels

/// A transformer that runs on quantized matrices: nothing of them is kept in float32.
///
///     let small = try model.quantized(as: .q40)
///     try small.generate(request)
///
/// Gains, biases and a table of learned positions stay as they are. There is no tape: such a model is run,
/// not trained.
public struct QuantizedTransformer: Sendable {
  /// What the model looks like.
  public let configuration: TransformerConfiguration
  /// Whether inputs of the products stay float32 or are rounded to 8 bits as well.
  public let inputs: Kernels.ProductInputs
  let layout: TransformerLayout
  let rotary: RotaryPositions?
  let slopes: [Float]
  let sinusoids: [Float]?
  /// One for each of `configuration.parameterShapes`, in that order.
  let weights: [Weight]

  /// An array of the model, as it is held.
  enum Weight: Sendable {
    case exact(Tensor)
    case tiles(QuantizedTiles)
  }

  /// A model with some of its matrices replaced by quantized ones.
  ///
  /// Throws `TransformerError.parameterMismatch` for a name that is not there or sizes that do not fit.
  public init(
    _ model: Transformer, replacing tiles: [String: QuantizedTiles], inputs: Kernels.ProductInputs = .float
  ) throws(TransformerError) {
    let shapes = model.layout.shapes
    if let unknown = Set(tiles.keys).subtracting(shapes.map(\.name)).min() {
      throw .parameterMismatch("the model has no parameter \(unknown)")
    }
    for shape in shapes {
      guard let tile = tiles[shape.name] else { continue }
      guard shape.shape == [tile.rows, tile.columns], shape.name != "embedding.positions" else {
        throw .parameterMismatch(
          "\(shape.name) has shape \(shape.shape); a matrix of \([tile.rows, tile.columns]) cannot take its place"
        )
      }
    }
    (configuration, layout, self.inputs) = (model.configuration, model.layout, inputs)
    (rotary, slopes, sinusoids) = (model.rotary, model.slopes, model.sinusoids)
    weights = zip(shapes, model.parameters).map { shape, tensor in
      tiles[shape.name].map(Weight.tiles) ?? .exact(tensor)
    }
  }

  /// The same weights with the inputs of the products read another way.
  public func reading(inputs: Kernels.ProductInputs) -> QuantizedTransformer {
    QuantizedTransformer(self, inputs: inputs)
  }

  private init(_ other: QuantizedTransformer, inputs: Kernels.ProductInputs) {
    (configuration, layout, weights) = (other.configuration, other.layout, other.weights)
    (rotary, slopes, sinusoids) = (other.rotary, other.slopes, other.sinusoids)
    self.inputs = inputs
  }

  /// Bytes of all weights in memory.
  var byteCount: Int {
    weights.reduce(0) { sum, weight in
      switch weight {
      case .exact(let tensor): sum + tensor.count * MemoryLayout<Float>.size
      case .tiles(let tiles): sum + tiles.byteCount
      }
    }
  }

  /// The model in float32 again, with what quantization left of its weights.
  public func dequantized() throws -> Transformer {
    try Transformer(
      configuration,
      parameters: weights.map { weight in
        switch weight {
        case .exact(let tensor): tensor
        case .tiles(let tiles): tiles.dequantized()
        }
      })
  }
}

extension Transformer {
  /// The model with every matrix in a format that the kernels run, the table of tokens included.
  ///
  /// - Parameters:
  ///   - inputs: whether the inputs of the products are rounded to 8 bits as well.
  ///   - kept: names of matrices that stay float32.
  ///
  /// Throws `QuantizationError.notRunnable`, `.notFinite` or `.scaleOverflow`, and
  /// `TransformerError.parameterMismatch` for a name in `kept` that is not there.
  public func quantized(
    as format: BlockFormat, inputs: Kernels.ProductInputs = .float, keeping kept: Set<String> = []
  ) throws -> QuantizedTransformer {
    if let unknown = kept.subtracting(layout.shapes.map(\.name)).min() {
      throw TransformerError.parameterMismatch("the model has no parameter \(unknown)")
    }
    var tiles: [String: QuantizedTiles] = [:]
    for (shape, tensor) in zip(layout.shapes, parameters)
    where shape.shape.count == 2 && shape.name != "embedding.positions" && !kept.contains(shape.name) {
      tiles[shape.name] = try QuantizedTiles(tensor, as: format)
    }
    return try QuantizedTransformer(self, replacing: tiles, inputs: inputs)
  }
}
