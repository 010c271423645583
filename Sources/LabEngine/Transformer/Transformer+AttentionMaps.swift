import Foundation
import LabKernels

extension Transformer {
  /// How much each position of a text looks at each other, in one layer: `[nHeads, tokens, tokens]`, rows
  /// summing to 1 and zero above the diagonal.
  ///
  /// The fused kernels never hold these numbers, so they are computed apart, from the queries and keys of
  /// that layer, and the normal path stays as fast as it is.
  ///
  /// Throws as `prefill` does, and `TransformerError.invalid` for a layer that is not there.
  public func attentionMaps(_ ids: [Int], layer: Int) throws(TransformerError) -> Tensor {
    let scratch = try packedRows(of: ids, layer: layer)
    let shape = [configuration.nHeads, ids.count, ids.count]
    var maps = [Float](repeating: 0, count: shape.reduce(1, *))
    for head in 0..<configuration.nHeads {
      for query in ids.indices {
        let seen = max(0, query + 1 - (configuration.window ?? query + 1))...query
        let weights = attentionWeights(head, query, seen, scratch.packed)
        for (key, weight) in zip(seen, weights) {
          maps[(head * ids.count + query) * ids.count + key] = weight
        }
      }
    }
    return Tensor(trusted: maps, shape: shape)
  }

  /// Runs the model up to the queries, keys and values of `layer`.
  func packedRows(of ids: [Int], layer: Int) throws(TransformerError) -> Scratch {
    try requireLayer(layer)
    var cache = try makeCache(capacity: max(1, min(ids.count, configuration.context)))
    var scratch = try passThroughLayers(0..<layer, ids, 0, &cache)
    project(layer, Array(ids.indices), &scratch)
    return scratch
  }

  /// softmax(q · k / √dHead − slope · distance) of one query over the keys it sees.
  private func attentionWeights(
    _ head: Int, _ query: Int, _ seen: ClosedRange<Int>, _ packed: [Float]
  ) -> [Float] {
    let (dHead, width) = (configuration.dHead, configuration.packedWidth)
    let keyHead = configuration.nHeads + head / (configuration.nHeads / configuration.nKVHeads)
    let (q, k) = (query * width + head * dHead, keyHead * dHead)
    let slope = slopes.isEmpty ? 0 : slopes[head]
    let scores = seen.map { key in
      Kernels.dot(packed[q..<q + dHead], packed[(key * width + k)..<(key * width + k + dHead)])
        / Float(dHead).squareRoot() - slope * Float(query - key)
    }
    var weights = scores
    Kernels.softmax(scores, into: &weights, rows: 1, columns: scores.count)
    return weights
  }
}
