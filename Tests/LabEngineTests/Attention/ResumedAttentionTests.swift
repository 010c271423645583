import LabEngine
import XCTest

/// What goes on from given numbers is what would have been without the break.
final class ResumedAttentionTests: XCTestCase {
  func testASoftmaxGoesOnFromItsThreeFigures() throws {
    var whole = OnlineSoftmax(dValue: 2)
    try whole.absorb([1, 3], Tensor([1, 2, 3, 4], shape: [2, 2]))
    var resumed = OnlineSoftmax(maximum: whole.maximum, sum: whole.sum, unfinished: whole.unfinished)
    try whole.absorb([5], Tensor([5, 6], shape: [1, 2]))
    try resumed.absorb([5], Tensor([5, 6], shape: [1, 2]))
    XCTAssertEqual(resumed, whole)
  }

  func testACacheGoesOnFromItsRows() throws {
    var whole = try AttentionCache(nKVHeads: 1, dHead: 2)
    let row = try Tensor([1, 2], shape: [1, 2])
    _ = try whole.step(query: row, key: row, value: row)
    var resumed = try AttentionCache(keys: whole.keys, values: whole.values)
    XCTAssertEqual(
      try resumed.step(query: row, key: row, value: row), try whole.step(query: row, key: row, value: row))
    XCTAssertEqual(resumed, whole)

    XCTAssertThrowsError(try AttentionCache(keys: row, values: row))
    XCTAssertThrowsError(
      try AttentionCache(
        keys: Tensor(repeating: 0, shape: [2, 1, 2]), values: Tensor(repeating: 0, shape: [1, 1, 2])))
  }

  func testARotationTakesTheAnglesItIsGiven() throws {
    // A quarter turn of the first pair, none of the second.
    let rotary = try RotaryPositions(
      angles: Tensor([0, 0, .pi / 2, 0], shape: [2, 2]), layout: .interleaved)
    let turned = try rotary.rotated(Tensor([1, 2, 3, 4], shape: [1, 4]), positions: [1])
    for (number, expected) in zip(turned.values, [-2, 1, 3, 4] as [Float]) {
      XCTAssertEqual(number, expected, accuracy: 1e-6)
    }
    XCTAssertEqual([rotary.context, rotary.dHead], [2, 4])
    XCTAssertThrowsError(try RotaryPositions(angles: Tensor([0, 1]), layout: .interleaved))
  }
}
