/// The innermost loop of every matrix product: eight rows by thirty-two columns of C, kept in registers
/// while the inner dimension runs.
///
/// Each step loads two vectors of B and eight numbers of A and does sixteen fused multiply-adds with them.
/// That is what hides memory: 10 loads pay for 512 floating-point operations, and the sixteen sums are
/// independent, so that the processor's two multiply-add units never wait for a previous result.
///
/// Left out: a tile for processors with sixteen registers or narrower vectors (AVX2, NEON), where the
/// compiler keeps some of the sums in the first-level cache.
struct Microkernel {
  /// Rows of the tile.
  static let rows = 8
  /// Columns of the tile.
  static let columns = 2 * Vector.width

  /// One row of the tile.
  struct Row {
    var left = Vector()
    var right = Vector()

    @inline(__always)
    mutating func add(_ x: Float, _ left: Vector, _ right: Vector) {
      let x = Vector(repeating: x)
      self.left.add(x, times: left)
      self.right.add(x, times: right)
    }

    @inline(__always)
    func store(_ c: UnsafeMutablePointer<Float>, adding: Bool) {
      if adding {
        (Vector(c) + left).store(c)
        (Vector(c + Vector.width) + right).store(c + Vector.width)
      } else {
        left.store(c)
        right.store(c + Vector.width)
      }
    }
  }

  var r0 = Row(), r1 = Row(), r2 = Row(), r3 = Row()
  var r4 = Row(), r5 = Row(), r6 = Row(), r7 = Row()

  /// Adds A · B for a depth of `depth`.
  ///
  /// - Parameters:
  ///   - a: A[row, k] at `row * rowStride + k * aStride`.
  ///   - b: B[k, column] at `k * bStride + column`.
  @inline(__always)
  mutating func accumulate(
    _ a: UnsafePointer<Float>, rowStride: Int, aStride: Int, _ b: UnsafePointer<Float>, bStride: Int,
    depth: Int
  ) {
    var (a, b) = (a, b)
    for _ in 0..<depth {
      let (left, right) = (Vector(b), Vector(b + Vector.width))
      r0.add(a[0], left, right)
      r1.add(a[rowStride], left, right)
      r2.add(a[2 * rowStride], left, right)
      r3.add(a[3 * rowStride], left, right)
      r4.add(a[4 * rowStride], left, right)
      r5.add(a[5 * rowStride], left, right)
      r6.add(a[6 * rowStride], left, right)
      r7.add(a[7 * rowStride], left, right)
      a += aStride
      b += bStride
    }
  }

  /// Writes the tile to rows that lie `stride` numbers apart, or adds it to them.
  @inline(__always)
  func store(_ c: UnsafeMutablePointer<Float>, stride: Int, adding: Bool) {
    r0.store(c, adding: adding)
    r1.store(c + stride, adding: adding)
    r2.store(c + 2 * stride, adding: adding)
    r3.store(c + 3 * stride, adding: adding)
    r4.store(c + 4 * stride, adding: adding)
    r5.store(c + 5 * stride, adding: adding)
    r6.store(c + 6 * stride, adding: adding)
    r7.store(c + 7 * stride, adding: adding)
  }
}
