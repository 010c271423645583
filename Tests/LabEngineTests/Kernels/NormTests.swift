import LabKernels
import XCTest

final class NormTests: KernelTestCase {
  private let shapes = [(1, 1), (2, 5), (3, 16), (4, 67)]

  func testLayerNormWithAndWithoutBias() {
    for (rows, columns) in shapes {
      let x = random(rows * columns, stream: 1).map { 3 * $0 + 1 }
      let gain = random(columns, stream: 2)
      let bias = random(columns, stream: 3)
      var (y, statistics) = (x, [Float](repeating: 0, count: 2 * rows))
      Kernels.layerNorm(x, gain: gain, into: &y, statistics: &statistics, rows: rows, columns: columns)
      assertClose(y, layerNorm(x.doubles, gain.doubles, nil))
      Kernels.layerNorm(
        x, gain: gain, bias: bias, into: &y, statistics: &statistics, rows: rows, columns: columns)
      assertClose(y, layerNorm(x.doubles, gain.doubles, bias.doubles))
    }
  }

  func testLayerNormGradients() {
    for (rows, columns) in shapes where columns > 1 {
      let x = random(rows * columns, stream: 1)
      let (gain, bias) = (random(columns, stream: 2), random(columns, stream: 3))
      let dY = random(rows * columns, stream: 4)
      var (y, statistics) = (x, [Float](repeating: 0, count: 2 * rows))
      Kernels.layerNorm(
        x, gain: gain, bias: bias, into: &y, statistics: &statistics, rows: rows, columns: columns)
      var dX = [Float](repeating: 1, count: x.count)
      var dParameters = [Float](repeating: 2, count: 2 * columns)
      Kernels.layerNormBackward(
        x, gain: gain, statistics: statistics, dOutput: dY, into: &dX, accumulating: true,
        dParameters: &dParameters, dGainAt: columns, dBiasAt: 0, rows: rows, columns: columns)
      let loss = { (x: [Double], gain: [Double], bias: [Double]) in
        dot(self.layerNorm(x, gain, bias), dY.doubles)
      }
      assertClose(dX, gradient(of: { loss($0, gain.doubles, bias.doubles) }, at: x).map { $0 + 1 })
      assertClose(
        dParameters.suffix(columns),
        gradient(of: { loss(x.doubles, $0, bias.doubles) }, at: gain).map { $0 + 2 })
      assertClose(
        dParameters.prefix(columns),
        gradient(of: { loss(x.doubles, gain.doubles, $0) }, at: bias).map { $0 + 2 })
    }
  }

  func testRMSNormAndItsGradients() {
    for (rows, columns) in shapes {
      let x = random(rows * columns, stream: 1)
      let gain = random(columns, stream: 2)
      let dY = random(rows * columns, stream: 4)
      var (y, statistics) = (x, [Float](repeating: 0, count: rows))
      Kernels.rmsNorm(x, gain: gain, into: &y, statistics: &statistics, rows: rows, columns: columns)
      assertClose(y, rmsNorm(x.doubles, gain.doubles))
      var (dX, dGain) = (x, [Float](repeating: 1, count: columns + 2))
      Kernels.rmsNormBackward(
        x, gain: gain, statistics: statistics, dOutput: dY, into: &dX, dGain: &dGain, dGainAt: 2,
        rows: rows, columns: columns)
      assertClose(dX, gradient(of: { dot(self.rmsNorm($0, gain.doubles), dY.doubles) }, at: x))
      let expected = gradient(of: { dot(self.rmsNorm(x.doubles, $0), dY.doubles) }, at: gain)
      assertClose(dGain, [1, 1] + expected.map { $0 + 1 })
    }
  }

  func testEveryNumberOfThreadsGivesTheSameBits() {
    let (rows, columns) = (200, 384)
    let (x, dY, gain) = (
      random(rows * columns, stream: 1), random(rows * columns, stream: 2), random(columns)
    )
    let results = [1, 2, 3].map { threads -> [[Float]] in
      let cores = Parallelism(threads: threads)
      var (y, statistics) = (x, [Float](repeating: 0, count: 2 * rows))
      var (dX, dParameters) = (x, [Float](repeating: 0, count: 2 * columns))
      Kernels.layerNorm(
        x, gain: gain, into: &y, statistics: &statistics, rows: rows, columns: columns, on: cores)
      Kernels.layerNormBackward(
        x, gain: gain, statistics: statistics, dOutput: dY, into: &dX, dParameters: &dParameters,
        dBiasAt: columns, rows: rows, columns: columns, on: cores)
      return [y, dX, dParameters]
    }
    XCTAssert(results.allSatisfy { $0 == results[0] })
  }

  private func layerNorm(_ x: [Double], _ gain: [Double], _ bias: [Double]?) -> [Double] {
    let columns = gain.count
    return stride(from: 0, to: x.count, by: columns).flatMap { start in
      let row = x[start..<(start + columns)]
      let mean = row.reduce(0, +) / Double(columns)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
      return row.enumerated().map { j, value in
        gain[j] * (value - mean) / (variance + Double(Float(1e-5))).squareRoot() + (bias?[j] ?? 0)
      }
    }
  }

  private func rmsNorm(_ x: [Double], _ gain: [Double]) -> [Double] {
    let columns = gain.count
    return stride(from: 0, to: x.count, by: columns).flatMap { start in
      let row = x[start..<(start + columns)]
      let mean = dot(row, row) / Double(columns)
      return row.enumerated().map { j, value in
        gain[j] * value / (mean + Double(Float(1e-5))).squareRoot()
      }
    }
  }
}
