/// Thirty-two neighbouring queries of one head, one in each lane of two vectors, and what they may see.
///
/// Scores are kept with a key a row and a query a lane. The maximum, the sum and the mask of a query are then
/// arithmetic between whole vectors, and no number ever has to move from one lane to another.
struct QueryBlock {
  /// Queries in a block.
  static let lanes = Microkernel.columns
  /// Keys that are treated at once: their scores fill 8 KB, a part of the first-level cache.
  static let keysAtOnce = 64

  /// The first query of the block.
  let first: Int
  /// How many queries there are; the lanes behind them are computed from zeros and thrown away.
  let count: Int
  /// Every key that any of the queries sees, widened to whole tiles of the microkernel.
  let keys: Range<Int>
  /// The keys that all of them see.
  private let shared: Range<Int>
  /// First visible key of each query.
  private let lower: (Vector, Vector)
  /// One past the last.
  private let upper: (Vector, Vector)

  init(_ index: Int, _ shape: AttentionShape) {
    first = index * Self.lanes
    count = min(Self.lanes, shape.queries - first)
    var (lower, upper) = ((Vector(), Vector()), (Vector(), Vector()))
    for lane in 0..<count {
      let visible = shape.visibleKeys(of: first + lane)
      if lane < Vector.width {
        lower.0[lane] = Float(visible.lowerBound)
        upper.0[lane] = Float(visible.upperBound)
      } else {
        lower.1[lane - Vector.width] = Float(visible.lowerBound)
        upper.1[lane - Vector.width] = Float(visible.upperBound)
      }
    }
    (self.lower, self.upper) = (lower, upper)
    // Both bounds grow from query to query.
    let (earliest, latest) = (shape.visibleKeys(of: first), shape.visibleKeys(of: first + count - 1))
    let start = earliest.lowerBound / Microkernel.rows * Microkernel.rows
    let end = ceilingQuotient(latest.upperBound, Microkernel.rows) * Microkernel.rows
    keys = min(start, end)..<end
    shared = latest.lowerBound..<max(latest.lowerBound, earliest.upperBound)
  }

  /// The keys of the block in stretches of `keysAtOnce`, in order.
  @inline(__always)
  func forEachStretch(_ body: (Range<Int>) -> Void) {
    for start in stride(from: keys.lowerBound, to: keys.upperBound, by: Self.keysAtOnce) {
      body(start..<min(keys.upperBound, start + Self.keysAtOnce))
    }
  }

  /// Whether every query sees all of these keys, so that nothing needs a mask.
  @inline(__always)
  func seesAll(of stretch: Range<Int>) -> Bool {
    shared.lowerBound <= stretch.lowerBound && stretch.upperBound <= shared.upperBound
  }

  /// Replaces the numbers of the queries that do not see `key`.
  @inline(__always)
  func mask(_ left: inout Vector, _ right: inout Vector, key: Int, with hidden: Float) {
    let key = Vector(repeating: Float(key))
    left.replace(with: hidden, where: (key .< lower.0) .| (key .>= upper.0))
    right.replace(with: hidden, where: (key .< lower.1) .| (key .>= upper.1))
  }

  /// Writes the block's rows of `source` transposed, multiplied by `factor`: `[dHead, lanes]`, zeros in the
  /// lanes that have no query.
  @inline(never)
  func transpose(
    _ source: UnsafePointer<Float>, stride: Int, dHead: Int, times factor: Float,
    into target: UnsafeMutablePointer<Float>
  ) {
    if count < Self.lanes { target.update(repeating: 0, count: dHead * Self.lanes) }
    LabKernels.transpose(
      source + first * stride, sourceStride: stride, height: count, width: dHead, into: target,
      targetStride: Self.lanes)
    if factor != 1 {
      for i in Swift.stride(from: 0, to: dHead * Self.lanes, by: Vector.width) {
        (Vector(target + i) * factor).store(target + i)
      }
    }
  }
}

/// Rows of one head of keys or values, with zeros up to the next whole tile in both directions.
struct PaddedRows {
  let start: UnsafePointer<Float>
  /// Numbers from one row to the next.
  let stride: Int

  /// The rows where they lie if their number and width fill whole tiles, otherwise a padded copy.
  @inline(__always)
  static func with(
    _ source: UnsafePointer<Float>, stride: Int, count: Int, dHead: Int, _ body: (PaddedRows) -> Void
  ) {
    if count % Microkernel.rows == 0 && dHead % Microkernel.rows == 0 {
      return body(PaddedRows(start: source, stride: stride))
    }
    let height = ceilingQuotient(count, Microkernel.rows) * Microkernel.rows
    let width = ceilingQuotient(dHead, Microkernel.rows) * Microkernel.rows
    withScratch(height * width) { scratch in
      scratch.update(repeating: 0, count: height * width)
      for row in 0..<count {
        (scratch + row * width).update(from: source + row * stride, count: dHead)
      }
      body(PaddedRows(start: scratch, stride: width))
    }
  }

  /// C = rows · B: one row of C for each of `rows`; `b` is `[depth, lanes]`.
  @inline(never)
  func multiply(
    _ rows: Range<Int>, _ b: UnsafePointer<Float>, depth: Int, into c: UnsafeMutablePointer<Float>
  ) {
    for row in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: Microkernel.rows) {
      var tile = Microkernel()
      tile.accumulate(
        start + row * stride, rowStride: stride, aStride: 1, b, bStride: Microkernel.columns, depth: depth)
      tile.store(
        c + (row - rows.lowerBound) * Microkernel.columns, stride: Microkernel.columns, adding: false)
    }
  }

  /// C += rowsᵀ · B: one row of C for each of the `dHead` columns; `b` is `[rows, lanes]`.
  @inline(never)
  func multiplyTransposed(
    _ rows: Range<Int>, dHead: Int, _ b: UnsafePointer<Float>, addingTo c: UnsafeMutablePointer<Float>
  ) {
    for column in Swift.stride(from: 0, to: dHead, by: Microkernel.rows) {
      var tile = Microkernel()
      tile.accumulate(
        start + rows.lowerBound * stride + column, rowStride: 1, aStride: stride, b,
        bStride: Microkernel.columns, depth: rows.count)
      tile.store(c + column * Microkernel.columns, stride: Microkernel.columns, adding: true)
    }
  }
}
