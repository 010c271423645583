import LabKernels
import XCTest

@testable import LabEngine

final class RotaryPositionsTests: XCTestCase {
  /// The two layouts turn [1, 2, 3, 4] at position 1 into different vectors; both are relative, so only
  /// values tell them apart.
  func testKnownVectors() throws {
    let expected: [(RotaryLayout, [Float])] = [
      (.halfSplit, [-1.984111, 1.959901, 2.462378, 4.0198]),
      (.interleaved, [-1.14264, 1.922076, 2.959851, 4.0298]),
    ]
    for (layout, vector) in expected {
      let rotary = try RotaryPositions(dHead: 4, context: 2, layout: layout)
      var values: [Float] = [1, 2, 3, 4]
      rotary.rotate(&values, RotaryHeads(count: 1, dHead: 4), positions: [1])
      for (actual, expected) in zip(values, vector) { XCTAssertEqual(actual, expected, accuracy: 1e-5) }
      rotary.rotate(&values, RotaryHeads(count: 1, dHead: 4), positions: [1], inverse: true)
      for (actual, expected) in zip(values, [1, 2, 3, 4] as [Float]) {
        XCTAssertEqual(actual, expected, accuracy: 1e-6)
      }
    }
  }

  /// A head of 4 has the wavelengths 2π and 2π · √base. Over 400 trained positions the first turns 64 times and
  /// is kept; with base 10⁸ the second does not turn once and is slowed by the whole factor.
  func testYaRNKeepsFastPairsAndSlowsSlowOnes() throws {
    let yarn = RotaryScaling.yarn(factor: 8, trainedContext: 400)
    XCTAssertEqual(yarn.frequency(1), 1)
    XCTAssertEqual(yarn.frequency(1e-4), 1e-4 / 8, accuracy: 1e-12)
    let halfway = 2 * Double.pi * 16.5 / 400
    XCTAssertEqual(yarn.frequency(halfway), halfway * (1 + 1.0 / 8) / 2, accuracy: 1e-12)
    XCTAssertEqual(yarn.magnitude, 1.2079441541679836, accuracy: 1e-12)

    let squeezed = try RotaryPositions(
      dHead: 4, context: 9, layout: .interleaved, scaling: .interpolation(factor: 8))
    let plain = try RotaryPositions(dHead: 4, context: 9, layout: .interleaved)
    let vector = Tensor(trusted: [1, 2, 3, 4], shape: [1, 4])
    XCTAssertEqual(
      try squeezed.rotated(vector, positions: [8]).values, try plain.rotated(vector, positions: [1]).values)
  }

  func testPositionsBeyondTheTableAndOtherShapesAreRefused() throws {
    let rotary = try RotaryPositions(dHead: 4, context: 3, layout: .interleaved)
    let rows = try Tensor(repeating: 1, shape: [2, 4])
    for positions in [[0, 3], [-1, 0]] {
      XCTAssertThrowsError(try rotary.rotated(rows, positions: positions)) { error in
        guard case AttentionError.position(_, positions: 3) = error else { return XCTFail("\(error)") }
      }
    }
    XCTAssertThrowsError(try rotary.rotated(rows, positions: [0]))
    XCTAssertThrowsError(try rotary.rotated(Tensor([1, 2, 3, 4]), positions: []))
    XCTAssertEqual(try rotary.rotated(Tensor([], shape: [0, 4]), positions: []).shape, [0, 4])
  }

  func testImpossibleTablesAreRefused() {
    XCTAssertThrowsError(try RotaryPositions(dHead: 3, context: 4, layout: .interleaved))
    XCTAssertThrowsError(try RotaryPositions(dHead: 4, context: 0, layout: .interleaved))
    XCTAssertThrowsError(try RotaryPositions(dHead: 4, context: 4, base: -.infinity, layout: .halfSplit))
  }
}
