/// What a model needs to run, reckoned from its published sizes.
public struct ModelFootprint: Hashable, Sendable {
  /// What people call it.
  public let name: String
  /// All of its weights.
  public let parameters: Double
  /// Blocks.
  public let nLayers: Int
  /// Key and value heads of a block.
  public let nKVHeads: Int
  /// Numbers of a head.
  public let dHead: Int

  /// A model.
  public init(_ name: String, parameters: Double, nLayers: Int, nKVHeads: Int, dHead: Int) {
    (self.name, self.parameters) = (name, parameters)
    (self.nLayers, self.nKVHeads, self.dHead) = (nLayers, nKVHeads, dHead)
  }

  /// The footprint of a model of this engine.
  public init(_ name: String, _ configuration: TransformerConfiguration) {
    self.init(
      name, parameters: Double(configuration.parameterCount), nLayers: configuration.nLayers,
      nKVHeads: configuration.nKVHeads, dHead: configuration.dHead)
  }

  /// Bytes of the weights at so many bits each, scales included: 4.5 for Q4_0, 8.5 for Q8_0.
  public func weightBytes(bitsPerWeight: Double) -> Double { parameters * bitsPerWeight / 8 }

  /// Bytes of cached keys and values for `sequences` texts of `tokens` tokens.
  ///
  /// - Parameter bytesPerNumber: 2 for float16, 1 for 8 bits.
  public func cacheBytes(tokens: Int, sequences: Int = 1, bytesPerNumber: Double = 2) -> Double {
    2 * Double(nLayers) * Double(nKVHeads) * Double(dHead) * Double(tokens) * Double(sequences)
      * bytesPerNumber
  }

  /// The most tokens a second that one text can be continued by, when every token reads all weights and the
  /// whole cache from memory once.
  ///
  /// - Parameter bandwidth: bytes that memory delivers in a second.
  ///
  /// It is a bound: arithmetic, and mixtures of experts that read a part of their weights, are left out.
  public func tokensPerSecond(
    bandwidth: Double, bitsPerWeight: Double, cachedTokens: Int = 0, bytesPerNumber: Double = 2
  ) -> Double {
    bandwidth
      / (weightBytes(bitsPerWeight: bitsPerWeight)
        + cacheBytes(tokens: cachedTokens, bytesPerNumber: bytesPerNumber))
  }

  /// Models whose sizes are published, in their model cards and configuration files.
  public static let published: [ModelFootprint] = [
    ModelFootprint("GPT-2 124M", parameters: 124_439_808, nLayers: 12, nKVHeads: 12, dHead: 64),
    ModelFootprint("GPT-2 XL", parameters: 1_557_611_200, nLayers: 48, nKVHeads: 25, dHead: 64),
    ModelFootprint("Llama 2 7B", parameters: 6_738_415_616, nLayers: 32, nKVHeads: 32, dHead: 128),
    ModelFootprint("Mistral 7B", parameters: 7_241_732_096, nLayers: 32, nKVHeads: 8, dHead: 128),
    ModelFootprint("Llama 3 8B", parameters: 8_030_261_248, nLayers: 32, nKVHeads: 8, dHead: 128),
    ModelFootprint("Llama 2 70B", parameters: 68_976_648_192, nLayers: 80, nKVHeads: 8, dHead: 128),
    ModelFootprint("Llama 3 70B", parameters: 70_553_706_496, nLayers: 80, nKVHeads: 8, dHead: 128),
  ]
}
