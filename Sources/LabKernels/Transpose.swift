/// Sixteen rows of sixteen numbers, transposed without leaving the registers.
///
/// Interleaving row i with row i + 8, for every i, is a perfect shuffle of the 256 numbers. It rotates the
/// eight bits of "row, column" by one, and four of them exchange the two.
struct Square {
  typealias Rows = (
    Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector,
    Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector
  )
  var rows: Rows

  /// Reads rows that lie `stride` numbers apart.
  @inline(__always)
  init(_ p: UnsafePointer<Float>, stride: Int) {
    rows = (
      Vector(p), Vector(p + stride), Vector(p + 2 * stride), Vector(p + 3 * stride),
      Vector(p + 4 * stride), Vector(p + 5 * stride), Vector(p + 6 * stride), Vector(p + 7 * stride),
      Vector(p + 8 * stride), Vector(p + 9 * stride), Vector(p + 10 * stride), Vector(p + 11 * stride),
      Vector(p + 12 * stride), Vector(p + 13 * stride), Vector(p + 14 * stride), Vector(p + 15 * stride)
    )
  }

  /// Writes rows that lie `stride` numbers apart.
  @inline(__always)
  func store(_ p: UnsafeMutablePointer<Float>, stride: Int) {
    rows.0.store(p)
    rows.1.store(p + stride)
    rows.2.store(p + 2 * stride)
    rows.3.store(p + 3 * stride)
    rows.4.store(p + 4 * stride)
    rows.5.store(p + 5 * stride)
    rows.6.store(p + 6 * stride)
    rows.7.store(p + 7 * stride)
    rows.8.store(p + 8 * stride)
    rows.9.store(p + 9 * stride)
    rows.10.store(p + 10 * stride)
    rows.11.store(p + 11 * stride)
    rows.12.store(p + 12 * stride)
    rows.13.store(p + 13 * stride)
    rows.14.store(p + 14 * stride)
    rows.15.store(p + 15 * stride)
  }

  @inline(__always)
  mutating func transpose() {
    shuffle()
    shuffle()
    shuffle()
    shuffle()
  }

  @inline(__always)
  private mutating func shuffle() {
    let (a, b) = (rows.0.interleaved(with: rows.8), rows.1.interleaved(with: rows.9))
    let (c, d) = (rows.2.interleaved(with: rows.10), rows.3.interleaved(with: rows.11))
    let (e, f) = (rows.4.interleaved(with: rows.12), rows.5.interleaved(with: rows.13))
    let (g, h) = (rows.6.interleaved(with: rows.14), rows.7.interleaved(with: rows.15))
    rows = (
      a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1, e.0, e.1, f.0, f.1, g.0, g.1, h.0, h.1
    )
  }
}

extension Vector {
  /// The numbers of both in turn: (a₀ b₀ a₁ b₁ … a₇ b₇) and (a₈ b₈ … a₁₅ b₁₅).
  @inline(__always)
  fileprivate func interleaved(with other: Vector) -> (Vector, Vector) {
    var (low, high) = (Vector(), Vector())
    low.evenHalf = lowHalf
    low.oddHalf = other.lowHalf
    high.evenHalf = highHalf
    high.oddHalf = other.highHalf
    return (low, high)
  }
}

/// Writes the transpose of `height` rows of `width` numbers, that lie `sourceStride` apart, as `width` rows
/// that lie `targetStride` apart. What lies between the end of a row and the next is not touched.
func transpose(
  _ source: UnsafePointer<Float>, sourceStride: Int, height: Int, width: Int,
  into target: UnsafeMutablePointer<Float>, targetStride: Int
) {
  let (wholeHeight, wholeWidth) = (height & ~15, width & ~15)
  for i in stride(from: 0, to: wholeHeight, by: Vector.width) {
    for j in stride(from: 0, to: wholeWidth, by: Vector.width) {
      var square = Square(source + i * sourceStride + j, stride: sourceStride)
      square.transpose()
      square.store(target + j * targetStride + i, stride: targetStride)
    }
    for j in wholeWidth..<width {
      for row in i..<(i + Vector.width) { target[j * targetStride + row] = source[row * sourceStride + j] }
    }
  }
  for i in wholeHeight..<height {
    for j in 0..<width { target[j * targetStride + i] = source[i * sourceStride + j] }
  }
}
