import LabKernels
import XCTest

final class SoftmaxTests: KernelTestCase {
  func testSoftmaxAndItsGradient() {
    for (rows, columns) in [(1, 1), (3, 5), (2, 16), (2, 33), (1, 70)] {
      let x = random(rows * columns, stream: 1).map { 5 * $0 }
      let dY = random(rows * columns, stream: 2)
      var (p, dX) = (x, x)
      Kernels.softmax(x, into: &p, rows: rows, columns: columns)
      assertClose(p, softmax(x.doubles, columns), 1e-6)
      Kernels.softmaxBackward(probabilities: p, dOutput: dY, into: &dX, rows: rows, columns: columns)
      let expected = gradient(of: { dot(self.softmax($0, columns), dY.doubles) }, at: x)
      assertClose(dX, expected, 1e-5)
      Kernels.softmaxBackward(
        probabilities: p, dOutput: dY, into: &dX, rows: rows, columns: columns, accumulating: true)
      assertClose(dX, expected.map { 2 * $0 }, 1e-5)
    }
  }

  func testMaskedEntriesAreZeroAndAMaskedRowIsAllZeros() {
    let hidden = -Float.infinity
    var p = [Float](repeating: .nan, count: 6)
    Kernels.softmax([1, hidden, 1, hidden, hidden, hidden], into: &p, rows: 2, columns: 3)
    XCTAssertEqual(p, [0.5, 0, 0.5, 0, 0, 0])
  }

  func testWhatIsNotANumberStaysVisible() {
    var p = [Float](repeating: 0, count: 3)
    Kernels.softmax([1, .nan, 2], into: &p, rows: 1, columns: 3)
    XCTAssert(p.contains { $0.isNaN })
  }

  func testLogSumExpNeitherOverflowsNorVanishes() {
    var y = [Float](repeating: 0, count: 3)
    Kernels.logSumExp(
      [1000, 1001, 999, -1000, -1001, -999, -.infinity, -.infinity, -.infinity], into: &y, rows: 3,
      columns: 3)
    assertClose(y.prefix(2), [1001.407606, -998.592394], 1e-7)
    XCTAssertEqual(y[2], -.infinity)
  }

  func testEveryNumberOfThreadsGivesTheSameBits() {
    let x = random(300 * 401)
    let results = [1, 2, 5].map { threads in
      var y = x
      Kernels.softmax(x, into: &y, rows: 300, columns: 401, on: Parallelism(threads: threads))
      return y
    }
    XCTAssert(results.allSatisfy { $0 == results[0] })
  }

  private func softmax(_ x: [Double], _ columns: Int) -> [Double] {
    stride(from: 0, to: x.count, by: columns).flatMap { start in
      let row = x[start..<(start + columns)].map { exp($0 - (x[start..<(start + columns)].max() ?? 0)) }
      return row.map { $0 / row.reduce(0, +) }
    }
  }
}
