import LabKernels
import XCTest

final class ElementwiseTests: KernelTestCase {
  func testSumsProductsAndScaling() {
    for count in [0, 1, 15, 16, 17, 100] {
      let (a, b) = (random(count, stream: 1), random(count, stream: 2))
      var y = [Float](repeating: 7, count: count + 3)
      Kernels.add(a, b, into: &y, at: 2)
      assertClose(y, [7, 7] + zip(a.doubles, b.doubles).map { $0 + $1 } + [7], 1e-7)
      Kernels.addScaled(b, by: -1, into: &y, at: 2)
      assertClose(y, [7, 7] + a.doubles + [7], 1e-6)
      Kernels.multiplyElements(a, b, into: &y, at: 2)
      let products = zip(a.doubles, b.doubles).map { $0 * $1 }
      assertClose(y, [7, 7] + products + [7], 1e-7)
      Kernels.multiplyElements(a, b, into: &y, at: 2, accumulating: true)
      Kernels.scale(&y, at: 2, count: count, by: 0.5)
      assertClose(y, [7, 7] + products + [7], 1e-6)
    }
  }

  func testBiasesAndTheirGradient() {
    let (rows, columns) = (5, 35)
    let (x, row) = (random(rows * columns, stream: 1), random(columns, stream: 2))
    var y = x
    Kernels.addRow(row, into: &y, rows: rows)
    assertClose(y, x.indices.map { Double(x[$0]) + Double(row[$0 % columns]) }, 1e-7)
    var sums = row
    Kernels.addColumnSums(of: x, into: &sums, rows: rows, columns: columns)
    assertClose(
      sums, (0..<columns).map { j in (0..<rows).reduce(Double(row[j])) { $0 + Double(x[$1 * columns + j]) } })
  }

  func testReductions() {
    for count in [0, 1, 63, 64, 65, 1000, 200_000] {
      let (a, b) = (random(count, stream: 1), random(count, stream: 2))
      XCTAssertEqual(Double(Kernels.dot(a, b)), dot(a.doubles, b.doubles), accuracy: 1e-6 * Double(count + 1))
      XCTAssertEqual(Kernels.sum(a), a.doubles.reduce(0, +), accuracy: 1e-9)
      XCTAssertEqual(Kernels.sumOfSquares(a), dot(a.doubles, a.doubles), accuracy: 1e-9 * Double(count))
      XCTAssertEqual(Kernels.sum(a, on: .singleCore), Kernels.sum(a, on: Parallelism(threads: 3)))
    }
    XCTAssertEqual(Kernels.sumOfSquares([3e30, 4e30]).squareRoot(), 5e30, accuracy: 1e25)
  }
}
