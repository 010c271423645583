/// Sixteen neighbouring positions of an elementwise loop, or what is left of them at its end.
struct Lanes {
  let offset: Int
  let count: Int

  /// The numbers of an array at these positions.
  @inline(__always)
  func callAsFunction(_ p: UnsafePointer<Float>, padding: Float = 0) -> Vector {
    count == Vector.width ? Vector(p + offset) : Vector(p + offset, first: count, padding: padding)
  }

  /// The numbers of an array at these positions.
  @inline(__always)
  func callAsFunction(_ p: UnsafeMutablePointer<Float>, padding: Float = 0) -> Vector {
    self(UnsafePointer(p), padding: padding)
  }

  /// Writes numbers to these positions.
  @inline(__always)
  func store(_ value: Vector, _ p: UnsafeMutablePointer<Float>) {
    if count == Vector.width {
      value.store(p + offset)
    } else {
      value.store(p + offset, first: count)
    }
  }

  /// Writes numbers to these positions, or adds them to what is there.
  @inline(__always)
  func store(_ value: Vector, _ p: UnsafeMutablePointer<Float>, adding: Bool) {
    store(adding ? self(p) + value : value, p)
  }

  /// Calls `body` for the positions in `range`, sixteen at a time.
  ///
  /// The last few go through the same arithmetic, so a number does not depend on where a range was cut.
  @inline(__always)
  static func forEach(in range: Range<Int>, _ body: (Lanes) -> Void) {
    var offset = range.lowerBound
    while offset + Vector.width <= range.upperBound {
      body(Lanes(offset: offset, count: Vector.width))
      offset += Vector.width
    }
    if offset < range.upperBound {
      body(Lanes(offset: offset, count: range.upperBound - offset))
    }
  }

  /// The same for `0..<count`, shared among threads when there is enough to do.
  @inline(__always)
  static func forEach(of count: Int, on parallelism: Parallelism, _ body: (Lanes) -> Void) {
    parallelism.forEachRange(of: count, grain: 1 << 15) { range in
      forEach(in: range, body)
    }
  }
}
