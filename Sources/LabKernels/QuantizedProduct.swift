/// Rows of inputs times quantized tiles.
struct QuantizedProduct {
  let codes: UnsafePointer<UInt8>
  let scales: UnsafePointer<Float>
  let blocks: Int
  let outputs: Int
  let y: UnsafeMutablePointer<Float>

  /// Multiplies `rows` rows, tile by tile: a tile that was read once stays near for all of them.
  func run<Inputs: QuantizedInputs>(
    rows: Int, on parallelism: Parallelism, _ inputs: (_ row: Int) -> Inputs
  ) {
    let tile = QuantizedTiles.tileRows
    let grain = max(8, (1 << 17) / max(1, blocks * rows * QuantizedTiles.blockSize))
    parallelism.forEachRange(of: ceilingQuotient(outputs, tile), grain: grain) { tiles in
      for first in tiles {
        for row in 0..<rows {
          let sums = fourDots(first, inputs(row))
          for k in 0..<min(tile, outputs - first * tile) { y[row * outputs + first * tile + k] = sums[k] }
        }
      }
    }
  }

  /// The dot products of one row of inputs with the four rows of a tile.
  @inline(never)
  private func fourDots<Inputs: QuantizedInputs>(_ tile: Int, _ inputs: Inputs) -> SIMD4<Float> {
    let size = Inputs.blockBytes
    var codes = codes + tile * blocks * 4 * size
    var scales = scales + tile * blocks * 4
    var sums = (Vector(), Vector(), Vector(), Vector())
    for index in 0..<blocks {
      let (x, scale) = (inputs.block(index), inputs.scale(index))
      sums.0.add(Vector(repeating: scales[0] * scale), times: Inputs.partialSums(codes, x))
      sums.1.add(Vector(repeating: scales[1] * scale), times: Inputs.partialSums(codes + size, x))
      sums.2.add(Vector(repeating: scales[2] * scale), times: Inputs.partialSums(codes + 2 * size, x))
      sums.3.add(Vector(repeating: scales[3] * scale), times: Inputs.partialSums(codes + 3 * size, x))
      codes += 4 * size
      scales += 4
    }
    return SIMD4(sums.0.total(), sums.1.total(), sums.2.total(), sums.3.total())
  }
}
