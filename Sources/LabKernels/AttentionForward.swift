import Foundation

struct AttentionForward {
  let shape: AttentionShape
  let layouts: AttentionLayouts
  let query, key, value: UnsafePointer<Float>
  let output, logSumExp: UnsafeMutablePointer<Float>

  func run(on parallelism: Parallelism) {
    let group = shape.nHeads / max(1, shape.nKVHeads)
    for sequence in 0..<shape.batch {
      for head in 0..<shape.nHeads {
        let q = query + layouts.query.start(sequence: sequence, head: head)
        let k = key + layouts.key.start(sequence: sequence, head: head / group)
        let v = value + layouts.value.start(sequence: sequence, head: head / group)
        let o = output + layouts.output.start(sequence: sequence, head: head)
        for i in 0..<shape.queries {
          let keys = shape.visibleKeys(of: i)
          var scores = keys.map { j in
            var sum: Float = 0
            for c in 0..<shape.dHead {
              sum += q[i * layouts.query.perToken + c] * k[j * layouts.key.perToken + c]
            }
            return sum * shape.scale
          }
          let top = scores.max() ?? 0
          var sum: Float = 0
          for j in scores.indices { scores[j] = exp(scores[j] - top); sum += scores[j] }
          logSumExp[(sequence * shape.nHeads + head) * shape.queries + i] =
            keys.isEmpty ? -.infinity : top + log(sum)
          for c in 0..<shape.dHead {
            var total: Float = 0
            for (p, j) in zip(scores, keys) { total += p / sum * v[j * layouts.value.perToken + c] }
            o[i * layouts.output.perToken + c] = total
          }
        }
      }
    }
  }
}
