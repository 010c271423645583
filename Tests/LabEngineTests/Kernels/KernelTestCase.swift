import LabEngine
import XCTest

/// What the kernels' tests share: seeded numbers, comparisons that name the worst entry, and derivatives by
/// central differences in float64.
class KernelTestCase: XCTestCase {
  /// Set `LABS_SEED` to repeat a run; every failure prints the seed.
  static let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap(UInt64.init) ?? 2024

  /// `count` normal numbers; each `stream` has its own.
  func random(_ count: Int, stream: UInt64 = 0) -> [Float] {
    var generator = RandomStream(seed: Self.seed, stream: stream)
    return (0..<count).map { _ in Float(generator.normal()) }
  }

  /// Fails unless each number is within `tolerance` · (1 + its size) of what it should be.
  func assertClose(
    _ actual: some Collection<Float>, _ expected: [Double], _ tolerance: Double = 1e-5,
    _ what: String = "", file: StaticString = #filePath, line: UInt = #line
  ) {
    guard actual.count == expected.count else {
      return XCTFail("\(what): \(actual.count) numbers, not \(expected.count)", file: file, line: line)
    }
    let errors = zip(actual, expected).map { abs(Double($0) - $1) / (1 + abs($1)) }
    guard let worst = errors.indices.max(by: { rank(errors[$0]) < rank(errors[$1]) }) else { return }
    if rank(errors[worst]) > tolerance {
      let value = actual[actual.index(actual.startIndex, offsetBy: worst)]
      XCTFail(
        "\(what) [\(worst)]: \(value), not \(expected[worst]); error \(errors[worst]), seed \(Self.seed)",
        file: file, line: line)
    }
  }

  /// The derivative of `function` in each coordinate.
  func gradient(of function: ([Double]) -> Double, at x: [Float], step: Double = 1e-5) -> [Double] {
    var point = x.map(Double.init)
    return point.indices.map { i in
      let value = point[i]
      point[i] = value + step
      let above = function(point)
      point[i] = value - step
      let below = function(point)
      point[i] = value
      return (above - below) / (2 * step)
    }
  }

  /// Numbers that are not numbers count as the worst.
  private func rank(_ error: Double) -> Double { error.isNaN ? .infinity : error }
}

extension [Float] {
  /// The same numbers in float64.
  var doubles: [Double] { map(Double.init) }
}

/// Σ a · b.
func dot(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
