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
  ///   - slopes: what each head's scores lose for a step of distance; nothing when empty.
  ///   - output: receives `[batch, nHeads, dHead]`.
  ///   - scale: what scores are multiplied by; 1/√dHead when `nil`.
  public static func cachedAttention(
    query: some FloatSource, keys: some FloatSource, values: some FloatSource, lengths: [Int],
    capacity: Int, nHeads: Int, nKVHeads: Int, dHead: Int, window: Int? = nil, scale: Float? = nil,
    slopes: [Float] = [], into output: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    let cacheCount = lengths.count * capacity * nKVHeads * dHead
    requireDimensions(capacity, nHeads, nKVHeads, dHead)
    requireCount(query.count, lengths.count * nHeads * dHead, "the query")
    requireCount(keys.count, cacheCount, "the cache of keys")
    requireCount(values.count, cacheCount, "the cache of values")
    requireRoom(output.count, from: offset, for: lengths.count * nHeads * dHead, "the output")
    AttentionShape(
      batch: lengths.count, queries: 1, keys: capacity, nHeads: nHeads, nKVHeads: nKVHeads, dHead: dHead,
      window: window, slopes: slopes
    ).requireValid()
    for length in lengths {
      guard length >= 1, length <= capacity else {
        fatalError("a cache for \(capacity) tokens cannot hold \(length)")
      }
    }
    guard nHeads > 0 else { return }
    let scale = scale ?? 1 / Float(dHead).squareRoot()
    let isSmall = query.count * (lengths.max() ?? 0) < 1 << 17
    query.withFloats { query in
      keys.withFloats { keys in
        values.withFloats { values in
          output.withFloats(at: offset) { output in
            (isSmall ? .singleCore : parallelism).forEachTask(lengths.count * nHeads) { task in
              let (sequence, head) = (task / nHeads, task % nHeads)
              let length = lengths[sequence]
              let seen = max(0, length - (window ?? length))..<length
              let start = (sequence * capacity * nKVHeads + head * nKVHeads / nHeads) * dHead
              attendOne(
                query + task * dHead, keys + start, values + start, seen, stride: nKVHeads * dHead,
                dHead: dHead, scale: scale, slope: slopes.isEmpty ? 0 : slopes[head],
                into: output + task * dHead)
            }
          }
        }
      }
    }
  }

  /// One query of one head: scores, softmax, and the weighted sum of the values.
  private static func attendOne(
    _ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>,
    _ seen: Range<Int>, stride: Int, dHead: Int, scale: Float, slope: Float,
    into output: UnsafeMutablePointer<Float>
  ) {
    withScratch(seen.count) { weights in
      for (i, token) in seen.enumerated() {
        let distance = Float(seen.upperBound - 1 - token)
        weights[i] = scale * dotProduct(query, keys + token * stride, dHead) - slope * distance
      }
      let top = RowSums.maximum(weights, seen.count)
      let sum = RowSums.exponentials(weights, minus: top, seen.count, into: weights)
      Lanes.forEach(in: 0..<dHead) { lanes in
        var total = Vector()
        for (i, token) in seen.enumerated() {
          total.add(lanes(values + token * stride), times: Vector(repeating: weights[i]))
        }
        lanes.store(total * (1 / sum), output)
      }
    }
  }
}
