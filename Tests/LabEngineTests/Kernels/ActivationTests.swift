import LabKernels
import XCTest

final class ActivationTests: KernelTestCase {
  /// −20 … 20, not a multiple of sixteen of them.
  private let points = (-2003...2003).map { Float($0) / 100 }

  func testValuesAgainstFloat64() {
    for activation in Activation.allCases {
      var y = points
      Kernels.apply(activation, to: points, into: &y)
      for (x, y) in zip(points, y) {
        let expected = value(activation, Double(x))
        // A tail such as GELU(−12) is compared with the size of its argument.
        XCTAssertEqual(
          Double(y), expected, accuracy: 1e-6 * max(abs(expected), min(1, abs(Double(x)))),
          "\(activation)(\(x))")
      }
    }
  }

  func testExponentialAndTanhAreRelativelyExact() {
    for activation in [Activation.exp, .tanh] {
      let x = (-8600...8600).map { Float($0) / 100 }
      var y = x
      Kernels.apply(activation, to: x, into: &y)
      for (x, y) in zip(x, y) where x != 0 {
        XCTAssertEqual(Double(y) / value(activation, Double(x)), 1, accuracy: 5e-7, "\(activation)(\(x))")
      }
    }
  }

  func testSlopesAgainstCentralDifferences() {
    let dY = random(points.count)
    for activation in Activation.allCases where activation != .exp {
      var dX = points
      Kernels.applyBackward(activation, to: points, dOutput: dY, into: &dX)
      let expected = zip(points, dY).map { x, d in
        let (above, below) = (value(activation, Double(x) + 1e-5), value(activation, Double(x) - 1e-5))
        return x == 0 && activation == .relu ? 0 : Double(d) * (above - below) / 2e-5
      }
      assertClose(dX, expected, 2e-6, "\(activation)")
    }
  }

  func testLimitsAndWhatIsNotANumber() {
    let x: [Float] = [-.infinity, -200, 200, .infinity, .nan]
    let expected: [Activation: [Float]] = [
      .silu: [.nan, 0, 200, .infinity, .nan], .sigmoid: [0, 0, 1, 1, .nan], .tanh: [-1, -1, 1, 1, .nan],
      .exp: [0, 0, .infinity, .infinity, .nan], .gelu: [.nan, 0, 200, .infinity, .nan],
    ]
    for (activation, expected) in expected {
      var y = x
      Kernels.apply(activation, to: x, into: &y)
      for (y, expected) in zip(y, expected) where !(expected.isNaN && y == 0) {
        XCTAssert(y == expected || (y.isNaN && expected.isNaN), "\(activation): \(y), not \(expected)")
      }
    }
  }

  func testSwiGLUAndItsGradient() {
    let (rows, hidden) = (3, 21)
    let x = random(rows * 2 * hidden, stream: 1)
    let dY = random(rows * hidden, stream: 2)
    var (y, dX) = (dY, x)
    Kernels.swiGLU(gateAndUp: x, into: &y, rows: rows, hidden: hidden)
    assertClose(y, swiGLU(x.doubles, hidden), 1e-6)
    Kernels.swiGLUBackward(gateAndUp: x, dOutput: dY, into: &dX, rows: rows, hidden: hidden)
    assertClose(dX, gradient(of: { dot(self.swiGLU($0, hidden), dY.doubles) }, at: x))
  }

  func testEveryNumberOfThreadsGivesTheSameBits() {
    let x = random(100_003)
    let results = [1, 2, 3].map { threads in
      var y = x
      Kernels.apply(.gelu, to: x, into: &y, on: Parallelism(threads: threads))
      return y
    }
    XCTAssert(results.allSatisfy { $0 == results[0] })
  }

  private func swiGLU(_ x: [Double], _ hidden: Int) -> [Double] {
    stride(from: 0, to: x.count, by: 2 * hidden).flatMap { start in
      (0..<hidden).map { value(.silu, x[start + $0]) * x[start + hidden + $0] }
    }
  }

  private func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .gelu: x / 2 * erfc(-x / 2.0.squareRoot())
    case .geluTanh: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .silu: x / (1 + exp(-x))
    case .relu: max(0, x)
    case .tanh: tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    case .exp: exp(x)
    }
  }
}
