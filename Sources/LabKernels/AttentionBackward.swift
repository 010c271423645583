/// The gradients of attention, again without a matrix of scores (FlashAttention, algorithm 4).
///
/// With P = exp(scale · Q·Kᵀ − logSumExp), the weights the forward pass used:
///
///     dV = Pᵀ·dO      dP = dO·Vᵀ      dS = P ⊙ (dP − D)      dQ = scale · dS·K      dK = scale · dSᵀ·Q
///
/// where D, one number a query, is the sum of dO ⊙ O. Five products of small blocks, of which the first two
/// are those of the forward pass. P and dP are kept with a key a row and a query a lane.
///
/// A task is one head of keys with all query heads that share it, so that no two tasks add to the same
/// gradient. Left out: cutting a head into parts, so fewer heads than threads leave threads idle.
struct AttentionBackward {
  let shape: AttentionShape
  let layouts: AttentionLayouts
  let query, key, value, output, logSumExp, dOutput: UnsafePointer<Float>
  let dQuery, dKey, dValue: UnsafeMutablePointer<Float>
  let isAccumulating: Bool

  func run(on parallelism: Parallelism) {
    let heads = shape.batch * shape.nKVHeads
    let isSmall = shape.batch * shape.nHeads * shape.queries * shape.keys * shape.dHead < 1 << 17
    (isSmall ? .singleCore : parallelism).forEachTask(heads) { task in
      differentiate(sequence: task / shape.nKVHeads, kvHead: task % shape.nKVHeads)
    }
  }

  private func differentiate(sequence: Int, kvHead: Int) {
    let keyStart = layouts.key.start(sequence: sequence, head: kvHead)
    let valueStart = layouts.value.start(sequence: sequence, head: kvHead)
    PaddedRows.with(
      key + keyStart, stride: layouts.key.perToken, count: shape.keys, dHead: shape.dHead
    ) { keys in
      PaddedRows.with(
        value + valueStart, stride: layouts.value.perToken, count: shape.keys, dHead: shape.dHead
      ) { values in
        KeyGradients.with(keys: shape.keys, dHead: shape.dHead) { gradients in
          BackwardScratch.with(dHead: shape.dHead) { scratch in
            let group = shape.nHeads / shape.nKVHeads
            for head in (kvHead * group)..<((kvHead + 1) * group) {
              for index in 0..<ceilingQuotient(shape.queries, QueryBlock.lanes) {
                differentiate(sequence, head, QueryBlock(index, shape), keys, values, gradients, scratch)
              }
            }
          }
          gradients.write(
            dKey + keyStart, dValue + valueStart, strides: (layouts.key.perToken, layouts.value.perToken),
            keyScale: shape.scale, adding: isAccumulating)
        }
      }
    }
  }

  /// Adds what one block of queries contributes to the gradients of keys and values, and writes the
  /// gradient of the queries.
  private func differentiate(
    _ sequence: Int, _ head: Int, _ block: QueryBlock, _ keys: PaddedRows, _ values: PaddedRows,
    _ gradients: KeyGradients, _ scratch: BackwardScratch
  ) {
    let queryStart = layouts.query.start(sequence: sequence, head: head)
    let outputStart = layouts.output.start(sequence: sequence, head: head)
    let row = (sequence * shape.nHeads + head) * shape.queries + block.first
    scratch.load(
      block, query: query + queryStart, queryStride: layouts.query.perToken, scale: shape.scale,
      output: output + outputStart, dOutput: dOutput + outputStart, outputStride: layouts.output.perToken,
      logSumExp: logSumExp + row)
    let penalty = DistancePenalty(head: head, block, shape)
    block.forEachStretch { stretch in
      keys.multiply(stretch, scratch.queriesTransposed, depth: shape.dHead, into: scratch.weights)
      penalty?.add(to: scratch.weights, stretch)
      values.multiply(stretch, scratch.dOutputTransposed, depth: shape.dHead, into: scratch.dScores)
      scratch.differentiateSoftmax(stretch, block)
      gradients.add(scratch.weights, scratch.dOutput, to: gradients.dValue, stretch)
      gradients.add(scratch.dScores, scratch.queries, to: gradients.dKey, stretch)
      keys.multiplyTransposed(
        stretch, dHead: scratch.height, scratch.dScores, addingTo: scratch.dQueriesTransposed)
    }
    scratch.writeQueryGradient(
      block, dQuery + queryStart, stride: layouts.query.perToken, scale: shape.scale, adding: isAccumulating)
  }
}
