extension Kernels {
  /// How the inputs of a quantized product are read.
  public enum ProductInputs: Hashable, Sendable {
    /// As they are: codes become float32 on the way to each product.
    case float
    /// Rounded to −127…127 with a scale for every 32, so that products are those of whole numbers.
    case int8
  }

  /// y = x · Wᵀ for a quantized matrix W `[outputs, inputs]`.
  ///
  /// - Parameters:
  ///   - x: `[rows, inputs]`.
  ///   - y: receives `[rows, outputs]` from `offset` on.
  ///   - inputs: what happens to x. A block of 32 that holds an infinity or NaN makes its row NaN.
  public static func multiply(
    _ x: some FloatSource, _ tiles: QuantizedTiles, into y: inout [Float], at offset: Int = 0, rows: Int,
    inputs: ProductInputs = .float, on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows)
    requireCount(x.count, rows * tiles.columns, "the inputs")
    requireRoom(y.count, from: offset, for: rows * tiles.rows, "the product")
    let blocks = tiles.blocks
    guard blocks > 0 else {
      for i in 0..<rows * tiles.rows { y[offset + i] = 0 }
      return
    }
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        tiles.codes.withBytes { codes in
          tiles.scales.withFloats { scales in
            let product = QuantizedProduct(
              codes: codes, scales: scales, blocks: blocks, outputs: tiles.rows, y: y)
            switch inputs {
            case .float:
              withPaddedRows(x, rows: rows, columns: tiles.columns) { x in
                run(product, tiles.width, rows, x, parallelism)
              }
            case .int8:
              let rounded = RoundedInputs(x, rows: rows, columns: tiles.columns)
              run(product, tiles.width, rows, rounded, parallelism)
            }
          }
        }
      }
    }
  }

  private static func run(
    _ product: QuantizedProduct, _ width: QuantizedTiles.CodeWidth, _ rows: Int, _ x: UnsafePointer<Float>,
    _ parallelism: Parallelism
  ) {
    let stride = product.blocks * QuantizedTiles.blockSize
    switch width {
    case .byte: product.run(rows: rows, on: parallelism) { FloatsTimesBytes(x: x + $0 * stride) }
    case .nibble: product.run(rows: rows, on: parallelism) { FloatsTimesNibbles(x: x + $0 * stride) }
    }
  }

  private static func run(
    _ product: QuantizedProduct, _ width: QuantizedTiles.CodeWidth, _ rows: Int, _ x: RoundedInputs,
    _ parallelism: Parallelism
  ) {
    let (blocks, stride) = (product.blocks, product.blocks * QuantizedTiles.blockSize)
    x.codes.withBytes { codes in
      x.scales.withFloats { scales in
        switch width {
        case .byte:
          product.run(rows: rows, on: parallelism) {
            BytesTimesBytes(x: codes + $0 * stride, scales: scales + $0 * blocks)
          }
        case .nibble:
          product.run(rows: rows, on: parallelism) {
            BytesTimesNibbles(x: codes + $0 * stride, scales: scales + $0 * blocks)
          }
        }
      }
    }
  }

  /// Rows of whole blocks: x itself where its rows are such, else a copy that ends in zeros.
  private static func withPaddedRows(
    _ x: UnsafePointer<Float>, rows: Int, columns: Int, _ body: (UnsafePointer<Float>) -> Void
  ) {
    let stride = ceilingQuotient(columns, QuantizedTiles.blockSize) * QuantizedTiles.blockSize
    guard stride != columns else { return body(x) }
    withScratch(rows * stride) { padded in
      for row in 0..<rows {
        (padded + row * stride).update(from: x + row * columns, count: columns)
        (padded + row * stride + columns).update(repeating: 0, count: stride - columns)
      }
      body(padded)
    }
  }
}

/// Inputs as whole numbers: x ≈ code · scale, with scale = max |x| / 127 over each 32.
private struct RoundedInputs {
  private(set) var codes: [UInt8]  // the bits of Int8
  private(set) var scales: [Float]

  init(_ x: UnsafePointer<Float>, rows: Int, columns: Int) {
    let blocks = ceilingQuotient(columns, QuantizedTiles.blockSize)
    codes = [UInt8](repeating: 0, count: rows * blocks * QuantizedTiles.blockSize)
    scales = [Float](repeating: 0, count: rows * blocks)
    for row in 0..<rows {
      for block in 0..<blocks {
        let first = block * QuantizedTiles.blockSize
        round(
          x + row * columns + first, count: min(QuantizedTiles.blockSize, columns - first),
          block: row * blocks + block)
      }
    }
  }

  private mutating func round(_ x: UnsafePointer<Float>, count: Int, block: Int) {
    var (largest, zero): (Float, Float) = (0, 0)
    for i in 0..<count {
      largest = max(largest, abs(x[i]))
      zero += x[i] * 0  // NaN from the first number that is not finite
    }
    scales[block] = largest / 127 + zero
    guard largest > 0, zero == 0 else { return }
    let inverse = 127 / largest
    for i in 0..<count {
      // A largest number so small that 127 / largest overflows leaves codes beyond the range.
      let code = max(-127, min(127, (x[i] * inverse).rounded()))
      codes[block * QuantizedTiles.blockSize + i] = UInt8(bitPattern: Int8(code))
    }
  }
}

extension [UInt8] {
  /// Calls `body` with the address of the first byte; the array must not be empty for it to be read.
  @inline(__always)
  func withBytes(_ body: (UnsafePointer<UInt8>) -> Void) {
    withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
  }
}
