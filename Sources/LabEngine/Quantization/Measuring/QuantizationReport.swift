/// What a quantized model saves, together with what it costs: there is no way to get the one alone.
public struct QuantizationReport: Hashable, Sendable {
  /// What the weights are stored as.
  public let name: String
  /// What was lost.
  public let quality: ModelComparison
  /// Bytes of the weights in memory, as they are run.
  public let bytesInMemory: Int
  /// Bytes of the weights of the original in memory.
  public let referenceBytes: Int
  /// Bytes of the model's GGUF file; `nil` for a model that the format's Llama arrangement cannot describe.
  public let bytesOnDisk: Int?
  /// Tokens generated in a second, one after another, on all cores.
  public let tokensPerSecond: Double
  /// The same of the original.
  public let referenceTokensPerSecond: Double

  /// Measures a quantized model against the one it was made from, on held-out text.
  ///
  /// - Parameter generated: tokens that each model writes to be timed; at most the context.
  ///
  /// Throws `QuantizationError.noQuality` when `heldOut` is too short to measure quality, whatever else could
  /// be said, and as `ModelComparison` does.
  public init(
    _ name: String, of model: QuantizedTransformer, against reference: Transformer, heldOut: [Int],
    generated: Int = 64
  ) throws {
    let needed = 256
    guard heldOut.count > needed else {
      throw QuantizationError.noQuality(
        "\(heldOut.count) held-out tokens say too little; \(needed + 1) are the least")
    }
    self.name = name
    quality = try ModelComparison(of: model, against: reference, on: heldOut)
    bytesInMemory = model.byteCount
    referenceBytes = reference.configuration.parameterCount * MemoryLayout<Float>.size
    bytesOnDisk = try? model.gguf().encoded().count
    tokensPerSecond = try Self.speed(of: model, prompt: heldOut, count: generated)
    referenceTokensPerSecond = try Self.speed(of: reference, prompt: heldOut, count: generated)
  }

  /// The best of three runs: whatever else the machine does only slows one down.
  private static func speed(
    of model: some LanguageModel, prompt: [Int], count: Int
  ) throws -> Double {
    let context = model.configuration.context
    let prompt = Array(prompt.prefix(max(1, context / 4)))
    let count = max(1, min(count, context - prompt.count))
    var best = 0.0
    for _ in 0..<3 {
      var cache = try model.makeCache()
      var logits = try model.prefill(prompt, into: &cache)
      let start = ContinuousClock.now
      for _ in 0..<min(count, cache.capacity - prompt.count) {
        let next = logits.indices.max { logits[$0] < logits[$1] } ?? 0
        logits = try model.decode([next], cache: &cache)
      }
      best = max(best, Double(count) / (start.duration(to: .now) / .seconds(1)))
    }
    return best
  }
}
