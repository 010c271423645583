/// A tool that exercises may use: a search for the lowest point near a start.
extension Scaling {
  /// Walks downhill from `start` until no step leads further down, and returns where it stands.
  ///
  /// From each place it goes along −H·g, where g is the gradient and H what the gradients seen so far tell about the
  /// inverse of the curvature (BFGS; Nocedal and Wright, "Numerical Optimization", 2006, algorithm 6.1). A step is as
  /// long as the weak Wolfe conditions ask, so that kinks do no harm (Lewis and Overton, "Nonsmooth optimization via
  /// quasi-Newton methods", 2013). It finds one valley's bottom; another start may find a lower one.
  ///
  /// - Parameters:
  ///   - start: where to begin.
  ///   - value: what is made small. Where it is NaN, the walk does not go.
  ///   - gradient: its slopes, as many as `start` has numbers.
  public static func descend(
    from start: [Double], value: ([Double]) throws -> Double, gradient: ([Double]) throws -> [Double]
  ) rethrows -> [Double] {
    var (point, slopes) = (start, try gradient(start))
    var height = try value(start)
    var curvature = InverseCurvature(slopes)
    for _ in 0..<500 {
      let direction = curvature.downhill(slopes)
      let descent = dot(direction, slopes)
      // At the bottom, or where rounding hides what is left.
      guard descent < 0 else { break }
      guard
        let (step, next, nextSlopes) = try stride(
          from: point, height, along: direction, descent, value, gradient)
      else { break }
      curvature.learn(from: direction.map { step * $0 }, zip(nextSlopes, slopes).map { $0 - $1 })
      let gain = height - next.height
      (point, height, slopes) = (next.point, next.height, nextSlopes)
      if gain <= 1e-13 * abs(height) { break }
    }
    return point
  }

  private typealias Place = (point: [Double], height: Double)

  /// A step that is neither too long nor too short, found by halving and doubling; `nil` when there is none.
  private static func stride(
    from point: [Double], _ height: Double, along direction: [Double], _ descent: Double,
    _ value: ([Double]) throws -> Double, _ gradient: ([Double]) throws -> [Double]
  ) rethrows -> (step: Double, place: Place, slopes: [Double])? {
    var (tooShort, tooLong, step) = (0.0, Double.infinity, 1.0)
    for _ in 0..<60 {
      let next = zip(point, direction).map { $0 + step * $1 }
      let nextHeight = try value(next)
      if nextHeight <= height + 1e-4 * step * descent {
        let slopes = try gradient(next)
        if dot(slopes, direction) >= 0.9 * descent { return (step, (next, nextHeight), slopes) }
        tooShort = step
      } else {
        tooLong = step
      }
      step = tooLong.isFinite ? (tooShort + tooLong) / 2 : 2 * step
    }
    return nil
  }
}

/// What the gradients seen so far tell about the inverse of the curvature.
private struct InverseCurvature {
  private var rows: [[Double]]
  private var isFresh = true

  /// Knows nothing yet: the first step has length 0.1, so that no exponent changes its sign at once.
  init(_ slopes: [Double]) {
    let length = dot(slopes, slopes).squareRoot()
    rows = Self.diagonal(length > 0 ? 0.1 / length : 1, slopes.count)
  }

  func downhill(_ slopes: [Double]) -> [Double] { rows.map { -dot($0, slopes) } }

  /// H ← (I − s·yᵀ/sᵀy)·H·(I − y·sᵀ/sᵀy) + s·sᵀ/sᵀy for a step s over which the gradient changed by y.
  mutating func learn(from step: [Double], _ change: [Double]) {
    let product = dot(step, change)
    guard product > 0 else { return }
    if isFresh { rows = Self.diagonal(product / dot(change, change), step.count) }
    isFresh = false
    let image = rows.map { dot($0, change) }
    let weight = (1 + dot(change, image) / product) / product
    for i in rows.indices {
      for j in rows.indices {
        rows[i][j] += weight * step[i] * step[j] - (image[i] * step[j] + step[i] * image[j]) / product
      }
    }
  }

  private static func diagonal(_ entry: Double, _ count: Int) -> [[Double]] {
    (0..<count).map { row in (0..<count).map { $0 == row ? entry : 0 } }
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
