extension Kernels {
  /// y += x.
  public static func add(
    _ x: some FloatSource, into y: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    addScaled(x, by: 1, into: &y, at: offset, on: parallelism)
  }

  /// y += factor · x ("axpy").
  public static func addScaled(
    _ x: some FloatSource, by factor: Float, into y: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    let count = x.count
    requireRoom(y.count, from: offset, for: count, "the sum")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        Lanes.forEach(of: count, on: parallelism) { lanes in
          lanes.store(lanes(y).adding(lanes(x), times: Vector(repeating: factor)), y)
        }
      }
    }
  }

  /// y = a + b.
  public static func add(
    _ a: some FloatSource, _ b: some FloatSource, into y: inout [Float], at offset: Int = 0,
    on parallelism: Parallelism = .allCores
  ) {
    let count = a.count
    requireCount(b.count, count, "the second addend")
    requireRoom(y.count, from: offset, for: count, "the sum")
    a.withFloats { a in
      b.withFloats { b in
        y.withFloats(at: offset) { y in
          Lanes.forEach(of: count, on: parallelism) { lanes in lanes.store(lanes(a) + lanes(b), y) }
        }
      }
    }
  }

  /// y = a ⊙ b, element by element, or y += a ⊙ b.
  public static func multiplyElements(
    _ a: some FloatSource, _ b: some FloatSource, into y: inout [Float], at offset: Int = 0,
    accumulating: Bool = false, on parallelism: Parallelism = .allCores
  ) {
    let count = a.count
    requireCount(b.count, count, "the second factor")
    requireRoom(y.count, from: offset, for: count, "the product")
    a.withFloats { a in
      b.withFloats { b in
        y.withFloats(at: offset) { y in
          Lanes.forEach(of: count, on: parallelism) { lanes in
            lanes.store(lanes(a) * lanes(b), y, adding: accumulating)
          }
        }
      }
    }
  }

  /// y *= factor, for `count` values from `offset` on.
  public static func scale(
    _ y: inout [Float], at offset: Int = 0, count: Int, by factor: Float,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(count)
    requireRoom(y.count, from: offset, for: count, "the array")
    y.withFloats(at: offset) { y in
      Lanes.forEach(of: count, on: parallelism) { lanes in lanes.store(lanes(y) * factor, y) }
    }
  }

  /// Adds one row (a bias) to each of `rows` rows of y.
  public static func addRow(
    _ row: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int,
    on parallelism: Parallelism = .allCores
  ) {
    let columns = row.count
    requireDimensions(rows)
    requireRoom(y.count, from: offset, for: rows * columns, "the matrix")
    row.withFloats { row in
      y.withFloats(at: offset) { y in
        parallelism.forEachRow(of: rows, columns: columns) { i in
          let y = y + i * columns
          Lanes.forEach(in: 0..<columns) { lanes in lanes.store(lanes(y) + lanes(row), y) }
        }
      }
    }
  }

  /// Adds the sum over the rows of x `[rows, columns]` into y `[columns]`: the gradient of a bias.
  public static func addColumnSums(
    of x: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the matrix")
    requireRoom(y.count, from: offset, for: columns, "the column sums")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        parallelism.forEachColumnRange(of: columns, rows: rows) { range in
          Lanes.forEach(in: range) { lanes in
            var sum = lanes(y)
            for i in 0..<rows { sum += lanes(x + i * columns) }
            lanes.store(sum, y)
          }
        }
      }
    }
  }

  /// Writes x `[rows, columns]` transposed, as `[columns, rows]`.
  public static func transpose(
    _ x: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int, columns: Int
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the matrix")
    requireRoom(y.count, from: offset, for: rows * columns, "the transposed matrix")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        LabKernels.transpose(
          x, sourceStride: columns, height: rows, width: columns, into: y, targetStride: rows)
      }
    }
  }
}
