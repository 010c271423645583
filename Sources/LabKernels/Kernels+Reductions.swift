extension Kernels {
  /// The dot product of two vectors of the same length.
  public static func dot(_ a: some FloatSource, _ b: some FloatSource) -> Float {
    let count = a.count
    requireCount(b.count, count, "the second vector")
    var result: Float = 0
    a.withFloats { a in
      b.withFloats { b in result = dotProduct(a, b, count) }
    }
    return result
  }

  /// The sum of all values, accumulated in double precision.
  public static func sum(_ x: some FloatSource, on parallelism: Parallelism = .allCores) -> Double {
    sum(of: x, on: parallelism) { $0 }
  }

  /// The sum of the squares of all values, for the norm that gradient clipping needs.
  ///
  /// Accumulated in double precision, so that it neither overflows nor loses small gradients.
  public static func sumOfSquares(
    _ x: some FloatSource, on parallelism: Parallelism = .allCores
  ) -> Double {
    sum(of: x, on: parallelism) { $0 * $0 }
  }

  /// Σ term(x) in pieces of a fixed length, so that the result does not depend on the number of threads.
  @inline(__always)
  private static func sum(
    of x: some FloatSource, on parallelism: Parallelism, _ term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    let (count, piece) = (x.count, 1 << 16)
    var sums = [Double](repeating: 0, count: ceilingQuotient(count, piece))
    x.withFloats { x in
      sums.withUnsafeMutableBufferPointer { sums in
        nonisolated(unsafe) let sums = sums
        parallelism.forEachTask(sums.count) { index in
          var halves = (SIMD8<Double>(), SIMD8<Double>())
          Lanes.forEach(in: (index * piece)..<min(count, (index + 1) * piece)) { lanes in
            let values = lanes(x)
            halves.0 += term(SIMD8<Double>(values.lowHalf))
            halves.1 += term(SIMD8<Double>(values.highHalf))
          }
          sums[index] = (halves.0 + halves.1).sum()
        }
      }
    }
    return sums.reduce(0, +)
  }
}
