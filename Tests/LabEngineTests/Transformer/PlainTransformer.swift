import Foundation

@testable import LabEngine

/// A transformer written out in float64, one token and one number at a time, reading the parameters by
/// name: slow, obvious, and sharing no code with the engine's.
struct PlainTransformer {
  let model: Transformer
  private var c: TransformerConfiguration { model.configuration }

  private let parameters: [String: Plain.Row]

  init(_ model: Transformer) {
    self.model = model
    parameters = Dictionary(
      uniqueKeysWithValues: zip(model.configuration.parameterShapes, model.parameters).map {
        ($0.name, $1.values.map(Double.init))
      })
  }

  /// The logits at every position of one sequence.
  func logits(_ ids: [Int]) -> [Plain.Row] {
    var x = ids.enumerated().map { embed($1, position: $0) }
    for layer in 0..<c.nLayers {
      x = sublayer(x, "layers.\(layer).attention") { attention($0, "layers.\(layer).attention") }
      x = sublayer(x, "layers.\(layer).mlp") { rows in rows.map { feedForward($0, "layers.\(layer).mlp") } }
    }
    if c.placement == .pre { x = x.map { norm($0, "norm") } }
    let head = parameter(c.tiesHead ? "embedding.tokens" : "head.weight")
    return x.map { Plain.linear($0, head) }
  }

  private func parameter(_ name: String) -> Plain.Row {
    guard let values = parameters[name] else { fatalError("no parameter \(name)") }
    return values
  }

  private func embed(_ id: Int, position: Int) -> Plain.Row {
    let token = Plain.rows(parameter("embedding.tokens"), c.dModel)[id]
    switch c.positions {
    case .learned:
      return zip(token, Plain.rows(parameter("embedding.positions"), c.dModel)[position]).map { $0 + $1 }
    case .sinusoidal:
      return token.enumerated().map { column, value in
        let angle = Double(position) / pow(10_000, Double(column / 2 * 2) / Double(c.dModel))
        return value * Double(c.dModel).squareRoot() + (column % 2 == 0 ? sin(angle) : cos(angle))
      }
    case .none, .rotary, .alibi: return token
    }
  }

  private func sublayer(_ x: [Plain.Row], _ name: String, _ body: ([Plain.Row]) -> [Plain.Row]) -> [Plain.Row]
  {
    func add(_ a: [Plain.Row], _ b: [Plain.Row]) -> [Plain.Row] {
      zip(a, b).map { zip($0, $1).map { $0 + $1 } }
    }
    switch c.placement {
    case .pre: return add(x, body(x.map { norm($0, name + ".norm") }))
    case .post: return add(x, body(x)).map { norm($0, name + ".norm") }
    }
  }

  private func norm(_ x: Plain.Row, _ name: String) -> Plain.Row {
    let (gain, epsilon) = (parameter(name + ".gain"), Double(c.epsilon))
    switch c.normalization {
    case .rmsNorm: return Plain.rmsNorm(x, gain: gain, epsilon: epsilon)
    case .layerNorm(bias: true):
      return Plain.layerNorm(x, gain: gain, bias: parameter(name + ".bias"), epsilon: epsilon)
    case .layerNorm(bias: false): return Plain.layerNorm(x, gain: gain, epsilon: epsilon)
    }
  }

  private func project(_ x: Plain.Row, _ name: String) -> Plain.Row {
    let y = Plain.linear(x, parameter(name + ".weight"))
    return c.hasBiases ? zip(y, parameter(name + ".bias")).map { $0 + $1 } : y
  }

  private func attention(_ x: [Plain.Row], _ name: String) -> [Plain.Row] {
    var packed = x.map { project($0, name + ".qkv") }
    if case .rotary(let layout, let base) = c.positions {
      packed = packed.enumerated().map { position, row in
        Plain.rows(row, c.dHead).enumerated().flatMap { head, values in
          head < c.nHeads + c.nKVHeads
            ? Plain.rotate(
              values, position: position, base: base, interleaved: layout == .interleaved, slowed: slowed
            ).map { $0 * magnitude }
            : values
        }
      }
    }
    // Four heads have the slopes 1/4, 1/16, 1/64, 1/256.
    return Plain.attention(
      packed, nHeads: c.nHeads, nKVHeads: c.nKVHeads, dHead: c.dHead, window: c.window,
      slopes: c.positions == .alibi ? [0.25, 0.0625, 0.015625, 0.00390625] : []
    )
    .map { project($0, name + ".output") }
  }

  /// Chen et al., equation 3; Peng et al., section 3.2, by wavelengths instead of turns.
  private func slowed(_ frequency: Double) -> Double {
    switch c.rotaryScaling {
    case nil: return frequency
    case .interpolation(let factor): return frequency / factor
    case .yarn(let factor, let trained):
      let ratio = Double(trained) / (2 * Double.pi / frequency)
      let ramp = ratio < 1 ? 0 : ratio > 32 ? 1 : (ratio - 1) / 31
      return (1 - ramp) * frequency / factor + ramp * frequency
    }
  }

  /// The square root of YaRN's 1/t.
  private var magnitude: Double {
    if case .yarn(let factor, _) = c.rotaryScaling { 0.1 * log(factor) + 1 } else { 1 }
  }

  private func feedForward(_ x: Plain.Row, _ name: String) -> Plain.Row {
    let up = project(x, name + ".up")
    let activated: Plain.Row
    switch c.mlp {
    case .gelu: activated = up.map(Plain.gelu)
    case .geluTanh: activated = up.map(Plain.geluTanh)
    case .swiGLU: activated = (0..<c.hidden).map { Plain.silu(up[$0]) * up[$0 + c.hidden] }
    }
    return project(activated, name + ".down")
  }
}

/// Small models that between them use every choice a configuration offers.
enum ModelZoo {
  static let configurations: [(name: String, configuration: TransformerConfiguration)] = [
    ("nanoGPT", make(positions: .learned)),
    (
      "GPT-2",
      make(positions: .learned, normalization: .layerNorm(bias: true), mlp: .geluTanh, hasBiases: true)
    ),
    ("first transformer", make(positions: .sinusoidal, placement: .post, tiesHead: false)),
    ("no positions", make(positions: .none, normalization: .rmsNorm)),
    (
      "Llama, grouped",
      make(nKVHeads: 2, positions: .rotary(.interleaved, base: 10_000), normalization: .rmsNorm, mlp: .swiGLU)
    ),
    (
      "half-split, multi-query, window",
      make(
        nKVHeads: 1, positions: .rotary(.halfSplit, base: 500), normalization: .rmsNorm, mlp: .swiGLU,
        tiesHead: false, window: 3)
    ),
    (
      "post-norm, grouped, biases",
      make(
        nKVHeads: 2, positions: .rotary(.halfSplit, base: 10_000), normalization: .layerNorm(bias: true),
        placement: .post, hasBiases: true)
    ),
    ("linear biases, grouped, window", make(nKVHeads: 2, positions: .alibi, window: 7)),
    (
      "interpolated",
      make(positions: .rotary(.interleaved, base: 100), scaling: .interpolation(factor: 3))
    ),
    (
      "YaRN, grouped",
      make(
        nKVHeads: 2, positions: .rotary(.halfSplit, base: 100),
        scaling: .yarn(factor: 4, trainedContext: 20))
    ),
  ]

  private static func make(
    nKVHeads: Int = 4, positions: TransformerConfiguration.Positions,
    normalization: TransformerConfiguration.Normalization = .layerNorm(bias: false),
    placement: TransformerConfiguration.NormPlacement = .pre, mlp: TransformerConfiguration.MLP = .gelu,
    hasBiases: Bool = false, tiesHead: Bool = true, window: Int? = nil, scaling: RotaryScaling? = nil
  ) -> TransformerConfiguration {
    var configuration = TransformerConfiguration(
      vocabulary: 13, context: 12, dModel: 16, nLayers: 2, nHeads: 4, nKVHeads: nKVHeads, hidden: 24,
      positions: positions, normalization: normalization, placement: placement, mlp: mlp,
      hasBiases: hasBiases, tiesHead: tiesHead, window: window)
    configuration.rotaryScaling = scaling
    return configuration
  }

  /// A model whose parameters are large enough that every part of it shows in the logits.
  static func model(_ configuration: TransformerConfiguration, seed: UInt64) throws -> Transformer {
    var random = RandomStream(seed: seed)
    let parameters = try configuration.parameterShapes.map { parameter in
      let deviation: Float = parameter.decays ? 0.3 : 0.1
      let tensor = try Tensor(normal: deviation, shape: parameter.shape, from: &random)
      return parameter.name.hasSuffix(".gain") ? try tensor + Tensor(1) : tensor
    }
    return try Transformer(configuration, parameters: parameters)
  }
}
