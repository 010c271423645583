import Foundation
import LabKernels

/// A model that is trained and run, with the batch that goes with it.
struct BenchmarkModel: Sendable {
  let name: String
  let configuration: TransformerConfiguration
  let batchSize: Int

  /// 804,096 parameters.
  static let small = BenchmarkModel(
    name: "0.8M",
    configuration: TransformerConfiguration(
      vocabulary: 65, context: 64, dModel: 128, nLayers: 4, nHeads: 4),
    batchSize: 12)
  /// 10,745,088 parameters.
  static let large = BenchmarkModel(
    name: "10.7M",
    configuration: TransformerConfiguration(
      vocabulary: 65, context: 256, dModel: 384, nLayers: 6, nHeads: 6),
    batchSize: 4)
}

extension EngineBenchmark {
  func matrixMultiply(_ size: Int) -> [Double] {
    let (a, b) = (normal(size * size, stream: 1), normal(size * size, stream: 2))
    var c = [Float](repeating: 0, count: size * size)
    return times { Kernels.multiply(a, b, into: &c, rows: size, inner: size, columns: size) }
  }

  func attention() -> [Double] {
    let shape = AttentionShape(batch: 1, queries: 1024, nHeads: 8, dHead: 64)
    let count = shape.nHeads * shape.queries * shape.dHead
    let (query, key, value) = (normal(count, stream: 1), normal(count, stream: 2), normal(count, stream: 3))
    var output = [Float](repeating: 0, count: count)
    var logSumExp = [Float](repeating: 0, count: shape.nHeads * shape.queries)
    return times {
      Kernels.attention(
        query: query, key: key, value: value, shape, order: .headMajor, into: &output,
        logSumExp: &logSumExp)
    }
  }

  /// Whole training steps: a batch, forward, backward, clipping to 1, AdamW.
  func training(_ model: BenchmarkModel) throws -> [Double] {
    let configuration = model.configuration
    var random = RandomStream(seed: 1)
    let tokens = (0..<100_000).map { _ in Int(random.next() % UInt64(configuration.vocabulary)) }
    let settings = TrainingSettings(
      steps: 1 << 30, batchSize: model.batchSize, context: configuration.context, clipping: 1,
      spikeGuard: nil)
    var trainer = try Trainer(Transformer(configuration, seed: 1), on: tokens, settings)
    return try times { _ = try trainer.advance() }
  }

  /// Greedy generation from a prompt of 16 tokens to the end of the context, again and again.
  func generation(_ model: BenchmarkModel, _ workload: Workload) throws -> Result {
    let transformer = try Transformer(model.configuration, seed: 1)
    if let weightsFolder {
      try transformer.write(to: weightsFolder.appendingPathComponent("\(model.name).safetensors"))
    }
    let prompt = Array(0..<16)
    let newTokens = model.configuration.context - prompt.count
    var cache = try transformer.makeCache()
    var logits: [Float] = []
    let times = try times(
      preparing: {
        cache.reset()
        logits = try transformer.prefill(prompt, into: &cache)
      },
      {
        for _ in 0..<newTokens { logits = try transformer.decode([largest(logits)], cache: &cache) }
      })
    return result(workload, times.map { $0 / Double(newTokens) }, logits: logits)
  }

  private func largest(_ logits: [Float]) -> Int {
    logits.indices.max { logits[$0] < logits[$1] } ?? 0
  }

  private func normal(_ count: Int, stream: UInt64) -> [Float] {
    var random = RandomStream(seed: 1, stream: stream)
    return (0..<count).map { _ in Float(random.normal()) }
  }
}
