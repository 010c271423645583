/// One named array of a model.
public struct ParameterShape: Hashable, Sendable {
  /// What files call it, for example `layers.0.attention.qkv.weight`.
  public let name: String
  /// Matrices are `[outputs, inputs]`, tables `[rows, dModel]`.
  public let shape: [Int]

  /// The number of values.
  public var count: Int { shape.reduce(1, *) }
  /// Weight decay pulls matrices towards zero; gains and biases are left alone.
  public var decays: Bool { shape.count >= 2 }
}

/// Which parameters a configuration has, in which order, and where each part of the model finds its own.
///
/// The list and the positions in it are made in one walk, so they cannot disagree.
struct TransformerLayout: Sendable {
  private(set) var shapes: [ParameterShape] = []
  private(set) var tokenEmbedding = 0
  private(set) var positionEmbedding: Int?
  private(set) var layers: [Layer] = []
  private(set) var finalNorm: Norm?
  /// The output projection; the token embedding when tied.
  private(set) var head = 0

  /// Positions in `shapes` of one block's parameters.
  struct Layer: Sendable {
    let attentionNorm: Norm
    let qkv: Projection
    let attentionOutput: Projection
    let mlpNorm: Norm
    /// For SwiGLU, the gate's rows and then the up projection's.
    let up: Projection
    let down: Projection
  }

  struct Projection: Sendable {
    let weight: Int
    let bias: Int?
  }

  struct Norm: Sendable {
    let gain: Int
    let bias: Int?
  }

  init(_ configuration: TransformerConfiguration) {
    let (d, vocabulary) = (configuration.dModel, configuration.vocabulary)
    tokenEmbedding = add("embedding.tokens", [vocabulary, d])
    if configuration.positions == .learned {
      positionEmbedding = add("embedding.positions", [configuration.context, d])
    }
    layers = (0..<configuration.nLayers).map { addLayer("layers.\($0)", configuration) }
    if configuration.placement == .pre { finalNorm = addNorm("norm", configuration) }
    head = configuration.tiesHead ? tokenEmbedding : add("head.weight", [vocabulary, d])
  }

  private mutating func addLayer(_ name: String, _ configuration: TransformerConfiguration) -> Layer {
    let (d, hidden) = (configuration.dModel, configuration.hidden)
    let upRows = configuration.mlp == .swiGLU ? 2 * hidden : hidden
    return Layer(
      attentionNorm: addNorm("\(name).attention.norm", configuration),
      qkv: addProjection("\(name).attention.qkv", [configuration.packedWidth, d], configuration),
      attentionOutput: addProjection("\(name).attention.output", [d, d], configuration),
      mlpNorm: addNorm("\(name).mlp.norm", configuration),
      up: addProjection("\(name).mlp.up", [upRows, d], configuration),
      down: addProjection("\(name).mlp.down", [d, hidden], configuration))
  }

  private mutating func addNorm(_ name: String, _ configuration: TransformerConfiguration) -> Norm {
    let gain = add("\(name).gain", [configuration.dModel])
    let hasBias = configuration.normalization == .layerNorm(bias: true)
    return Norm(gain: gain, bias: hasBias ? add("\(name).bias", [configuration.dModel]) : nil)
  }

  private mutating func addProjection(
    _ name: String, _ shape: [Int], _ configuration: TransformerConfiguration
  ) -> Projection {
    let weight = add("\(name).weight", shape)
    return Projection(weight: weight, bias: configuration.hasBiases ? add("\(name).bias", [shape[0]]) : nil)
  }

  private mutating func add(_ name: String, _ shape: [Int]) -> Int {
    shapes.append(ParameterShape(name: name, shape: shape))
    return shapes.count - 1
  }
}
