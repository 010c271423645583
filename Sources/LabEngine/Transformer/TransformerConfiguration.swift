import LabKernels

/// The sizes and choices that make one decoder-only transformer different from another.
///
/// The defaults are GPT-2's arrangement without biases, which is nanoGPT's; `llama(…)` gives the other
/// common one. A configuration is only a description: `validate()` says whether such a model exists.
public struct TransformerConfiguration: Hashable, Sendable, Codable {
  /// Token ids run from 0 to here.
  public var vocabulary: Int
  /// The most tokens the model looks at.
  public var context: Int
  /// The width of the residual stream.
  public var dModel: Int
  /// The number of blocks.
  public var nLayers: Int
  /// Query heads of each block; `dModel` is divided among them.
  public var nHeads: Int
  /// Key and value heads: `nHeads` for multi-head, 1 for multi-query, between for grouped-query attention.
  public var nKVHeads: Int
  /// The width between the two halves of a feed-forward layer.
  public var hidden: Int
  /// How a token learns where it stands.
  public var positions: Positions
  /// How rotary positions are slowed down beyond the trained context; not at all when `nil`.
  public var rotaryScaling: RotaryScaling?
  /// How rows are brought to a common size.
  public var normalization: Normalization
  /// Where that happens.
  public var placement: NormPlacement
  /// What the feed-forward layers compute.
  public var mlp: MLP
  /// Whether projections add a bias.
  public var hasBiases: Bool
  /// Whether the output scores reuse the token embedding (Press and Wolf 2017).
  public var tiesHead: Bool
  /// How many positions a query sees, itself included; all before it when `nil`.
  public var window: Int?
  /// Added under the root of every normalisation.
  public var epsilon: Float

  /// How a token learns where it stands.
  public enum Positions: Hashable, Sendable, Codable {
    /// Not at all, except by the causal mask.
    case none
    /// A trained vector for each position, added to the token's.
    case learned
    /// Fixed sines and cosines, added (Vaswani et al. 2017, section 3.5).
    case sinusoidal
    /// Queries and keys turned by an angle that grows with the position (Su et al. 2021).
    case rotary(RotaryLayout, base: Double)
    /// Scores lose a head's slope for every step between query and key (Press et al., "ALiBi", 2022).
    case alibi
  }

  /// How rows are brought to a common size.
  public enum Normalization: Hashable, Sendable, Codable {
    /// Mean 0 and variance 1, then a gain and perhaps a bias.
    case layerNorm(bias: Bool)
    /// Mean square 1, then a gain.
    case rmsNorm
  }

  /// Where normalisation happens.
  public enum NormPlacement: String, Hashable, Sendable, Codable {
    /// x + f(norm(x)), and once more before the head: what trains without warm-up.
    case pre
    /// norm(x + f(x)), as in the first transformer.
    case post
  }

  /// What the feed-forward layers compute.
  public enum MLP: String, Hashable, Sendable, Codable, CaseIterable {
    /// down(gelu(up(x))) with the exact GELU.
    case gelu
    /// The same with GPT-2's tanh form.
    case geluTanh
    /// down(silu(gate(x)) · up(x)) (Shazeer 2020).
    case swiGLU
  }

  /// A configuration in nanoGPT's arrangement unless told otherwise.
  ///
  /// - Parameters:
  ///   - nKVHeads: as many as `nHeads` unless given.
  ///   - hidden: 4 · dModel unless given.
  public init(
    vocabulary: Int, context: Int, dModel: Int, nLayers: Int, nHeads: Int, nKVHeads: Int? = nil,
    hidden: Int? = nil, positions: Positions = .learned,
    normalization: Normalization = .layerNorm(bias: false), placement: NormPlacement = .pre,
    mlp: MLP = .gelu, hasBiases: Bool = false, tiesHead: Bool = true, window: Int? = nil,
    epsilon: Float = 1e-5
  ) {
    self.vocabulary = vocabulary
    self.context = context
    self.dModel = dModel
    self.nLayers = nLayers
    self.nHeads = nHeads
    self.nKVHeads = nKVHeads ?? nHeads
    self.hidden = hidden ?? dModel.multipliedReportingOverflow(by: 4).partialValue
    self.positions = positions
    self.normalization = normalization
    self.placement = placement
    self.mlp = mlp
    self.hasBiases = hasBiases
    self.tiesHead = tiesHead
    self.window = window
    self.epsilon = epsilon
  }

  /// Llama's arrangement: RMSNorm, rotary positions, SwiGLU, no biases.
  ///
  /// - Parameter hidden: two thirds of 4 · dModel, rounded up to a multiple of 32, unless given, so that
  ///   the three matrices of SwiGLU hold as many numbers as the two of GELU.
  public static func llama(
    vocabulary: Int, context: Int, dModel: Int, nLayers: Int, nHeads: Int, nKVHeads: Int? = nil,
    hidden: Int? = nil, layout: RotaryLayout = .interleaved, tiesHead: Bool = true
  ) -> TransformerConfiguration {
    let twoThirds = dModel.multipliedReportingOverflow(by: 8).partialValue / 3
    return TransformerConfiguration(
      vocabulary: vocabulary, context: context, dModel: dModel, nLayers: nLayers, nHeads: nHeads,
      nKVHeads: nKVHeads, hidden: hidden ?? (twoThirds / 32 + (twoThirds % 32 == 0 ? 0 : 1)) * 32,
      positions: .rotary(layout, base: 10_000), normalization: .rmsNorm, mlp: .swiGLU, tiesHead: tiesHead)
  }

  /// Numbers in a head.
  public var dHead: Int { nHeads > 0 ? dModel / nHeads : 0 }

  /// Numbers in a packed row of queries, keys and values.
  var packedWidth: Int { (nHeads + 2 * nKVHeads) * dHead }
}
