import XCTest

@testable import LabEngine

final class TensorTests: XCTestCase {
  func testAShapeMustFitItsValues() throws {
    XCTAssertThrowsError(try Tensor([1, 2, 3], shape: [2, 2])) {
      XCTAssertEqual("\($0)", "shape [2, 2] holds 4 values, but 3 were given")
    }
    XCTAssertThrowsError(try Tensor([], shape: [-1, 0]))
    XCTAssertThrowsError(try Tensor(repeating: 0, shape: [Int.max, 2]))
    XCTAssertThrowsError(try Tensor(repeating: 0, shape: [1 << 30, 1 << 30]))
    XCTAssertThrowsError(try Tensor([], shape: [0, Int.max, 4]))
    XCTAssertThrowsError(try Tensor(rows: [[1, 2], [3]]))
    XCTAssertEqual(try Tensor([], shape: [0, 3]).count, 0)
  }

  func testBroadcastingStretchesOnesAndMissingDimensions() throws {
    let matrix = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    XCTAssertEqual(try (matrix + Tensor([10, 20, 30])).values, [11, 22, 33, 14, 25, 36])
    XCTAssertEqual(try (matrix * Tensor([1, -1], shape: [2, 1])).values, [1, 2, 3, -4, -5, -6])
    XCTAssertEqual(try (Tensor(6) / Tensor([1, 2, 3])).values, [6, 3, 2])
    let outer = try Tensor([1, 2], shape: [2, 1]) - Tensor([1, 2, 3])
    XCTAssertEqual(outer, try Tensor([0, -1, -2, 1, 0, -1], shape: [2, 3]))
    XCTAssertEqual(try (Tensor([], shape: [0, 3]) + Tensor([1, 2, 3])).shape, [0, 3])
  }

  func testErrorsNameBothShapes() throws {
    let a = try Tensor(repeating: 1, shape: [2, 3])
    let b = try Tensor(repeating: 1, shape: [2, 4])
    for (operation, expected) in [
      ({ try a + b }, "+: shapes [2, 3] and [2, 4] do not fit"),
      ({ try a.matmul(b) }, "matmul: shapes [2, 3] and [2, 4] do not multiply"),
      ({ try a.reshaped([4]) }, "shape [2, 3] cannot become [4]"),
      ({ try a.slice(1..<5, axis: 1) }, "the slice 1..<5 reaches outside axis 1 of shape [2, 3]"),
      ({ try a.transposed(0, 2) }, "axis 2 does not exist in shape [2, 3]"),
      (
        { try Tensor.concatenating([a, b], axis: 0) },
        "shapes [2, 3] and [2, 4] cannot be joined along axis 0"
      ),
    ] as [(() throws -> Tensor, String)] {
      XCTAssertThrowsError(try operation()) { error in
        XCTAssertTrue("\(error)".contains(expected), "\(error)")
      }
    }
    XCTAssertThrowsError(try Tensor.concatenating([]))
    XCTAssertThrowsError(try Tensor(1).row(0))
    XCTAssertThrowsError(try a.row(2))
  }

  func testRearranging() throws {
    let matrix = try Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    XCTAssertEqual(try matrix.transposed(), try Tensor([1, 4, 2, 5, 3, 6], shape: [3, 2]))
    XCTAssertEqual(try matrix.transposed(1, 1), matrix)
    XCTAssertEqual(try matrix.slice(1..<3, axis: -1), try Tensor([2, 3, 5, 6], shape: [2, 2]))
    let joined = try Tensor.concatenating([matrix, matrix.slice(0..<1, axis: 1)], axis: 1)
    XCTAssertEqual(joined, try Tensor([1, 2, 3, 1, 4, 5, 6, 4], shape: [2, 4]))
    XCTAssertEqual(try matrix.row(1), Tensor([4, 5, 6]))
  }

  func testTransposingTwiceAndSlicingApartAreUndoneForRandomShapes() throws {
    let seed: UInt64 = 11
    var random = RandomStream(seed: seed)
    for _ in 0..<50 {
      let shape = (0..<Int(random.next() % 4) + 1).map { _ in Int(random.next() % 5) + 1 }
      let tensor = try Tensor(normal: 1, shape: shape, from: &random)
      let (a, b) = (Int(random.next() % UInt64(shape.count)), Int(random.next() % UInt64(shape.count)))
      XCTAssertEqual(try tensor.transposed(a, b).transposed(a, b), tensor, "seed \(seed), \(shape)")
      let cut = Int(random.next() % UInt64(shape[a] + 1))
      let parts = [try tensor.slice(0..<cut, axis: a), try tensor.slice(cut..<shape[a], axis: a)]
      XCTAssertEqual(try Tensor.concatenating(parts, axis: a), tensor, "seed \(seed), \(shape)")
    }
  }

  func testMatmulAgreesWithTheDefinition() throws {
    let seed: UInt64 = 5
    var random = RandomStream(seed: seed)
    let a = try Tensor(normal: 1, shape: [2, 7, 5], from: &random)
    let b = try Tensor(normal: 1, shape: [5, 9], from: &random)
    let expected = Plain.matmul(a.values.map(Double.init), b.values.map(Double.init), 14, 5, 9)
    let product = try a.matmul(b)
    XCTAssertEqual(product.shape, [2, 7, 9])
    for (actual, expected) in zip(product.values, expected) {
      XCTAssertEqual(Double(actual), expected, accuracy: 1e-5, "seed \(seed)")
    }
  }
}
