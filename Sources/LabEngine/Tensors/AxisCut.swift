/// A range of one axis, seen as `outer` blocks of `width` numbers, `stride` apart.
struct AxisCut {
  let result: [Int]
  let outer: Int
  let width: Int
  let stride: Int
  let start: Int

  init(of shape: [Int], _ range: Range<Int>, axis: Int) throws(TensorError) {
    let axis = try normalized(axis, shape)
    guard range.lowerBound >= 0, range.upperBound <= shape[axis] else {
      throw .rangeOutOfBounds(range: range, axis: axis, shape: shape)
    }
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result = shape
    result[axis] = range.count
    self.result = result
    outer = shape[..<axis].reduce(1, *)
    width = range.count * inner
    stride = shape[axis] * inner
    start = range.lowerBound * inner
  }

  /// Copies the cut out of `whole`.
  func extract(_ whole: [Float], into part: inout [Float]) {
    forEachPair { part[$1] = whole[$0] }
  }

  /// Copies `part` into the cut of `whole`.
  func insert(_ part: [Float], into whole: inout [Float]) {
    forEachPair { whole[$0] = part[$1] }
  }

  /// Adds the cut of `whole` to `part`.
  func addExtract(_ whole: [Float], to part: inout [Float]) {
    forEachPair { part[$1] += whole[$0] }
  }

  /// Adds `part` to the cut of `whole`.
  func addInsert(_ part: [Float], to whole: inout [Float]) {
    forEachPair { whole[$0] += part[$1] }
  }

  /// Calls `body` with the index of every element of the cut in the whole and in the part.
  @inline(__always)
  private func forEachPair(_ body: (_ whole: Int, _ part: Int) -> Void) {
    for block in 0..<outer {
      for i in 0..<width { body(block * stride + start + i, block * width + i) }
    }
  }
}
