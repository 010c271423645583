/// y = c₀ + c₁·(x − centre) + c₂·(x − centre)², the least-squares parabola through some points.
struct Parabola {
  let centre: Double
  let coefficients: (Double, Double, Double)

  /// `nil` for fewer than three different x.
  init?(x: [Double], y: [Double]) {
    guard x.count == y.count, Set(x).count >= 3 else { return nil }
    centre = x.reduce(0, +) / Double(x.count)
    // Polynomials that are orthogonal on these points need no system of equations.
    let u = x.map { [centre] in $0 - centre }
    let (count, square) = (Double(x.count), dot(u, u))
    let shift = u.reduce(0) { $0 + $1 * $1 * $1 } / square
    let v = u.map { $0 * ($0 - shift) - square / count }
    let (mean, slope, bend) = (y.reduce(0, +) / count, dot(u, y) / square, dot(v, y) / dot(v, v))
    coefficients = (mean - bend * square / count, slope - bend * shift, bend)
  }

  func callAsFunction(_ x: Double) -> Double {
    let u = x - centre
    return coefficients.0 + u * (coefficients.1 + u * coefficients.2)
  }

  /// Where it is lowest; `nil` unless it opens upwards.
  var lowest: Double? {
    coefficients.2 > 0 ? centre - coefficients.1 / (2 * coefficients.2) : nil
  }
}
