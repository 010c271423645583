/// The last steps of a search and how the gradient changed over each: all that stands for the curvature.
struct CurvatureMemory {
  /// One remembered step.
  private struct Pair {
    /// s: how far the point moved.
    var step: [Double]
    /// y: how far the gradient moved.
    var change: [Double]
    /// 1 / s·y.
    var inverse: Double
  }

  private let capacity: Int
  private var pairs: [Pair] = []
  /// Where the oldest pair stands once all places are taken.
  private var oldest = 0
  /// What the first loop leaves for the second, one number for each pair.
  private var weights: [Double] = []

  init(capacity: Int) { self.capacity = capacity }

  var isEmpty: Bool { pairs.isEmpty }

  mutating func forget() {
    pairs.removeAll(keepingCapacity: true)
    oldest = 0
  }

  /// Remembers a step, in place of the oldest when all places are taken.
  ///
  /// A pair along which the gradient does not grow would make the next direction lead uphill: it is left out.
  mutating func remember(
    from point: [Double], _ gradient: [Double], to newPoint: [Double], _ newGradient: [Double]
  ) {
    var (product, square) = (0.0, 0.0)
    for index in point.indices {
      let change = newGradient[index] - gradient[index]
      product += (newPoint[index] - point[index]) * change
      square += change * change
    }
    guard product > .ulpOfOne * square else { return }
    let place = pairs.count < capacity ? pairs.count : oldest
    if place == pairs.count {
      pairs.append(Pair(step: newPoint, change: newGradient, inverse: 0))
    } else {
      oldest = (oldest + 1) % capacity
    }
    for index in point.indices {
      pairs[place].step[index] = newPoint[index] - point[index]
      pairs[place].change[index] = newGradient[index] - gradient[index]
    }
    pairs[place].inverse = 1 / product
  }

  /// −H·g by the two-loop recursion (Nocedal and Wright, algorithm 7.4); −g while nothing is remembered.
  mutating func setDirection(_ direction: inout [Double], downhillOf gradient: [Double]) {
    for index in gradient.indices { direction[index] = -gradient[index] }
    guard !pairs.isEmpty else { return }
    while weights.count < pairs.count { weights.append(0) }
    for age in 0..<pairs.count {
      let place = place(ofAge: age)
      weights[place] = pairs[place].inverse * dot(pairs[place].step, direction)
      add(-weights[place], times: pairs[place].change, to: &direction)
    }
    let newest = pairs[place(ofAge: 0)]
    let scale = 1 / (newest.inverse * dot(newest.change, newest.change))
    for index in direction.indices { direction[index] *= scale }
    for age in (0..<pairs.count).reversed() {
      let place = place(ofAge: age)
      let correction = pairs[place].inverse * dot(pairs[place].change, direction)
      add(weights[place] - correction, times: pairs[place].step, to: &direction)
    }
  }

  /// Age 0 is the newest pair.
  private func place(ofAge age: Int) -> Int {
    (oldest + pairs.count - 1 - age) % pairs.count
  }

  @inline(__always)
  private func add(_ factor: Double, times vector: [Double], to direction: inout [Double]) {
    for index in direction.indices { direction[index] += factor * vector[index] }
  }
}
