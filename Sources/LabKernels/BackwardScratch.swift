/// What the backward pass knows about one block of queries, in the layouts its products need.
struct BackwardScratch {
  let dHead: Int
  /// `dHead` up to whole tiles of rows, and up to whole tiles of columns.
  let height, width: Int
  let queriesTransposed, dOutputTransposed: UnsafeMutablePointer<Float>  // [height, lanes]
  let dQueriesTransposed: UnsafeMutablePointer<Float>  // [height, lanes]
  let queries, dOutput: UnsafeMutablePointer<Float>  // [lanes, width]
  let weights, dScores: UnsafeMutablePointer<Float>  // [keysAtOnce, lanes]
  let logSumExp, dots: UnsafeMutablePointer<Float>  // [lanes]

  static func with(dHead: Int, _ body: (BackwardScratch) -> Void) {
    let lanes = QueryBlock.lanes
    let height = ceilingQuotient(dHead, Microkernel.rows) * Microkernel.rows
    let width = ceilingQuotient(dHead, Microkernel.columns) * Microkernel.columns
    let count = lanes * (3 * height + 2 * width + 2 * QueryBlock.keysAtOnce + 2)
    withScratch(count) { start in
      start.update(repeating: 0, count: count)
      let rows = start + 3 * height * lanes
      let blocks = rows + 2 * lanes * width
      let numbers = blocks + 2 * QueryBlock.keysAtOnce * lanes
      body(
        BackwardScratch(
          dHead: dHead, height: height, width: width, queriesTransposed: start,
          dOutputTransposed: start + height * lanes, dQueriesTransposed: start + 2 * height * lanes,
          queries: rows, dOutput: rows + lanes * width, weights: blocks,
          dScores: blocks + QueryBlock.keysAtOnce * lanes, logSumExp: numbers, dots: numbers + lanes))
    }
  }

  /// Copies the block's queries and output gradients, and computes D.
  @inline(never)
  func load(
    _ block: QueryBlock, query: UnsafePointer<Float>, queryStride: Int, scale: Float,
    output: UnsafePointer<Float>, dOutput: UnsafePointer<Float>, outputStride: Int,
    logSumExp: UnsafePointer<Float>
  ) {
    block.transpose(query, stride: queryStride, dHead: dHead, times: scale, into: queriesTransposed)
    block.transpose(dOutput, stride: outputStride, dHead: dHead, times: 1, into: dOutputTransposed)
    dQueriesTransposed.update(repeating: 0, count: height * QueryBlock.lanes)
    for lane in 0..<QueryBlock.lanes {
      let isQuery = lane < block.count
      let token = block.first + lane
      let (q, g) = (queries + lane * width, self.dOutput + lane * width)
      if isQuery {
        q.update(from: query + token * queryStride, count: dHead)
        g.update(from: dOutput + token * outputStride, count: dHead)
      } else {
        q.update(repeating: 0, count: dHead)
        g.update(repeating: 0, count: dHead)
      }
      self.logSumExp[lane] = isQuery ? logSumExp[lane] : 0
      dots[lane] = isQuery ? dotProduct(output + token * outputStride, g, dHead) : 0
    }
  }

  /// Turns the scores in `weights` into P, and dP in `dScores` into dS.
  @inline(never)
  func differentiateSoftmax(_ stretch: Range<Int>, _ block: QueryBlock) {
    let isMasked = !block.seesAll(of: stretch)
    let (leftSum, rightSum) = (Vector(logSumExp), Vector(logSumExp + Vector.width))
    let (leftDot, rightDot) = (Vector(dots), Vector(dots + Vector.width))
    for i in 0..<stretch.count {
      let p = weights + i * QueryBlock.lanes
      let g = dScores + i * QueryBlock.lanes
      var left = (Vector(p) - leftSum).exponential()
      var right = (Vector(p + Vector.width) - rightSum).exponential()
      if isMasked { block.mask(&left, &right, key: stretch.lowerBound + i, with: 0) }
      left.store(p)
      right.store(p + Vector.width)
      (left * (Vector(g) - leftDot)).store(g)
      (right * (Vector(g + Vector.width) - rightDot)).store(g + Vector.width)
    }
  }

  /// Writes or adds the gradient of the block's queries.
  @inline(never)
  func writeQueryGradient(
    _ block: QueryBlock, _ target: UnsafeMutablePointer<Float>, stride: Int, scale: Float, adding: Bool
  ) {
    // The untransposed queries are not needed any more: their rows take the gradient on its way out.
    transpose(
      dQueriesTransposed, sourceStride: QueryBlock.lanes, height: dHead, width: block.count, into: queries,
      targetStride: width)
    for lane in 0..<block.count {
      writeRow(queries + lane * width, scale, target + (block.first + lane) * stride, dHead, adding)
    }
  }
}
