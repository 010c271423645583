import Foundation

/// The reductions of one row that softmax, cross-entropy and the norms share.
enum RowSums {
  /// The largest number; −∞ of none.
  @inline(__always)
  static func maximum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    var top = Vector(repeating: -.infinity)
    Lanes.forEach(in: 0..<count) { lanes in top = Vector.maximum(top, lanes(x, padding: -.infinity)) }
    return top.largest()
  }

  /// Σ exp(x − top), with each term left in y unless y is nil. `top` is at least the largest number.
  @inline(__always)
  static func exponentials(
    _ x: UnsafePointer<Float>, minus top: Float, _ count: Int, into y: UnsafeMutablePointer<Float>?
  ) -> Float {
    var sum = Vector()
    Lanes.forEach(in: 0..<count) { lanes in
      let power = (lanes(x, padding: -.infinity) - top).exponentialOfNonPositive()
      if let y { lanes.store(power, y) }
      sum += power
    }
    return sum.total()
  }

  /// log Σ exp(x): the largest number plus the logarithm of the sum that is left without it.
  @inline(__always)
  static func logSumExp(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    let top = maximum(x, count)
    guard top > -.infinity else { return top }
    return top + log(exponentials(x, minus: top, count, into: nil))
  }

  /// Σ term, over the sixteen at a time that `term` computes.
  @inline(__always)
  static func sum(_ count: Int, _ term: (Lanes) -> Vector) -> Float {
    var sum = Vector()
    Lanes.forEach(in: 0..<count) { lanes in sum += term(lanes) }
    return sum.total()
  }
}
