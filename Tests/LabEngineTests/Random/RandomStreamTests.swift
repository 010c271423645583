import XCTest

@testable import LabEngine

final class RandomStreamTests: XCTestCase {
  /// The known answers published with Random123 (`kat_vectors`, philox4x32 10).
  func testPhiloxMatchesThePublishedVectors() {
    let ones = UInt32.max
    XCTAssertTrue(
      Philox.rounds((0, 0, 0, 0), key: (0, 0)) == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    XCTAssertTrue(
      Philox.rounds((ones, ones, ones, ones), key: (ones, ones))
        == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    XCTAssertTrue(
      Philox.rounds((0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
        == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  func testAStreamCanBeEnteredAnywhere() {
    var whole = RandomStream(seed: 7, stream: 3)
    let numbers = (0..<20).map { _ in whole.next() }
    var late = RandomStream(seed: 7, stream: 3, position: 13)
    XCTAssertEqual(late.next(), numbers[13])
    XCTAssertEqual(Set(numbers).count, 20)
    var other = RandomStream(seed: 7, stream: 4)
    XCTAssertNotEqual(other.next(), numbers[0])
  }

  func testMomentsOfUniformAndNormal() {
    var random = RandomStream(seed: 1)
    let count = 100_000
    let uniforms = (0..<count).map { _ in random.uniform() }
    XCTAssertEqual(uniforms.reduce(0, +) / Double(count), 0.5, accuracy: 0.005)
    XCTAssertTrue(uniforms.allSatisfy { (0..<1).contains($0) })
    let normals = (0..<count).map { _ in random.normal() }
    XCTAssertEqual(normals.reduce(0, +) / Double(count), 0, accuracy: 0.02)
    XCTAssertEqual(normals.reduce(0) { $0 + $1 * $1 } / Double(count), 1, accuracy: 0.02)
  }

  func testWeightedIndexNeverPicksAZeroWeightAndRefusesNonsense() {
    var random = RandomStream(seed: 2)
    var counts = [0, 0, 0]
    for _ in 0..<10_000 { counts[random.index(weightedBy: [1, 0, 3]) ?? 1] += 1 }
    XCTAssertEqual(counts[1], 0)
    XCTAssertEqual(Double(counts[2]) / 10_000, 0.75, accuracy: 0.02)
    XCTAssertNil(random.index(weightedBy: []))
    XCTAssertNil(random.index(weightedBy: [0, -1]))
    XCTAssertNil(random.index(weightedBy: [.nan, .infinity]))
  }
}
