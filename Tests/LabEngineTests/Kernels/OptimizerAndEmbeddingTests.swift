import LabKernels
import XCTest

final class OptimizerAndEmbeddingTests: KernelTestCase {
  func testAdamWAgainstItsDefinitionInFloat64() {
    let count = 37
    var w = random(count, stream: 1)
    var (m, v) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
    let untouched = w.prefix(3)
    var (expected, mean, square) = (w.doubles, m.doubles, v.doubles)
    for step in 1...5 {
      let g = random(count, stream: UInt64(10 + step))
      Kernels.adamW(
        &w, gradients: g, firstMoment: &m, secondMoment: &v, range: 3..<count,
        AdamWStep(step: step, learningRate: 0.01, weightDecay: 0.1, gradientScale: 0.5))
      for i in 3..<count {
        let g = 0.5 * Double(g[i])
        mean[i] = 0.9 * mean[i] + 0.1 * g
        square[i] = 0.95 * square[i] + 0.05 * g * g
        let corrected = (mean[i] / (1 - pow(0.9, Double(step))), square[i] / (1 - pow(0.95, Double(step))))
        expected[i] *= 1 - 0.01 * 0.1
        expected[i] -= 0.01 * corrected.0 / (corrected.1.squareRoot() + 1e-8)
      }
    }
    assertClose(w, expected, 1e-6)
    XCTAssertEqual(w.prefix(3), untouched)
  }

  func testGatherAndItsGradient() {
    let (columns, ids) = (19, [4, 0, 4, 2])
    let table = random(5 * columns)
    var rows = [Float](repeating: 1, count: ids.count * columns)
    Kernels.gatherRows(ids, of: table, into: &rows, columns: columns, accumulating: true)
    XCTAssertEqual(rows, ids.flatMap { table[($0 * columns)..<(($0 + 1) * columns)] }.map { $0 + 1 })
    Kernels.gatherRows(ids, of: table, into: &rows, columns: columns)
    XCTAssertEqual(rows, ids.flatMap { table[($0 * columns)..<(($0 + 1) * columns)] })

    var gradient = [Float](repeating: 0, count: table.count + 2)
    Kernels.scatterAddRows(ids, rows, into: &gradient, at: 2, tableRows: 5, columns: columns)
    for id in 0..<5 {
      let times = Float(ids.filter { $0 == id }.count)
      for j in 0..<columns {
        XCTAssertEqual(gradient[2 + id * columns + j], times * table[id * columns + j])
      }
    }
  }

  func testScatterIsEqualToTheBitOnAnyNumberOfThreads() {
    let ids = (0..<700).map { ($0 * 13) % 65 }
    let x = random(ids.count * 200)
    let results = [1, 2, 3].map { threads in
      var table = [Float](repeating: 0, count: 65 * 200)
      Kernels.scatterAddRows(
        ids, x, into: &table, tableRows: 65, columns: 200, on: Parallelism(threads: threads))
      return table
    }
    XCTAssert(results.allSatisfy { $0 == results[0] })
  }
}
