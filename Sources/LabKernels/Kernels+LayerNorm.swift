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
    for row in 0..<rows {
      let (x, y) = (x + row * columns, y + row * columns)
      var mean: Float = 0
      for j in 0..<columns { mean += x[j] }
      mean /= Float(columns)
      var variance: Float = 0
      for j in 0..<columns { variance += (x[j] - mean) * (x[j] - mean) }
      let inverse = 1 / (variance / Float(columns) + epsilon).squareRoot()
      for j in 0..<columns { y[j] = gain[j] * (x[j] - mean) * inverse + (bias?[j] ?? 0) }
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
    for row in 0..<rows {
      let (x, dY, dX) = (x + row * columns, dY + row * columns, dX + row * columns)
      let (mean, inverse) = (statistics[2 * row], statistics[2 * row + 1])
      var (meanG, meanGX): (Float, Float) = (0, 0)
      for j in 0..<columns {
        let normal = (x[j] - mean) * inverse
        meanG += gain[j] * dY[j]
        meanGX += gain[j] * dY[j] * normal
        dGain[j] += dY[j] * normal
        dBias?[j] += dY[j]
      }
      meanG /= Float(columns)
      meanGX /= Float(columns)
      for j in 0..<columns {
        let value = (gain[j] * dY[j] - meanG - (x[j] - mean) * inverse * meanGX) * inverse
        dX[j] = accumulating ? dX[j] + value : value
      }
    }
  }
}
