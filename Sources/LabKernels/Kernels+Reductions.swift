extension Kernels {
  /// The dot product of two vectors of the same length.
  public static func dot(_ a: some FloatSource, _ b: some FloatSource) -> Float {
    let count = a.count
    requireCount(b.count, count, "the second vector")
    var result: Float = 0
    a.withFloats { a in
      b.withFloats { b in
        for i in 0..<count { result += a[i] * b[i] }
      }
    }
    return result
  }

  /// The sum of all values, accumulated in double precision.
  public static func sum(_ x: some FloatSource, on parallelism: Parallelism = .allCores) -> Double {
    var result = 0.0
    let count = x.count
    x.withFloats { x in
      for i in 0..<count { result += Double(x[i]) }
    }
    return result
  }

  /// The sum of the squares of all values, for the norm that gradient clipping needs.
  ///
  /// Accumulated in double precision, so that it neither overflows nor loses small gradients.
  public static func sumOfSquares(
    _ x: some FloatSource, on parallelism: Parallelism = .allCores
  ) -> Double {
    var result = 0.0
    let count = x.count
    x.withFloats { x in
      for i in 0..<count { result += Double(x[i]) * Double(x[i]) }
    }
    return result
  }
}
