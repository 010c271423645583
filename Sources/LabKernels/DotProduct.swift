/// Σ a · b over four independent sums, so that one addition need not wait for the one before.
@inline(__always)
func dotProduct(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
  var sums = (Vector(), Vector(), Vector(), Vector())
  var i = 0
  while i + 4 * Vector.width <= count {
    sums.0.add(Vector(a + i), times: Vector(b + i))
    sums.1.add(Vector(a + i + 16), times: Vector(b + i + 16))
    sums.2.add(Vector(a + i + 32), times: Vector(b + i + 32))
    sums.3.add(Vector(a + i + 48), times: Vector(b + i + 48))
    i += 4 * Vector.width
  }
  while i + Vector.width <= count {
    sums.0.add(Vector(a + i), times: Vector(b + i))
    i += Vector.width
  }
  var rest: Float = 0
  while i < count {
    rest += a[i] * b[i]
    i += 1
  }
  return ((sums.0 + sums.1) + (sums.2 + sums.3)).total() + rest
}

extension Vector {
  /// The sum of the sixteen, halves first.
  @inline(__always)
  func total() -> Float {
    let four = quarters()
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// The sum of the four quarters.
  @inline(__always)
  func quarters() -> SIMD4<Float> {
    let eight = lowHalf + highHalf
    return eight.lowHalf + eight.highHalf
  }

  /// The largest of the sixteen, halves first.
  @inline(__always)
  func largest() -> Float {
    let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.y > two.x ? two.y : two.x
  }
}
