/// How two shapes are stretched to a common one, so that elements can be paired.
///
/// The rule is NumPy's: shapes are aligned from the right, missing dimensions count as 1, and a
/// dimension of 1 repeats. So a bias `[d]` is added to every row of `[tokens, d]`, a column
/// `[tokens, 1]` scales every row by a number of its own, and a scalar meets everything.
struct Broadcast {
  /// The common shape.
  let shape: [Int]
  /// Per dimension of `shape`, how far one step moves in the left operand: 0 where it repeats.
  private let leftStrides: [Int]
  private let rightStrides: [Int]
  let count: Int

  init(_ operation: String, _ left: [Int], _ right: [Int]) throws(TensorError) {
    let rank = max(left.count, right.count)
    let a = [Int](repeating: 1, count: rank - left.count) + left
    let b = [Int](repeating: 1, count: rank - right.count) + right
    guard zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
      throw .notBroadcastable(operation: operation, left: left, right: right)
    }
    shape = zip(a, b).map { $0 == 1 ? $1 : $0 }
    guard let count = elementCount(of: shape), count <= Tensor.largestCount else {
      throw .invalidShape(shape)
    }
    self.count = count
    leftStrides = Broadcast.strides(of: a)
    rightStrides = Broadcast.strides(of: b)
  }

  private static func strides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.count)
    var step = 1
    for axis in shape.indices.reversed() {
      strides[axis] = shape[axis] == 1 ? 0 : step
      step *= shape[axis]
    }
    return strides
  }

  /// Calls `body(start, left, right, leftStep, rightStep)` for each run along the last dimension:
  /// element `start + i` of the result pairs `left + i * leftStep` with `right + i * rightStep`.
  private func forEachRow(
    _ body: (_ start: Int, _ left: Int, _ right: Int, _ leftStep: Int, _ rightStep: Int) -> Void
  ) {
    guard count > 0 else { return }
    let width = shape.last ?? 1
    let outer = shape.dropLast()
    var index = [Int](repeating: 0, count: outer.count)
    var (left, right) = (0, 0)
    for start in stride(from: 0, to: count, by: width) {
      body(start, left, right, leftStrides.last ?? 0, rightStrides.last ?? 0)
      // Counts up like an odometer: the last wheel turns first and carries to the one before it.
      for axis in outer.indices.reversed() {
        index[axis] += 1
        left += leftStrides[axis]
        right += rightStrides[axis]
        if index[axis] < outer[axis] { break }
        left -= leftStrides[axis] * outer[axis]
        right -= rightStrides[axis] * outer[axis]
        index[axis] = 0
      }
    }
  }

  /// The width of a run of `forEachRow`.
  private var rowWidth: Int { shape.last ?? 1 }

  /// Calls `body` with the index of every element of the result and of the two it pairs.
  @inline(__always)
  func forEachPair(_ body: (_ index: Int, _ left: Int, _ right: Int) -> Void) {
    let width = rowWidth
    forEachRow { start, left, right, leftStep, rightStep in
      for i in 0..<width { body(start + i, left + i * leftStep, right + i * rightStep) }
    }
  }

  /// Writes `operation(left, right)` for every pair into `result`, which holds `count` numbers.
  @inline(__always)
  func combine(
    _ left: [Float], _ right: [Float], into result: inout [Float], _ operation: (Float, Float) -> Float
  ) {
    forEachPair { i, l, r in result[i] = operation(left[l], right[r]) }
  }
}
