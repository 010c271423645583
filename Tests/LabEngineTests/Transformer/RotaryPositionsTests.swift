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

  func testImpossibleTablesAreRefused() {
    XCTAssertThrowsError(try RotaryPositions(dHead: 3, context: 4, layout: .interleaved))
    XCTAssertThrowsError(try RotaryPositions(dHead: 4, context: 0, layout: .interleaved))
    XCTAssertThrowsError(try RotaryPositions(dHead: 4, context: 4, base: -.infinity, layout: .halfSplit))
  }
}
