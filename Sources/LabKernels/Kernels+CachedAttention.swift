import Foundation

extension Kernels {
  /// Attention of one new token of each sequence over a cache of keys and values.
  ///
  /// - Parameters:
  ///   - query: `[batch, nHeads, dHead]`.
  ///   - keys: `[batch, capacity, nKVHeads, dHead]`: each sequence's cache, its first `lengths[b]` rows filled,
  ///     the new token's own key included.
  ///   - values: likewise.
  ///   - lengths: filled rows of each sequence; 1 ... capacity.
  ///   - window: how many of the last rows are seen; `nil` for all.
  ///   - output: receives `[batch, nHeads, dHead]`.
  ///   - scale: what scores are multiplied by; 1/√dHead when `nil`.
  public static func cachedAttention(
    query: some FloatSource, keys: some FloatSource, values: some FloatSource, lengths: [Int],
    capacity: Int, nHeads: Int, nKVHeads: Int, dHead: Int, window: Int? = nil, scale: Float? = nil,
    into output: inout [Float], at offset: Int = 0, on parallelism: Parallelism = .allCores
  ) {
    let cacheCount = lengths.count * capacity * nKVHeads * dHead
    requireDimensions(capacity, nHeads, nKVHeads, dHead)
    requireCount(query.count, lengths.count * nHeads * dHead, "the query")
    requireCount(keys.count, cacheCount, "the cache of keys")
    requireCount(values.count, cacheCount, "the cache of values")
    requireRoom(output.count, from: offset, for: lengths.count * nHeads * dHead, "the output")
    AttentionShape(
      batch: lengths.count, queries: 1, keys: capacity, nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead,
      window: window
    ).requireValid()
    for length in lengths {
      guard length >= 1, length <= capacity else {
        fatalError("a cache for \(capacity) tokens cannot hold \(length)")
      }
    }
    let group = nHeads / max(1, nKVHeads)
    let scale = scale ?? 1 / Float(dHead).squareRoot()
    query.withFloats { query in
      keys.withFloats { keys in
        values.withFloats { values in
          output.withFloats(at: offset) { output in
            for (sequence, length) in lengths.enumerated() {
              for head in 0..<nHeads {
                let q = query + (sequence * nHeads + head) * dHead
                let o = output + (sequence * nHeads + head) * dHead
                let start = (sequence * capacity * nKVHeads + head / group) * dHead
                let seen = max(0, length - (window ?? length))..<length
                var scores = seen.map { j in
                  var sum: Float = 0
                  for c in 0..<dHead { sum += q[c] * keys[start + j * nKVHeads * dHead + c] }
                  return sum * scale
                }
                let top = scores.max() ?? 0
                var sum: Float = 0
                for j in scores.indices {
                  scores[j] = exp(scores[j] - top)
                  sum += scores[j]
                }
                for c in 0..<dHead {
                  var total: Float = 0
                  for (p, j) in zip(scores, seen) {
                    total += p / sum * values[start + j * nKVHeads * dHead + c]
                  }
                  o[c] = total
                }
              }
            }
          }
        }
      }
    }
  }
}
