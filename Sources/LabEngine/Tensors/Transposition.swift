/// The exchange of two axes, seen as a five-dimensional array `[outer, a, middle, b, inner]` that
/// becomes `[outer, b, middle, a, inner]`.
struct Transposition {
  let result: [Int]
  private let outer: Int
  private let a: Int
  private let middle: Int
  private let b: Int
  private let inner: Int

  init(of shape: [Int], _ first: Int, _ second: Int) throws(TensorError) {
    let axes = [try normalized(first, shape), try normalized(second, shape)].sorted()
    var result = shape
    result.swapAt(axes[0], axes[1])
    self.result = result
    outer = shape[..<axes[0]].reduce(1, *)
    a = shape[axes[0]]
    let isSame = axes[0] == axes[1]
    middle = isSame ? 1 : shape[(axes[0] + 1)..<axes[1]].reduce(1, *)
    b = isSame ? 1 : shape[axes[1]]
    inner = shape[(axes[1] + 1)...].reduce(1, *)
  }

  /// Writes `source` in the new order.
  func copy(_ source: [Float], into target: inout [Float]) {
    forEachRun { old, new in for i in 0..<inner { target[new + i] = source[old + i] } }
  }

  /// Adds `source`, which is in the new order, to `target`, which is in the old one.
  func addBack(_ source: [Float], to target: inout [Float]) {
    forEachRun { old, new in for i in 0..<inner { target[old + i] += source[new + i] } }
  }

  private func forEachRun(_ body: (_ old: Int, _ new: Int) -> Void) {
    for o in 0..<outer {
      for i in 0..<a {
        for m in 0..<middle {
          for j in 0..<b {
            body(
              ((((o * a + i) * middle + m) * b) + j) * inner,
              ((((o * b + j) * middle + m) * a) + i) * inner)
          }
        }
      }
    }
  }
}
