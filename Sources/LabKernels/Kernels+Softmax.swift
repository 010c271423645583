import Foundation

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
        for i in 0..<rows {
          let (x, y) = (x + i * columns, y + i * columns)
          var top = -Float.infinity
          for j in 0..<columns { top = max(top, x[j]) }
          var sum: Float = 0
          for j in 0..<columns {
            y[j] = top == -.infinity ? 0 : exp(x[j] - top)
            sum += y[j]
          }
          if sum != 0 { for j in 0..<columns { y[j] /= sum } }
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
          for i in 0..<rows {
            let (p, dY, dX) = (p + i * columns, dY + i * columns, dX + i * columns)
            var sum: Float = 0
            for j in 0..<columns { sum += p[j] * dY[j] }
            for j in 0..<columns {
              let value = p[j] * (dY[j] - sum)
              dX[j] = accumulating ? dX[j] + value : value
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
        for i in 0..<rows {
          let x = x + i * columns
          var top = -Float.infinity
          for j in 0..<columns { top = max(top, x[j]) }
          var sum: Float = 0
          for j in 0..<columns { sum += top == -.infinity ? 0 : exp(x[j] - top) }
          y[i] = top == -.infinity ? top : top + log(sum)
        }
      }
    }
  }
}
