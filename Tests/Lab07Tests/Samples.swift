import Foundation
import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// Numbers of mean 0 from a normal distribution.
  static func values(_ count: Int, deviation: Double = 100, _ random: inout RandomStream) -> [Float] {
    (0..<count).map { _ in Float(deviation * random.normal()) }
  }

  /// Numbers of which none lies near the middle between two codes, where the last bit of a quotient decides.
  ///
  /// - Parameter scale: the step between codes, as the numbers themselves set it.
  static func clear(
    _ count: Int, deviation: Double = 100, shift: Double = 0, _ random: inout RandomStream,
    scale: ([Double]) -> Double
  ) -> [Float] {
    while true {
      let values = values(count, deviation: deviation, &random).map { $0 + Float(shift) }
      if areClear(values, scale(values.map(Double.init))) { return values }
    }
  }

  /// Whether each number is at least a thousandth of a step away from the middle between two codes.
  static func areClear(_ values: [Float], _ scale: Double) -> Bool {
    values.allSatisfy { value in
      let steps = abs(Double(value) / scale)
      return abs(steps - floor(steps) - 0.5) > 1e-3
    }
  }

  /// A row whose groups, of `size` and what remains, are clear.
  static func groupedRow(_ columns: Int, _ size: Int, _ bits: Int, _ random: inout RandomStream) -> [Float] {
    stride(from: 0, to: columns, by: size).flatMap { first in
      clear(min(size, columns - first), deviation: 300 * random.uniform() + 20, &random) {
        Oracle.absmaxScale($0, bits)
      }
    }
  }

  /// 32 weights that are clear of ties in Q4_0.
  static func block(deviation: Double, _ random: inout RandomStream) -> [Float] {
    clear(32, deviation: deviation, &random, scale: Oracle.q40Scale)
  }

  /// A whole number below `bound`.
  static func index(below bound: Int, _ random: inout RandomStream) -> Int {
    min(bound - 1, Int(random.uniform() * Double(bound)))
  }

  /// Codes of four bits.
  static func nibbles(_ count: Int, _ random: inout RandomStream) -> [Int] {
    (0..<count).map { _ in index(below: 16, &random) }
  }
}
