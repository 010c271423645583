/// The product of a few rows with a matrix, as when one token at a time is generated.
///
/// Every number of the matrix is used once or a handful of times, so the time is that of reading it: nothing
/// is packed, and the matrix is read in the order in which it lies in memory.
struct FewRows {
  let a, b: UnsafePointer<Float>
  let c: UnsafeMutablePointer<Float>
  let rows, inner, columns: Int
  let transposesB, isAccumulating: Bool

  /// From this many rows on, the blocked product is faster.
  static let limit = 4

  func run(on parallelism: Parallelism) {
    let grain = max(64, (1 << 18) / max(1, inner * rows))
    parallelism.forEachRange(of: ceilingQuotient(columns, 64), grain: ceilingQuotient(grain, 64)) { range in
      let columns = (range.lowerBound * 64)..<min(self.columns, range.upperBound * 64)
      for row in 0..<(transposesB ? 0 : rows) { combine(row, columns) }
      if transposesB { dot(columns) }
    }
  }

  /// C[i, j] = A[i, :] · B[j, :], four rows of B at a time, which share the loads of A.
  private func dot(_ columns: Range<Int>) {
    var j = columns.lowerBound
    while j + 4 <= columns.upperBound {
      for i in 0..<rows {
        let sums = Self.fourDots(a + i * inner, b + j * inner, inner)
        for k in 0..<4 { store(sums[k], i * self.columns + j + k) }
      }
      j += 4
    }
    while j < columns.upperBound {
      for i in 0..<rows { store(dotProduct(a + i * inner, b + j * inner, inner), i * self.columns + j) }
      j += 1
    }
  }

  /// The dot products of x with four rows.
  @inline(__always)
  private static func fourDots(
    _ x: UnsafePointer<Float>, _ rows: UnsafePointer<Float>, _ count: Int
  ) -> SIMD4<Float> {
    var sums = (Vector(), Vector(), Vector(), Vector())
    Lanes.forEach(in: 0..<count) { lanes in
      let x = lanes(x)
      sums.0.add(x, times: lanes(rows))
      sums.1.add(x, times: lanes(rows + count))
      sums.2.add(x, times: lanes(rows + 2 * count))
      sums.3.add(x, times: lanes(rows + 3 * count))
    }
    let first = SIMD8(lowHalf: sums.0.quarters(), highHalf: sums.1.quarters())
    let second = SIMD8(lowHalf: sums.2.quarters(), highHalf: sums.3.quarters())
    let pairs = SIMD8(
      lowHalf: first.evenHalf + first.oddHalf, highHalf: second.evenHalf + second.oddHalf)
    return pairs.evenHalf + pairs.oddHalf
  }

  /// C[i, :] = Σ A[i, k] · B[k, :], for 64 columns at a time.
  private func combine(_ row: Int, _ columns: Range<Int>) {
    for first in stride(from: columns.lowerBound, to: columns.upperBound, by: 64) {
      if first + 64 <= columns.upperBound {
        var sums = (Vector(), Vector(), Vector(), Vector())
        for k in 0..<inner {
          let (x, b) = (Vector(repeating: a[row * inner + k]), b + k * self.columns + first)
          sums.0.add(x, times: Vector(b))
          sums.1.add(x, times: Vector(b + 16))
          sums.2.add(x, times: Vector(b + 32))
          sums.3.add(x, times: Vector(b + 48))
        }
        let c = c + row * self.columns + first
        let lanes = Lanes(offset: 0, count: Vector.width)
        lanes.store(sums.0, c, adding: isAccumulating)
        lanes.store(sums.1, c + 16, adding: isAccumulating)
        lanes.store(sums.2, c + 32, adding: isAccumulating)
        lanes.store(sums.3, c + 48, adding: isAccumulating)
      } else {
        Lanes.forEach(in: first..<columns.upperBound) { lanes in
          var sum = Vector()
          for k in 0..<inner {
            sum.add(Vector(repeating: a[row * inner + k]), times: lanes(b + k * self.columns))
          }
          lanes.store(sum, c + row * self.columns, adding: isAccumulating)
        }
      }
    }
  }

  @inline(__always)
  private func store(_ value: Float, _ index: Int) {
    c[index] = isAccumulating ? c[index] + value : value
  }
}
