import LabKernels
import XCTest

final class MatrixMultiplyTests: KernelTestCase {
  /// Below, at and above the tile of 8 × 32, the block of 256, the few-rows path and the threaded sizes.
  private let sizes = [
    (1, 1, 1), (1, 7, 5), (1, 300, 130), (2, 33, 64), (3, 64, 67), (4, 16, 32), (5, 3, 31), (7, 255, 33),
    (8, 256, 32), (9, 257, 65), (16, 600, 48), (65, 70, 128), (130, 129, 97), (77, 520, 33),
  ]

  func testEveryTranspositionAgainstAFloat64Loop() {
    for (rows, inner, columns) in sizes {
      let a = random(rows * inner, stream: 1)
      let b = random(inner * columns, stream: 2)
      for (transposingA, transposingB) in [(false, false), (true, false), (false, true), (true, true)] {
        var c = [Float](repeating: .nan, count: rows * columns)
        Kernels.multiply(
          a, b, into: &c, rows: rows, inner: inner, columns: columns, transposingA: transposingA,
          transposingB: transposingB)
        let expected = product(a, b, rows, inner, columns, transposingA, transposingB)
        assertClose(
          c, expected, tolerance(inner),
          "\(rows)×\(inner)×\(columns), transposed \(transposingA) \(transposingB)")
      }
    }
  }

  func testAccumulatesAtAnOffsetAndTouchesNothingElse() {
    for (rows, inner, columns) in sizes {
      let a = random(rows * inner, stream: 1)
      let b = random(inner * columns, stream: 2)
      let before = random(rows * columns + 12, stream: 3)
      var c = before
      Kernels.multiply(
        a, b, into: &c, at: 5, rows: rows, inner: inner, columns: columns, accumulating: true)
      let sum = zip(product(a, b, rows, inner, columns, false, false), before.doubles.dropFirst(5)).map(+)
      assertClose(c[5..<(5 + rows * columns)], sum, tolerance(inner), "\(rows)×\(inner)×\(columns)")
      XCTAssertEqual(c.prefix(5), before.prefix(5))
      XCTAssertEqual(c.suffix(7), before.suffix(7))
    }
  }

  func testTakesSlices() {
    let parameters = random(100)
    var c = [Float](repeating: 0, count: 6)
    Kernels.multiply(
      parameters[10..<22], parameters[50..<58], into: &c, rows: 3, inner: 4, columns: 2)
    let expected = product(
      Array(parameters[10..<22]), Array(parameters[50..<58]), 3, 4, 2, false, false)
    assertClose(c, expected)
  }

  func testIsEqualToTheBitOnAnyNumberOfThreads() {
    for (rows, inner, columns) in [(130, 300, 200), (1, 1000, 3000), (2, 1000, 999), (200, 500, 20)] {
      let a = random(rows * inner, stream: 1)
      let b = random(inner * columns, stream: 2)
      for transposingB in [false, true] {
        let results = [1, 2, 3, 7].map { threads in
          var c = [Float](repeating: 0, count: rows * columns)
          Kernels.multiply(
            a, b, into: &c, rows: rows, inner: inner, columns: columns, transposingB: transposingB,
            on: Parallelism(threads: threads))
          return c
        }
        XCTAssert(results.allSatisfy { $0 == results[0] }, "\(rows)×\(inner)×\(columns)")
      }
    }
  }

  func testEmptyDimensions() {
    var c: [Float] = [1, 2, 3, 4]
    Kernels.multiply([Float](), [Float](), into: &c, rows: 2, inner: 0, columns: 2)
    XCTAssertEqual(c, [0, 0, 0, 0], "a sum over nothing is 0")
    c = [1, 2, 3, 4]
    Kernels.multiply([Float](), [Float](), into: &c, rows: 2, inner: 0, columns: 2, accumulating: true)
    XCTAssertEqual(c, [1, 2, 3, 4])
    Kernels.multiply([Float](), [1, 2], into: &c, rows: 0, inner: 1, columns: 2)
    Kernels.multiply([1, 2], [Float](), into: &c, rows: 2, inner: 1, columns: 0)
    XCTAssertEqual(c, [1, 2, 3, 4])
  }

  func testTransposes() {
    for (rows, columns) in [(1, 1), (3, 40), (16, 16), (17, 33), (48, 31)] {
      let x = random(rows * columns)
      var y = [Float](repeating: .nan, count: x.count + 1)
      Kernels.transpose(x, into: &y, at: 1, rows: rows, columns: columns)
      for i in 0..<rows {
        for j in 0..<columns { XCTAssertEqual(y[1 + j * rows + i], x[i * columns + j]) }
      }
    }
  }

  /// Rounding errors of a sum of normal products grow like its size, with the root of its length.
  private func tolerance(_ inner: Int) -> Double { 2e-6 * Double(inner).squareRoot() }

  private func product(
    _ a: [Float], _ b: [Float], _ rows: Int, _ inner: Int, _ columns: Int, _ transposingA: Bool,
    _ transposingB: Bool
  ) -> [Double] {
    var c = [Double](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for j in 0..<columns {
        for k in 0..<inner {
          let left = a[transposingA ? k * rows + i : i * inner + k]
          let right = b[transposingB ? j * inner + k : k * columns + j]
          c[i * columns + j] += Double(left) * Double(right)
        }
      }
    }
    return c
  }
}
