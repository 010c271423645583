import Foundation
import LabEngine
import XCTest

@testable import LabKit

/// A fast sample of what `labs verify --fuzz 1000000` does at length.
final class FuzzerTests: XCTestCase {
  private let seed =
    UInt64(ProcessInfo.processInfo.environment["LABS_SEED"] ?? "") ?? .random(in: 0..<1_000_000)

  func testDecodersKeepTheirPromises() {
    print("seed \(seed)")
    let fuzzer = Fuzzer { [seed] in RandomStream(seed: seed, stream: $0) }
    for target in FuzzTarget.all {
      let report = fuzzer.run(target, inputs: 5_000)
      XCTAssertEqual(report.inputs, 5_000)
      XCTAssertEqual(report.problems, [], "\(target.name), seed \(seed)")
      // Inputs that are all refused at the door would prove nothing.
      XCTAssertGreaterThan(report.taken, 0, target.name)
      XCTAssertLessThan(report.taken, 5_000, target.name)
    }
  }

  func testSamplesAreSound() {
    for target in FuzzTarget.all {
      for sample in target.samples { XCTAssertEqual(target.judge(sample), .taken, target.name) }
    }
  }

  func testABrokenPromiseIsToldWithItsInput() {
    let target = FuzzTarget("liars", samples: [[1]]) { _ in .broken("a lie") }
    let report = Fuzzer { RandomStream(seed: 1, stream: $0) }.run(target, inputs: 20_001)
    XCTAssertEqual(report.inputs, 20_001)
    XCTAssertEqual(report.problems.first, "input 0: a lie")
    XCTAssertEqual(report.problems.count, 5)
    XCTAssertFalse(report.holds)
  }

  func testTheSameNumberIsTheSameInput() {
    for number in UInt64(0)..<100 {
      var (a, b) = (RandomStream(seed: 3, stream: number), RandomStream(seed: 3, stream: number))
      XCTAssertEqual(Mutation.input(of: .reply, &a), Mutation.input(of: .reply, &b))
    }
  }
}
