/// Triangular factors of symmetric matrices, in float64.
enum Cholesky {
  /// The lower triangle L with A = L · Lᵀ, `[n, n]`. O(n³ / 3).
  ///
  /// Throws `QuantizationError.notPositiveDefinite` at the first pivot that is not above 0.
  static func lowerFactor(_ a: [Double], _ n: Int) throws(QuantizationError) -> [Double] {
    var l = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = a[i * n + j]
        for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { throw .notPositiveDefinite(pivot: i) }
          l[i * n + i] = sum.squareRoot()
        } else {
          l[i * n + j] = sum / l[j * n + j]
        }
      }
    }
    return l
  }

  /// The inverse of a positive definite matrix. O(n³).
  static func inverse(_ a: [Double], _ n: Int) throws(QuantizationError) -> [Double] {
    let l = try lowerFactor(a, n)
    var inverted = [Double](repeating: 0, count: n * n)  // L⁻¹, lower
    for column in 0..<n {
      for i in column..<n {
        var sum: Double = i == column ? 1 : 0
        for k in column..<i { sum -= l[i * n + k] * inverted[k * n + column] }
        inverted[i * n + column] = sum / l[i * n + i]
      }
    }
    var result = [Double](repeating: 0, count: n * n)  // L⁻ᵀ · L⁻¹
    for i in 0..<n {
      for j in 0...i {
        var sum = 0.0
        for k in i..<n { sum += inverted[k * n + i] * inverted[k * n + j] }
        result[i * n + j] = sum
        result[j * n + i] = sum
      }
    }
    return result
  }
}
