import Foundation

struct AttentionBackward {
  let shape: AttentionShape
  let layouts: AttentionLayouts
  let query, key, value, output, logSumExp, dOutput: UnsafePointer<Float>
  let dQuery, dKey, dValue: UnsafeMutablePointer<Float>
  let isAccumulating: Bool

  func run(on parallelism: Parallelism) {
    let group = shape.nHeads / max(1, shape.nKVHeads)
    for sequence in 0..<shape.batch {
      if !isAccumulating {
        for head in 0..<shape.nKVHeads {
          let start = (
            layouts.key.start(sequence: sequence, head: head),
            layouts.value.start(sequence: sequence, head: head)
          )
          for j in 0..<shape.keys {
            for c in 0..<shape.dHead {
              dKey[start.0 + j * layouts.key.perToken + c] = 0
              dValue[start.1 + j * layouts.value.perToken + c] = 0
            }
          }
        }
      }
      for head in 0..<shape.nHeads {
        let qStart = layouts.query.start(sequence: sequence, head: head)
        let kStart = layouts.key.start(sequence: sequence, head: head / group)
        let vStart = layouts.value.start(sequence: sequence, head: head / group)
        let oStart = layouts.output.start(sequence: sequence, head: head)
        for i in 0..<shape.queries {
          let (q, dQ) = (
            query + qStart + i * layouts.query.perToken, dQuery + qStart + i * layouts.query.perToken
          )
          let (o, dO) = (
            output + oStart + i * layouts.output.perToken, dOutput + oStart + i * layouts.output.perToken
          )
          let top = logSumExp[(sequence * shape.nHeads + head) * shape.queries + i]
          var dot: Float = 0
          for c in 0..<shape.dHead { dot += o[c] * dO[c]; if !isAccumulating { dQ[c] = 0 } }
          for j in shape.visibleKeys(of: i) {
            let k = key + kStart + j * layouts.key.perToken
            let v = value + vStart + j * layouts.value.perToken
            let (dK, dV) = (
              dKey + kStart + j * layouts.key.perToken, dValue + vStart + j * layouts.value.perToken
            )
            var (score, dP): (Float, Float) = (0, 0)
            for c in 0..<shape.dHead { score += q[c] * k[c]; dP += dO[c] * v[c] }
            let p = exp(score * shape.scale - top)
            let dS = p * (dP - dot) * shape.scale
            for c in 0..<shape.dHead {
              dV[c] += p * dO[c]
              dQ[c] += dS * k[c]
              dK[c] += dS * q[c]
            }
          }
        }
      }
    }
  }
}
