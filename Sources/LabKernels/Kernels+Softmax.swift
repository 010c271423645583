extension Kernels {
  /// Softmax of each row: exp(x − max) / Σ exp(x − max).
  ///
  /// An entry of −∞ gets the probability 0; a row of nothing but −∞ gets all zeros.
  public static func softmax(
    _ x: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the input")
    requireRoom(y.count, from: offset, for: rows * columns, "the probabilities")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        parallelism.forEachRow(of: rows, columns: columns) { i in
          softmaxRow(x + i * columns, y + i * columns, columns)
        }
      }
    }
  }

  /// Gradient of softmax: dX = p ⊙ (dY − Σ p ⊙ dY), row by row.
  ///
  /// - Parameter probabilities: what ``softmax(_:into:at:rows:columns:on:)`` returned.
  public static func softmaxBackward(
    probabilities: some FloatSource, dOutput: some FloatSource, into dInput: inout [Float],
    at offset: Int = 0, rows: Int, columns: Int, accumulating: Bool = false,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, columns)
    requireCount(probabilities.count, rows * columns, "the probabilities")
    requireCount(dOutput.count, rows * columns, "the output's gradient")
    requireRoom(dInput.count, from: offset, for: rows * columns, "the input's gradient")
    probabilities.withFloats { p in
      dOutput.withFloats { dY in
        dInput.withFloats(at: offset) { dX in
          parallelism.forEachRow(of: rows, columns: columns) { i in
            let (p, dY, dX) = (p + i * columns, dY + i * columns, dX + i * columns)
            let sum = dotProduct(p, dY, columns)
            Lanes.forEach(in: 0..<columns) { lanes in
              lanes.store(lanes(p) * (lanes(dY) - sum), dX, adding: accumulating)
            }
          }
        }
      }
    }
  }

  /// log Σ exp(x) of each row, without overflow: one value a row.
  ///
  /// A row of nothing but −∞, or an empty one, gives −∞.
  public static func logSumExp(
    _ x: some FloatSource, into y: inout [Float], at offset: Int = 0, rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the input")
    requireRoom(y.count, from: offset, for: rows, "the result")
    x.withFloats { x in
      y.withFloats(at: offset) { y in
        parallelism.forEachRow(of: rows, columns: columns) { i in
          y[i] = RowSums.logSumExp(x + i * columns, columns)
        }
      }
    }
  }

  private static func softmaxRow(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ columns: Int
  ) {
    let top = RowSums.maximum(x, columns)
    guard top > -.infinity else { return y.update(repeating: 0, count: columns) }
    let sum = RowSums.exponentials(x, minus: top, columns, into: y)
    Lanes.forEach(in: 0..<columns) { lanes in lanes.store(lanes(y) * (1 / sum), y) }
  }
}
