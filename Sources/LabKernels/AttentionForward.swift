import Foundation

/// Attention without a matrix of scores (Dao et al., "FlashAttention", 2022, algorithm 1; the online softmax
/// is Milakov and Gimelshein's, 2018).
///
/// For a block of 32 queries, the keys are visited in stretches of 64. Each query keeps the largest score m
/// it has met, the sum l of exp(score − m), and the unfinished output o, weighted in the same way. When a
/// stretch brings a larger score, l and o shrink by exp(m − m′) and the stretch is added. In the end o / l is
/// the output, and m + log l is left for the backward pass, which computes each weight anew from it.
///
/// Keys that no query of a block sees are never touched: a causal mask halves the work, and a window makes it
/// grow with the length of the sequence and not with its square.
struct AttentionForward {
  let shape: AttentionShape
  let layouts: AttentionLayouts
  let query, key, value: UnsafePointer<Float>
  let output, logSumExp: UnsafeMutablePointer<Float>

  func run(on parallelism: Parallelism) {
    let heads = shape.batch * shape.nHeads
    let blocks = ceilingQuotient(shape.queries, QueryBlock.lanes)
    guard heads > 0, blocks > 0 else { return }
    let isSmall = heads * shape.queries * shape.keys * shape.dHead < 1 << 18
    // Few heads are cut into parts. Every part takes each so-many-th block, because later blocks see more.
    let parts = min(blocks, ceilingQuotient(4 * parallelism.threads, heads))
    (isSmall ? .singleCore : parallelism).forEachTask(heads * parts) { task in
      attend(
        sequence: task / parts / shape.nHeads, head: task / parts % shape.nHeads,
        blocks: stride(from: task % parts, to: blocks, by: parts))
    }
  }

  private func attend(sequence: Int, head: Int, blocks: StrideTo<Int>) {
    let kvHead = head * shape.nKVHeads / shape.nHeads
    PaddedRows.with(
      key + layouts.key.start(sequence: sequence, head: kvHead), stride: layouts.key.perToken,
      count: shape.keys, dHead: shape.dHead
    ) { keys in
      PaddedRows.with(
        value + layouts.value.start(sequence: sequence, head: kvHead), stride: layouts.value.perToken,
        count: shape.keys, dHead: shape.dHead
      ) { values in
        let width = ceilingQuotient(shape.dHead, Microkernel.rows) * Microkernel.rows
        withScratch((2 * width + QueryBlock.keysAtOnce) * QueryBlock.lanes) { scratch in
          for index in blocks {
            attend(sequence, head, QueryBlock(index, shape), keys, values, width, scratch)
          }
        }
      }
    }
  }

  private func attend(
    _ sequence: Int, _ head: Int, _ block: QueryBlock, _ keys: PaddedRows, _ values: PaddedRows,
    _ width: Int, _ scratch: UnsafeMutablePointer<Float>
  ) {
    let queries = scratch  // [dHead, lanes]
    let unfinished = queries + width * QueryBlock.lanes  // [width, lanes]
    let scores = unfinished + width * QueryBlock.lanes  // [keysAtOnce, lanes]
    block.transpose(
      query + layouts.query.start(sequence: sequence, head: head), stride: layouts.query.perToken,
      dHead: shape.dHead, times: shape.scale, into: queries)
    unfinished.update(repeating: 0, count: width * QueryBlock.lanes)
    var softmax = OnlineSoftmax()
    let penalty = DistancePenalty(head: head, block, shape)
    block.forEachStretch { stretch in
      keys.multiply(stretch, queries, depth: shape.dHead, into: scores)
      penalty?.add(to: scores, stretch)
      softmax.replaceScoresByWeights(scores, stretch, block, rescaling: unfinished, rows: width)
      values.multiplyTransposed(stretch, dHead: width, scores, addingTo: unfinished)
    }
    let row = (sequence * shape.nHeads + head) * shape.queries + block.first
    softmax.finish(
      block, unfinished, dHead: shape.dHead,
      output: output + layouts.output.start(sequence: sequence, head: head)
        + block.first * layouts.output.perToken,
      stride: layouts.output.perToken, logSumExp: logSumExp + row)
  }
}

/// Softmax over scores that arrive piece by piece, for 32 queries at a time.
private struct OnlineSoftmax {
  /// The largest score so far, m.
  private var top = (Vector(repeating: -.infinity), Vector(repeating: -.infinity))
  /// The sum of exp(score − m), l.
  private var sum = (Vector(), Vector())

  /// Turns the scores of one stretch of keys into exp(score − m), and what was summed with an older m into
  /// what it would have been with the new one.
  @inline(never)
  mutating func replaceScoresByWeights(
    _ scores: UnsafeMutablePointer<Float>, _ stretch: Range<Int>, _ block: QueryBlock,
    rescaling unfinished: UnsafeMutablePointer<Float>, rows: Int
  ) {
    var (left, right) = top
    let isMasked = !block.seesAll(of: stretch)
    for i in 0..<stretch.count {
      let p = scores + i * QueryBlock.lanes
      var (a, b) = (Vector(p), Vector(p + Vector.width))
      if isMasked {
        block.mask(&a, &b, key: stretch.lowerBound + i, with: -.infinity)
        a.store(p)
        b.store(p + Vector.width)
      }
      left = Vector.maximum(left, a)
      right = Vector.maximum(right, b)
    }
    if any((left .> top.0) .| (right .> top.1)) {
      rescale(to: (left, right), unfinished, rows: rows)
    }
    let (leftTop, rightTop) = (Self.finite(top.0), Self.finite(top.1))
    for i in 0..<stretch.count {
      let p = scores + i * QueryBlock.lanes
      let a = (Vector(p) - leftTop).exponentialOfNonPositive()
      let b = (Vector(p + Vector.width) - rightTop).exponentialOfNonPositive()
      a.store(p)
      b.store(p + Vector.width)
      sum.0 += a
      sum.1 += b
    }
  }

  @inline(never)
  private mutating func rescale(
    to newTop: (Vector, Vector), _ unfinished: UnsafeMutablePointer<Float>, rows: Int
  ) {
    let left = (top.0 - Self.finite(newTop.0)).exponentialOfNonPositive()
    let right = (top.1 - Self.finite(newTop.1)).exponentialOfNonPositive()
    top = newTop
    sum.0 *= left
    sum.1 *= right
    for i in 0..<rows {
      let p = unfinished + i * QueryBlock.lanes
      (Vector(p) * left).store(p)
      (Vector(p + Vector.width) * right).store(p + Vector.width)
    }
  }

  /// Divides by the sums and writes the rows of the output.
  @inline(never)
  func finish(
    _ block: QueryBlock, _ unfinished: UnsafeMutablePointer<Float>, dHead: Int,
    output: UnsafeMutablePointer<Float>, stride: Int, logSumExp: UnsafeMutablePointer<Float>
  ) {
    let left = (1 / sum.0).replacing(with: 0, where: sum.0 .== 0)
    let right = (1 / sum.1).replacing(with: 0, where: sum.1 .== 0)
    for i in 0..<dHead {
      let p = unfinished + i * QueryBlock.lanes
      (Vector(p) * left).store(p)
      (Vector(p + Vector.width) * right).store(p + Vector.width)
    }
    transpose(
      unfinished, sourceStride: QueryBlock.lanes, height: dHead, width: block.count, into: output,
      targetStride: stride)
    for lane in 0..<block.count {
      let isLeft = lane < Vector.width
      let index = lane % Vector.width
      logSumExp[lane] = (isLeft ? top.0 : top.1)[index] + log((isLeft ? sum.0 : sum.1)[index])
    }
  }

  /// −∞, the top of a query that has not seen a key yet, minus −∞ would not be a number.
  @inline(__always)
  private static func finite(_ top: Vector) -> Vector {
    top.replacing(with: 0, where: top .== -Float.infinity)
  }
}
