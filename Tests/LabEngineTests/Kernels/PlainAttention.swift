import Foundation
import LabKernels

/// Attention as textbooks write it, one query after the other, in float64.
extension AttentionTests {
  func plainAttention(
    _ q: [Double], _ k: [Double], _ v: [Double], _ shape: AttentionShape
  ) -> (output: [Double], logSumExp: [Double]) {
    let (d, group) = (shape.dHead, shape.nHeads / shape.nKVHeads)
    var output = [Double](repeating: 0, count: q.count)
    var logSumExp = [Double]()
    for sequence in 0..<shape.batch {
      for head in 0..<shape.nHeads {
        let slope = shape.slopes.isEmpty ? 0 : Double(shape.slopes[head])
        for query in 0..<shape.queries {
          let row = ((sequence * shape.queries + query) * shape.nHeads + head) * d
          let position = shape.keys - shape.queries + query
          let seen = (0..<shape.keys).filter { key in
            !shape.isCausal || (key <= position && position - key < shape.window ?? .max)
          }
          let starts = seen.map { ((sequence * shape.keys + $0) * shape.nKVHeads + head / group) * d }
          let scores = starts.map { dot(q[row..<(row + d)], k[$0..<($0 + d)]) * Double(shape.scale) }
            .enumerated().map { $1 - slope * Double(position - seen[$0]) }
          let sum = log(scores.reduce(0) { $0 + exp($1) })
          logSumExp.append(sum)
          for (score, start) in zip(scores, starts) {
            for c in 0..<d { output[row + c] += exp(score - sum) * v[start + c] }
          }
        }
      }
    }
    return (output, logSumExp)
  }

  func inputs(_ shape: AttentionShape) -> (query: [Float], key: [Float], value: [Float]) {
    let keyCount = shape.batch * shape.keys * shape.nKVHeads * shape.dHead
    return (
      random(shape.batch * shape.queries * shape.nHeads * shape.dHead, stream: 1),
      random(keyCount, stream: 2), random(keyCount, stream: 3)
    )
  }

  /// The output and the gradients of query, key and value.
  func forwardAndBackward(
    _ q: [Float], _ k: [Float], _ v: [Float], _ dOutput: [Float], _ shape: AttentionShape,
    _ order: HeadOrder, _ parallelism: Parallelism = .allCores
  ) -> [[Float]] {
    var (output, logSumExp) = (q, [Float](repeating: 0, count: shape.batch * shape.nHeads * shape.queries))
    Kernels.attention(
      query: q, key: k, value: v, shape, order: order, into: &output, logSumExp: &logSumExp,
      on: parallelism)
    var (dQ, dK, dV) = (q, k, v)
    Kernels.attentionBackward(
      query: q, key: k, value: v, output: output, logSumExp: logSumExp, dOutput: dOutput, shape,
      order: order, dQuery: &dQ, dKey: &dK, dValue: &dV, on: parallelism)
    return [output, dQ, dK, dV]
  }

  /// Some columns of packed rows.
  func columns(_ range: Range<Int>, of packed: [Float], _ shape: AttentionShape) -> [Float] {
    stride(from: 0, to: packed.count, by: shape.packedWidth).flatMap { row in range.map { packed[row + $0] } }
  }

  /// `[batch, token, head, dHead]` as `[batch, head, token, dHead]`.
  func headMajor(_ x: [Float], _ heads: Int, _ shape: AttentionShape) -> [Float] {
    let (tokens, d) = (shape.queries, shape.dHead)
    return (0..<(shape.batch * heads * tokens)).flatMap { row -> ArraySlice<Float> in
      let (sequence, head, token) = (row / tokens / heads, row / tokens % heads, row % tokens)
      let start = ((sequence * tokens + token) * heads + head) * d
      return x[start..<(start + d)]
    }
  }
}
