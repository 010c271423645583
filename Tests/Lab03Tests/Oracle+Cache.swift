import Foundation
import LabContracts

/// What must be remembered, computed from everything there ever was.
extension Oracle {
  static func append(
    _ cache: Attention.KVCache, _ key: PlainTensor, _ value: PlainTensor
  ) -> Attention.KVCache {
    Attention.KVCache(
      keys: PlainTensor(stacking: cache.keys.slices + [key]),
      values: PlainTensor(stacking: cache.values.slices + [value]))
  }

  static func decodeStep(
    _ query: PlainTensor, _ key: PlainTensor, _ value: PlainTensor, _ cache: Attention.KVCache,
    _ angles: PlainTensor
  ) -> Attention.DecodeStep {
    let (nHeads, nKVHeads, dHead) = (query.shape[0], key.shape[0], query.shape[1])
    let position = cache.keys.shape[0]
    func turned(_ heads: PlainTensor) -> PlainTensor {
      rotate(Grid(heads), Array(repeating: position, count: heads.shape[0]), Grid(angles)).plain
    }
    let cache = append(cache, turned(key), value)
    let (keys, values, turnedQuery) = (Grid(cache.keys), Grid(cache.values), Grid(turned(query)))
    let output = groupedAttention(
      turnedQuery.reshaped([nHeads, 1, dHead]),
      Grid([nKVHeads, position + 1, dHead]) { keys[$0[1], $0[0], $0[2]] },
      Grid([nKVHeads, position + 1, dHead]) { values[$0[1], $0[0], $0[2]] },
      Grid([1, position + 1]) { _ in 0 })
    return Attention.DecodeStep(output: output.reshaped([nHeads, dHead]).plain, cache: cache)
  }

  /// The state after `scores`, computed from all of them at once.
  static func runningSoftmax(
    _ scores: some Sequence<Float>, _ values: [[Float]], _ dValue: Int
  ) -> Attention.RunningSoftmax {
    let scores = scores.map(Double.init)
    guard let maximum = scores.max(), maximum > -.infinity else {
      return Attention.RunningSoftmax(dValue: dValue)
    }
    let weights = scores.map { exp($0 - maximum) }
    let weighted = (0..<dValue).map { column in
      zip(weights, values).reduce(0) { $0 + $1.0 * Double($1.1[column]) }
    }
    return Attention.RunningSoftmax(
      maximum: Float(maximum), sum: Float(weights.reduce(0, +)), weighted: weighted.map { Float($0) })
  }
}
