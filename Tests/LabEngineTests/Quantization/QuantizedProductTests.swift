import LabKernels
import XCTest

@testable import LabEngine

final class QuantizedProductTests: KernelTestCase {
  /// Against sums in float64 over the numbers that the codes stand for; sizes around tiles and blocks.
  func testProductsAreThoseOfTheDequantizedMatrix() throws {
    for format in [BlockFormat.q80, .q40] {
      for (rows, outputs, inputs) in [
        (1, 1, 1), (1, 4, 32), (3, 5, 31), (2, 6, 33), (5, 67, 240), (1, 130, 515),
      ] {
        let weights = try Tensor(random(outputs * inputs, stream: 1), shape: [outputs, inputs])
        let tiles = try QuantizedTiles(weights, as: format)
        let (x, w) = (random(rows * inputs, stream: 2), tiles.dequantized())
        XCTAssertEqual(w, try format.restored(weights), "the tiles hold what the blocks mean")
        for threads in [Parallelism.singleCore, .allCores] {
          var y = [Float](repeating: .nan, count: rows * outputs + 1)
          Kernels.multiply(x, tiles, into: &y, at: 1, rows: rows, on: threads)
          assertClose(
            y.dropFirst(), product(x, w, rows), 1e-5, "\(format.rawValue) \(rows)×\(outputs)×\(inputs)")
        }
      }
    }
  }

  /// With rounded inputs the product is that of both rounded matrices; Q8_0 rounds inputs the same way.
  func testWholeNumberProductsAreThoseOfRoundedInputs() throws {
    for format in [BlockFormat.q80, .q40] {
      let (rows, outputs, inputs) = (3, 9, 100)
      let x = random(rows * inputs, stream: 4)
      let tiles = try QuantizedTiles(Tensor(random(outputs * inputs), shape: [outputs, inputs]), as: format)
      let scheme = try IntegerScheme(bits: 8, mapping: .absmax, granularity: .group(32))
      let rounded = try scheme.restored(Tensor(x, shape: [rows, inputs]))
      var y = [Float](repeating: 0, count: rows * outputs)
      Kernels.multiply(x, tiles, into: &y, rows: rows, inputs: .int8)
      // A tie in one rounding and not in the other moves a product by a step of one input.
      assertClose(y, product(rounded.values, tiles.dequantized(), rows), 5e-3, format.rawValue)
    }
  }

  func testInputsThatAreNoNumbersDoNotTrap() throws {
    let tiles = try QuantizedTiles(Tensor(random(4 * 64), shape: [4, 64]), as: .q80)
    for bad in [Float.nan, .infinity, -.infinity] {
      var x = random(64)
      x[40] = bad
      for inputs in [Kernels.ProductInputs.float, .int8] {
        var y = [Float](repeating: 0, count: 4)
        Kernels.multiply(x, tiles, into: &y, rows: 1, inputs: inputs)
        XCTAssertFalse(y.contains { $0.isFinite }, "\(bad), \(inputs)")
      }
    }
    for tiny in [Float.leastNonzeroMagnitude, Float.leastNormalMagnitude] {
      var y = [Float](repeating: 1, count: 4)
      Kernels.multiply([Float](repeating: tiny, count: 64), tiles, into: &y, rows: 1, inputs: .int8)
      XCTAssertTrue(y.allSatisfy { abs($0) < 1e-30 })
    }
  }

  func testNoInputsGiveZeros() {
    let tiles = QuantizedTiles(width: .byte, rows: 3, columns: 0, codes: [], scales: [])
    var y: [Float] = [1, 2, 3]
    Kernels.multiply([], tiles, into: &y, rows: 1)
    XCTAssertEqual(y, [0, 0, 0])
  }

  func testTilesGiveBackTheBlocksOfTheFile() throws {
    for format in [BlockFormat.q80, .q40] {
      let blocks = try format.encode(random(6 * 64))
      let tiles = try QuantizedTiles(blocks: blocks, as: format, rows: 6, columns: 64)
      let back = try tiles.blocks()
      XCTAssertEqual(back.format, format)
      XCTAssertEqual(back.bytes, blocks)
      XCTAssertThrowsError(
        try QuantizedTiles(blocks: Array(blocks.dropLast()), as: format, rows: 6, columns: 64))
    }
    for format in [BlockFormat.q41, .q4K] {
      XCTAssertThrowsError(try QuantizedTiles(blocks: [], as: format, rows: 0, columns: 0))
    }
  }

  func testMatricesOfCodesRunWhenTheirGroupsFit() throws {
    let weights = try Tensor(random(8 * 96), shape: [8, 96])
    for granularity in [IntegerScheme.Granularity.tensor, .channel, .group(32), .group(64), .group(96)] {
      for mapping in [IntegerScheme.Mapping.absmax, .signedAbsmax] {
        let scheme = try IntegerScheme(bits: 3, mapping: mapping, granularity: granularity)
        let matrix = try QuantizedMatrix(weights, scheme: scheme)
        let tiles = try QuantizedTiles(matrix)
        // Only the scales are rounded, to float16.
        for (a, b) in zip(tiles.dequantized().values, matrix.dequantized().values) {
          XCTAssertEqual(a, b, accuracy: abs(b) * 0x1p-10, scheme.name)
        }
      }
    }
    let cut = try IntegerScheme(bits: 4, mapping: .absmax, granularity: .group(48))
    XCTAssertThrowsError(try QuantizedTiles(QuantizedMatrix(weights, scheme: cut)))
    let zero = try IntegerScheme(bits: 4, mapping: .zeroPoint, granularity: .channel)
    XCTAssertThrowsError(try QuantizedTiles(QuantizedMatrix(weights, scheme: zero)))
  }

  private func product(_ x: [Float], _ w: Tensor, _ rows: Int) -> [Double] {
    let (outputs, inputs) = (w.shape[0], w.shape[1])
    return (0..<rows).flatMap { row in
      (0..<outputs).map { output in
        dot(
          x[row * inputs..<(row + 1) * inputs].map(Double.init),
          w.values[output * inputs..<(output + 1) * inputs].map(Double.init))
      }
    }
  }
}
