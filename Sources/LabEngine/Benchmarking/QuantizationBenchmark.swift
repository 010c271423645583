import Foundation
import LabKernels

/// How fast a quantized matrix is multiplied with a vector on one core: beside float32 where both fit, and
/// beside a plain read of the same bytes where the matrix is far larger than any cache.
public struct QuantizationBenchmark: Sendable {
  /// Outputs and inputs of the matrix that is compared with float32.
  public let size: Int
  /// Outputs of the matrix that is compared with a plain read; it has `size` inputs.
  public let largeRows: Int
  /// How often each is timed. They take turns, so that a machine that slows down does so for all.
  public let rounds: Int

  /// 4096 × 4096 and 65536 × 4096 (302 MB in Q8_0, 168 in Q4_0 with scales in float32), unless told otherwise.
  public init(size: Int = 4096, largeRows: Int = 65_536, rounds: Int = 25) {
    (self.size, self.largeRows, self.rounds) = (size, largeRows, rounds)
  }

  /// One comparison.
  public struct Result: Codable, Equatable, Sendable, CustomStringConvertible {
    /// For example `Q4_0 4096 × 4096`.
    public let workload: String
    /// The median time of a product.
    public let milliseconds: Double
    /// What it is compared with: `float32` or `plain read`.
    public let reference: String
    /// The median time of that.
    public let referenceMilliseconds: Double
    /// The median, over the rounds, of the reference's time over the product's.
    public let ratio: Double

    /// A line for people.
    public var description: String {
      let name = workload.padding(toLength: 32, withPad: " ", startingAt: 0)
      return name
        + String(
          format: "%8.3f ms   %@ %8.3f ms   ratio %.2f", milliseconds, reference, referenceMilliseconds, ratio
        )
    }
  }

  /// Runs all comparisons.
  public func run() -> [Result] { againstFloat32() + againstPlainRead() }

  private func againstFloat32() -> [Result] {
    let (x, weights) = (numbers(size), numbers(size * size))
    var y = [Float](repeating: 0, count: size)
    return cases(rows: size).map { name, tiles, inputs in
      compare("\(name) \(size) × \(size)", with: "float32") {
        Kernels.multiply(x, tiles, into: &y, rows: 1, inputs: inputs, on: .singleCore)
      } reference: {
        Kernels.multiply(
          x, weights, into: &y, rows: 1, inner: size, columns: size, transposingB: true, on: .singleCore)
      }
    }
  }

  private func againstPlainRead() -> [Result] {
    let x = numbers(size)
    var y = [Float](repeating: 0, count: largeRows)
    var sum: UInt64 = 0
    let results = cases(rows: largeRows).map { name, tiles, inputs in
      compare("\(name) \(largeRows) × \(size)", with: "plain read") {
        Kernels.multiply(x, tiles, into: &y, rows: 1, inputs: inputs, on: .singleCore)
      } reference: {
        sum &+= tiles.readThrough()
      }
    }
    // The sum must be used, or the compiler may leave the reading out.
    return sum == 1 ? [] : results
  }

  private func cases(rows: Int) -> [(String, QuantizedTiles, Kernels.ProductInputs)] {
    let codes = (0..<rows * size).map { Int8($0 * 31 % 15 - 7) }
    let scales = [Float](repeating: 0.01, count: rows * size / QuantizedTiles.blockSize)
    let (bytes, nibbles) = (
      QuantizedTiles(width: .byte, rows: rows, columns: size, codes: codes, scales: scales),
      QuantizedTiles(width: .nibble, rows: rows, columns: size, codes: codes, scales: scales)
    )
    return [
      ("Q8_0", bytes, .float), ("Q4_0", nibbles, .float), ("Q8_0 × int8", bytes, .int8),
      ("Q4_0 × int8", nibbles, .int8),
    ]
  }

  private func compare(
    _ name: String, with reference: String, _ product: () -> Void, reference other: () -> Void
  ) -> Result {
    product()
    other()
    let pairs = (0..<max(1, rounds)).map { _ in (milliseconds(product), milliseconds(other)) }
    return Result(
      workload: name, milliseconds: median(pairs.map(\.0)), reference: reference,
      referenceMilliseconds: median(pairs.map(\.1)), ratio: median(pairs.map { $0.1 / $0.0 }))
  }

  private func milliseconds(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    return start.duration(to: .now) / .milliseconds(1)
  }

  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  private func numbers(_ count: Int) -> [Float] { (0..<count).map { Float($0 * 37 % 101) / 50 - 1 } }
}
