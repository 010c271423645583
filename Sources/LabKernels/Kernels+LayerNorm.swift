extension Kernels {
  /// Layer normalisation of each row: y = gain ⊙ (x − mean) / √(variance + ε).
  ///
  /// The variance is the biased one (division by `columns`), as in Ba, Kiros and Hinton,
  /// "Layer Normalization" (2016), and in PyTorch.
  ///
  /// - Parameters:
  ///   - x: `[rows, columns]`.
  ///   - gain: `[columns]`.
  ///   - statistics: receives `[rows, 2]`: each row's mean and 1/√(variance + ε), which the backward pass needs.
  public static func layerNorm(
    _ x: some FloatSource, gain: some FloatSource, epsilon: Float = 1e-5,
    into y: inout [Float], at offset: Int = 0, statistics: inout [Float], rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireLayerNorm(x, gain, y, offset, statistics, rows, columns)
    x.withFloats { x in
      gain.withFloats { gain in
        y.withFloats(at: offset) { y in
          statistics.withFloats(at: 0) { statistics in
            layerNormRows(x, gain, nil, epsilon, y, statistics, rows, columns, parallelism)
          }
        }
      }
    }
  }

  /// Layer normalisation with a bias: y = gain ⊙ (x − mean) / √(variance + ε) + bias.
  ///
  /// - Parameter bias: `[columns]`. The others as without a bias.
  public static func layerNorm(
    _ x: some FloatSource, gain: some FloatSource, bias: some FloatSource, epsilon: Float = 1e-5,
    into y: inout [Float], at offset: Int = 0, statistics: inout [Float], rows: Int, columns: Int,
    on parallelism: Parallelism = .allCores
  ) {
    requireLayerNorm(x, gain, y, offset, statistics, rows, columns)
    requireCount(bias.count, columns, "the bias")
    x.withFloats { x in
      gain.withFloats { gain in
        bias.withFloats { bias in
          y.withFloats(at: offset) { y in
            statistics.withFloats(at: 0) { statistics in
              layerNormRows(x, gain, bias, epsilon, y, statistics, rows, columns, parallelism)
            }
          }
        }
      }
    }
  }

  /// Gradients of layer normalisation.
  ///
  /// With x̂ the normalised row and g = gain ⊙ dY:
  /// dX = (g − mean(g) − x̂ · mean(g ⊙ x̂)) / √(variance + ε), dGain += Σ dY ⊙ x̂, dBias += Σ dY.
  ///
  /// - Parameters:
  ///   - statistics: what the forward pass left.
  ///   - dInput: receives `[rows, columns]`, added when `accumulating` (a residual stream wants that).
  ///   - dParameters: the gradients of gain and bias are **added** here, at their two offsets.
  ///   - dBiasOffset: `nil` for a norm without bias.
  public static func layerNormBackward(
    _ x: some FloatSource, gain: some FloatSource, statistics: [Float], dOutput: some FloatSource,
    into dInput: inout [Float], at offset: Int = 0, accumulating: Bool = false,
    dParameters: inout [Float], dGainAt dGainOffset: Int = 0, dBiasAt dBiasOffset: Int? = nil,
    rows: Int, columns: Int, on parallelism: Parallelism = .allCores
  ) {
    requireLayerNorm(x, gain, dInput, offset, statistics, rows, columns)
    requireCount(dOutput.count, rows * columns, "the output's gradient")
    requireRoom(dParameters.count, from: dGainOffset, for: columns, "the gain's gradient")
    requireRoom(dParameters.count, from: dBiasOffset ?? 0, for: columns, "the bias's gradient")
    x.withFloats { x in
      gain.withFloats { gain in
        dOutput.withFloats { dY in
          statistics.withFloats { statistics in
            dInput.withFloats(at: offset) { dX in
              dParameters.withFloats(at: 0) { dParameters in
                layerNormRowsBackward(
                  x, gain, statistics, dY, dX, accumulating, dParameters + dGainOffset,
                  dBiasOffset.map { dParameters + $0 }, rows, columns, parallelism)
              }
            }
          }
        }
      }
    }
  }

  private static func requireLayerNorm(
    _ x: some FloatSource, _ gain: some FloatSource, _ y: [Float], _ offset: Int,
    _ statistics: [Float], _ rows: Int, _ columns: Int
  ) {
    requireDimensions(rows, columns)
    requireCount(x.count, rows * columns, "the input")
    requireCount(gain.count, columns, "the gain")
    requireRoom(y.count, from: offset, for: rows * columns, "the output")
    requireRoom(statistics.count, from: 0, for: 2 * rows, "the statistics")
  }

  private static func layerNormRows(
    _ x: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ epsilon: Float, _ y: UnsafeMutablePointer<Float>, _ statistics: UnsafeMutablePointer<Float>,
    _ rows: Int, _ columns: Int, _ parallelism: Parallelism
  ) {
    parallelism.forEachRow(of: rows, columns: columns) { row in
      let (x, y) = (x + row * columns, y + row * columns)
      let mean = RowSums.sum(columns) { lanes in lanes(x) } / Float(columns)
      // The padding of the last lanes must not count: it is the mean, and its deviation 0.
      let variance = RowSums.sum(columns) { lanes in
        let deviation = lanes(x, padding: mean) - mean
        return deviation * deviation
      }
      let inverse = 1 / (variance / Float(columns) + epsilon).squareRoot()
      Lanes.forEach(in: 0..<columns) { lanes in
        let normal = (lanes(x) - mean) * inverse
        lanes.store((bias.map { lanes($0) } ?? Vector()).adding(normal, times: lanes(gain)), y)
      }
      statistics[2 * row] = mean
      statistics[2 * row + 1] = inverse
    }
  }

  private static func layerNormRowsBackward(
    _ x: UnsafePointer<Float>, _ gain: UnsafePointer<Float>, _ statistics: UnsafePointer<Float>,
    _ dY: UnsafePointer<Float>, _ dX: UnsafeMutablePointer<Float>, _ accumulating: Bool,
    _ dGain: UnsafeMutablePointer<Float>, _ dBias: UnsafeMutablePointer<Float>?,
    _ rows: Int, _ columns: Int, _ parallelism: Parallelism
  ) {
    parallelism.forEachRow(of: rows, columns: columns) { row in
      let (x, dY, dX) = (x + row * columns, dY + row * columns, dX + row * columns)
      let (mean, inverse) = (statistics[2 * row], statistics[2 * row + 1])
      let meanG = RowSums.sum(columns) { lanes in lanes(gain) * lanes(dY) } / Float(columns)
      let meanGX =
        RowSums.sum(columns) { lanes in
          lanes(gain) * lanes(dY) * ((lanes(x) - mean) * inverse)
        } / Float(columns)
      Lanes.forEach(in: 0..<columns) { lanes in
        let normal = (lanes(x) - mean) * inverse
        lanes.store((lanes(gain) * lanes(dY) - meanG - normal * meanGX) * inverse, dX, adding: accumulating)
      }
    }
    parallelism.forEachColumnRange(of: columns, rows: rows) { range in
      Lanes.forEach(in: range) { lanes in
        var (gainSum, biasSum) = (Vector(), Vector())
        for row in 0..<rows {
          let d = lanes(dY + row * columns)
          let normal = (lanes(x + row * columns) - statistics[2 * row]) * statistics[2 * row + 1]
          gainSum.add(d, times: normal)
          biasSum += d
        }
        lanes.store(gainSum, dGain, adding: true)
        if let dBias { lanes.store(biasSum, dBias, adding: true) }
      }
    }
  }
}
