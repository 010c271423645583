extension Kernels {
  /// Root-mean-square normalisation of each row: y = gain ⊙ x / √(mean(x²) + ε).
  ///
  /// Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019), equation 4.
  ///
  /// - Parameters:
  ///   - x: `[rows, columns]`.
  ///   - gain: `[columns]`.
  ///   - statistics: receives `[rows]`: 1/√(mean(x²) + ε), which the backward pass needs.
  public static func rmsNorm(
    _ x: some FloatSource, gain: some FloatSource, epsilon: Float = 1e-5,
    into y: inout [Float], at offset: Int = 0, statistics: inout [Float], rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireRMSNorm(x, gain, y, offset, statistics, rows, columns)
    x.withFloats { x in
      gain.withFloats { gain in
        y.withFloats(at: offset) { y in
          statistics.withFloats(at: 0) { statistics in
            parallelism.forEachRow(of: rows, columns: columns) { row in
              let (x, y) = (x + row * columns, y + row * columns)
              let inverse = 1 / (dotProduct(x, x, columns) / Float(columns) + epsilon).squareRoot()
              Lanes.forEach(in: 0..<columns) { lanes in
                lanes.store(lanes(gain) * (lanes(x) * inverse), y)
              }
              statistics[row] = inverse
            }
          }
        }
      }
    }
  }

  /// Gradients of RMS normalisation.
  ///
  /// With x̂ the normalised row and g = gain ⊙ dY:
  /// dX = (g − x̂ · mean(g ⊙ x̂)) / √(mean(x²) + ε), dGain += Σ dY ⊙ x̂.
  ///
  /// - Parameters:
  ///   - statistics: what the forward pass left.
  ///   - dInput: receives `[rows, columns]`, added when `accumulating`.
  ///   - dGain: the gain's gradient is **added** here, from its offset on.
  public static func rmsNormBackward(
    _ x: some FloatSource, gain: some FloatSource, statistics: [Float], dOutput: some FloatSource,
    into dInput: inout [Float], at offset: Int = 0, accumulating: Bool = false,
    dGain: inout [Float], dGainAt dGainOffset: Int = 0,
    rows: Int, columns: Int, on parallelism: Parallelism = .allCores
  ) {
    requireRMSNorm(x, gain, dInput, offset, statistics, rows, columns)
    requireCount(dOutput.count, rows * columns, "the output's gradient")
    requireRoom(dGain.count, from: dGainOffset, for: columns, "the gain's gradient")
    x.withFloats { x in
      gain.withFloats { gain in
        dOutput.withFloats { dY in
          dInput.withFloats(at: offset) { dX in
            dGain.withFloats(at: dGainOffset) { dGain in
              statistics.withFloats { statistics in
                rmsNormRowsBackward(
                  x, gain, statistics, dY, dX, accumulating, dGain, rows, columns, parallelism)
              }
            }
          }
        }
      }
    }
  }

  private static func requireRMSNorm(
    _ x: some FloatSource, _ gain: some FloatSource, _ y: [Float], _ offset: Int,
    _ statistics: [Float], _ rows: Int, _ columns: Int
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the input")
    requireCount(gain.count, columns, "the gain")
    requireRoom(y.count, from: offset, for: rows * columns, "the output")
    requireRoom(statistics.count, from: 0, for: rows, "the statistics")
  }

  private static func rmsNormRowsBackward(
    _ x: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, _ statistics: UnsafePointer<Float>,
    _ dY: UnsafePointer<Float>, _ dX: UnsafeMutablePointer<Float>, _ accumulating: Bool,
    _ dGain: UnsafeMutablePointer<Float>, _ rows: Int, _ columns: Int, _ parallelism: Parallelism
  ) {
    parallelism.forEachRow(of: rows, columns: columns) { row in
      let (x, dY, dX) = (x + row * columns, dY + row * columns, dX + row * columns)
      let inverse = statistics[row]
      let mean =
        RowSums.sum(columns) { lanes in
          lanes(gain) * lanes(dY) * (lanes(x) * inverse)
        } / Float(columns)
      Lanes.forEach(in: 0..<columns) { lanes in
        let normal = lanes(x) * inverse
        lanes.store((lanes(gain) * lanes(dY) - normal * mean) * inverse, dX, adding: accumulating)
      }
    }
    parallelism.forEachColumnRange(of: columns, rows: rows) { range in
      Lanes.forEach(in: range) { lanes in
        var sum = Vector()
        for row in 0..<rows {
          sum.add(lanes(dY + row * columns), times: lanes(x + row * columns) * statistics[row])
        }
        lanes.store(sum, dGain, adding: true)
      }
    }
  }
}
