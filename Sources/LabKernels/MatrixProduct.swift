/// One blocked matrix product.
///
/// C is cut into panels of 32 columns and stretches of rows; each pair is a task that no other task writes
/// to. A task goes through the inner dimension in blocks. It copies ("packs") its panel of B for the block
/// into 32 KB of its own, side by side in the order the microkernel reads it, where it stays in the
/// first-level cache while all tiles of eight rows stream past. A is read where it lies: the microkernel
/// needs single numbers of it, and they need not be neighbours.
///
/// The blocks are added to C in order, so each element is the same sum whatever the number of threads.
struct MatrixProduct {
  let a, b: UnsafePointer<Float>
  let c: UnsafeMutablePointer<Float>
  let rows, inner, columns: Int
  let transposesA, transposesB, isAccumulating: Bool

  /// Steps of the inner dimension for which a packed panel of B fills most of the first-level cache.
  static let depth = 256

  func run(on parallelism: Parallelism) {
    guard rows > 0, columns > 0 else { return }
    let panels = ceilingQuotient(columns, Microkernel.columns)
    let stretches = stretches(panels: panels, parallelism)
    let tiles = ceilingQuotient(rows, Microkernel.rows)
    let isSmall = rows * inner * columns < 1 << 18
    (isSmall ? .singleCore : parallelism).forEachTask(panels * stretches) { task in
      let (panel, stretch) = (task / stretches, task % stretches)
      let first = stretch * tiles / stretches * Microkernel.rows
      let end = min(rows, (stretch + 1) * tiles / stretches * Microkernel.rows)
      multiply(first..<end, panel: panel)
    }
  }

  /// Rows are divided only where there are too few panels to keep every thread busy: each stretch packs
  /// its panel again.
  private func stretches(panels: Int, _ parallelism: Parallelism) -> Int {
    let wanted = ceilingQuotient(4 * parallelism.threads, panels)
    return panels % parallelism.threads == 0 ? 1 : max(1, min(wanted, rows / 64))
  }

  private func multiply(_ rows: Range<Int>, panel: Int) {
    let first = panel * Microkernel.columns
    let width = min(Microkernel.columns, columns - first)
    let blocks = max(1, ceilingQuotient(inner, Self.depth))
    withScratch(Self.depth * Microkernel.columns) { packed in
      for block in 0..<blocks {
        let depths = (block * inner / blocks)..<((block + 1) * inner / blocks)
        packPanel(firstColumn: first, width: width, depths, into: packed)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: Microkernel.rows) {
          multiplyTile(
            firstRow: row, height: min(Microkernel.rows, rows.upperBound - row), firstColumn: first,
            width: width, depths, packed, adding: isAccumulating || block > 0)
        }
      }
    }
  }

  @inline(__always)
  private func multiplyTile(
    firstRow: Int, height: Int, firstColumn: Int, width: Int, _ depths: Range<Int>,
    _ packed: UnsafeMutablePointer<Float>, adding: Bool
  ) {
    let (rowStride, aStride) = transposesA ? (1, rows) : (inner, 1)
    let left = a + firstRow * rowStride + depths.lowerBound * aStride
    let target = c + firstRow * columns + firstColumn
    if height == Microkernel.rows && width == Microkernel.columns {
      var tile = Microkernel()
      tile.accumulate(
        left, rowStride: rowStride, aStride: aStride, packed, bStride: Microkernel.columns,
        depth: depths.count)
      tile.store(target, stride: columns, adding: adding)
    } else {
      multiplyEdge(left, rowStride, aStride, height, width, packed, depths.count, target, adding)
    }
  }

  /// A tile that reaches over the edge of C: computed whole, from zeros beyond the edge, and stored in part.
  @inline(never)
  private func multiplyEdge(
    _ left: UnsafePointer<Float>, _ rowStride: Int, _ aStride: Int, _ height: Int, _ width: Int,
    _ packed: UnsafeMutablePointer<Float>, _ depth: Int, _ target: UnsafeMutablePointer<Float>,
    _ adding: Bool
  ) {
    withScratch(depth * Microkernel.rows + Microkernel.rows * Microkernel.columns) { scratch in
      let whole = scratch + depth * Microkernel.rows
      for k in 0..<depth {
        for i in 0..<Microkernel.rows {
          scratch[k * Microkernel.rows + i] = i < height ? left[i * rowStride + k * aStride] : 0
        }
      }
      var tile = Microkernel()
      tile.accumulate(
        scratch, rowStride: 1, aStride: Microkernel.rows, packed, bStride: Microkernel.columns,
        depth: depth)
      tile.store(whole, stride: Microkernel.columns, adding: false)
      for i in 0..<height {
        for j in 0..<width {
          let value = whole[i * Microkernel.columns + j]
          target[i * columns + j] = adding ? target[i * columns + j] + value : value
        }
      }
    }
  }

  private func packPanel(
    firstColumn: Int, width: Int, _ depths: Range<Int>, into packed: UnsafeMutablePointer<Float>
  ) {
    if transposesB {
      if width < Microkernel.columns {
        packed.update(repeating: 0, count: depths.count * Microkernel.columns)
      }
      transpose(
        b + firstColumn * inner + depths.lowerBound, sourceStride: inner, height: width,
        width: depths.count, into: packed, targetStride: Microkernel.columns)
    } else {
      for k in 0..<depths.count {
        let source = b + (depths.lowerBound + k) * columns + firstColumn
        let target = packed + k * Microkernel.columns
        if width == Microkernel.columns {
          Vector(source).store(target)
          Vector(source + Vector.width).store(target + Vector.width)
        } else {
          for j in 0..<Microkernel.columns { target[j] = j < width ? source[j] : 0 }
        }
      }
    }
  }
}

/// a / b, rounded up.
@inline(__always)
func ceilingQuotient(_ a: Int, _ b: Int) -> Int {
  (a + b - 1) / b
}

/// Room for `count` numbers, aligned for vectors, for the length of a call.
@inline(__always)
func withScratch(_ count: Int, _ body: (UnsafeMutablePointer<Float>) -> Void) {
  withUnsafeTemporaryAllocation(byteCount: count * 4, alignment: 64) { bytes in
    if let base = bytes.baseAddress { body(base.assumingMemoryBound(to: Float.self)) }
  }
}
