/// The gradients of one head's keys and values while the blocks of queries add to them: rows padded to whole
/// tiles, so that the microkernel can add without looking.
struct KeyGradients {
  let keys: Int
  let dHead: Int
  /// Numbers in a padded row.
  let width: Int
  let dKey: UnsafeMutablePointer<Float>
  let dValue: UnsafeMutablePointer<Float>

  /// Zeros, for the length of the call.
  static func with(keys: Int, dHead: Int, _ body: (KeyGradients) -> Void) {
    let height = ceilingQuotient(keys, Microkernel.rows) * Microkernel.rows
    let width = ceilingQuotient(dHead, Microkernel.columns) * Microkernel.columns
    withScratch(2 * height * width) { scratch in
      scratch.update(repeating: 0, count: 2 * height * width)
      body(
        KeyGradients(
          keys: keys, dHead: dHead, width: width, dKey: scratch, dValue: scratch + height * width))
    }
  }

  /// Adds A · B to the rows of `stretch`; A is `[keys, lanes]`, B is `[lanes, width]`.
  @inline(never)
  func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>,
    _ stretch: Range<Int>
  ) {
    for column in stride(from: 0, to: width, by: Microkernel.columns) {
      for row in stride(from: 0, to: stretch.count, by: Microkernel.rows) {
        var tile = Microkernel()
        tile.accumulate(
          a + row * QueryBlock.lanes, rowStride: QueryBlock.lanes, aStride: 1, b + column, bStride: width,
          depth: QueryBlock.lanes)
        tile.store(gradient + (stretch.lowerBound + row) * width + column, stride: width, adding: true)
      }
    }
  }

  /// Writes or adds the rows, without their padding, to where they belong.
  func write(
    _ dKey: UnsafeMutablePointer<Float>, _ dValue: UnsafeMutablePointer<Float>,
    strides: (key: Int, value: Int), keyScale: Float, adding: Bool
  ) {
    for row in 0..<keys {
      writeRow(self.dKey + row * width, keyScale, dKey + row * strides.key, dHead, adding)
      writeRow(self.dValue + row * width, 1, dValue + row * strides.value, dHead, adding)
    }
  }
}

/// target = factor · source, or target += factor · source.
@inline(__always)
func writeRow(
  _ source: UnsafePointer<Float>, _ factor: Float, _ target: UnsafeMutablePointer<Float>, _ count: Int,
  _ adding: Bool
) {
  if adding {
    for i in 0..<count { target[i] += factor * source[i] }
  } else {
    for i in 0..<count { target[i] = factor * source[i] }
  }
}
