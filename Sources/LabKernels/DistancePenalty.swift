/// Linear biases for one block of queries: a score loses the head's slope for every step between query and key
/// (Press, Smith and Lewis, "ALiBi", 2022).
///
/// A bias does not depend on queries and keys, so the backward pass adds it again and needs nothing more.
struct DistancePenalty {
  private let slope: Float
  /// Where the queries stand, one a lane.
  private let positions: (Vector, Vector)

  /// `nil` where the shape has no slopes.
  init?(head: Int, _ block: QueryBlock, _ shape: AttentionShape) {
    guard !shape.slopes.isEmpty else { return nil }
    slope = shape.slopes[head]
    let first = shape.keys - shape.queries + block.first
    var positions = (Vector(), Vector())
    for lane in 0..<Vector.width {
      positions.0[lane] = Float(first + lane)
      positions.1[lane] = Float(first + Vector.width + lane)
    }
    self.positions = positions
  }

  /// Adds the biases of a stretch of keys to its scores, `[stretch.count, lanes]`.
  @inline(never)
  func add(to scores: UnsafeMutablePointer<Float>, _ stretch: Range<Int>) {
    for i in 0..<stretch.count {
      let p = scores + i * QueryBlock.lanes
      let key = Vector(repeating: Float(stretch.lowerBound + i))
      (Vector(p) + (key - positions.0) * slope).store(p)
      (Vector(p + Vector.width) + (key - positions.1) * slope).store(p + Vector.width)
    }
  }
}
