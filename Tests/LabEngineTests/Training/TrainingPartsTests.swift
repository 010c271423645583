import Foundation
import XCTest

@testable import LabEngine

final class TrainingPartsTests: XCTestCase {
  func testAnEpochVisitsEveryWindowOnceInAnOrderOfTheSeedAlone() throws {
    let tokens = Array(0..<103)  // tokens tell their own position
    func starts(_ batches: Range<Int>, seed: UInt64) throws -> [Int] {
      var source = try TokenBatches(tokens, context: 10, batchSize: 2, seed: seed)
      return try batches.flatMap { index -> [Int] in
        let batch = try source.batch(index)
        XCTAssertEqual(batch.targets, batch.inputs.map { $0 + 1 })
        return [batch.inputs[0], batch.inputs[10]]
      }
    }
    let (first, second) = (try starts(0..<5, seed: 1), try starts(5..<10, seed: 1))
    for epoch in [first, second] {
      XCTAssertEqual(Set(epoch.map { $0 / 10 }).count, 10, "windows do not overlap")
      XCTAssertEqual(Set(epoch.map { $0 % 10 }).count, 1, "one offset an epoch")
    }
    XCTAssertNotEqual(first, second)
    XCTAssertNotEqual(first, first.sorted())
    XCTAssertEqual(
      try starts(3..<7, seed: 1), Array((first + second)[6..<14]), "any batch can be asked for alone")
    XCTAssertNotEqual(try starts(0..<5, seed: 2), first)
  }

  func testUncountedTargetsAreMarked() throws {
    var source = try TokenBatches(
      [5, 6, 7, 8], context: 3, batchSize: 1, seed: 1, counted: [true, false, true, false])
    let batch = try source.batch(0)
    XCTAssertEqual(batch.inputs, [5, 6, 7])
    XCTAssertEqual(batch.targets, [-1, 7, -1])
    XCTAssertEqual(batch.countedTargets, 1)
    XCTAssertThrowsError(try source.batch(-1))
    XCTAssertThrowsError(try source.batch(.max))
    XCTAssertThrowsError(try TokenBatches([1, 2, 3], context: 3, batchSize: 1, seed: 1))
    XCTAssertThrowsError(try TokenBatches([1, 2, 3], context: 0, batchSize: 1, seed: 1))
    XCTAssertNotEqual(
      source.fingerprint, try TokenBatches([5, 6, 7, 8], context: 3, batchSize: 1, seed: 1).fingerprint)
  }

  func testSchedules() {
    let cosine = LearningRateSchedule(peak: 2, warmup: 4, shape: .cosine(floor: 0.1))
    XCTAssertEqual((0..<4).map { cosine.rate(at: $0, of: 105) }, [0.5, 1, 1.5, 2])
    XCTAssertEqual(cosine.rate(at: 4, of: 105), 2)
    XCTAssertEqual(cosine.rate(at: 54, of: 105), 1.1, accuracy: 1e-5)
    XCTAssertEqual(cosine.rate(at: 104, of: 105), 0.2, accuracy: 1e-6)
    let stable = LearningRateSchedule(peak: 2, warmup: 2, shape: .warmupStableDecay(decay: 4, floor: 0))
    XCTAssertEqual((0..<10).map { stable.rate(at: $0, of: 10) }, [1, 2, 2, 2, 2, 2, 1.5, 1, 0.5, 0])
    XCTAssertEqual(LearningRateSchedule(peak: 3, shape: .constant).rate(at: 7, of: 8), 3)
    for steps in [1, 2, 5] {  // shorter than the warm-up, or nothing after it
      for schedule in [cosine, stable] {
        for step in 0..<steps { XCTAssertTrue((0...2).contains(schedule.rate(at: step, of: steps))) }
      }
    }
  }

  /// Three steps written out in float64 (Loshchilov and Hutter 2019, algorithm 2).
  func testAdamWFollowsItsDefinitionAndDecaysMatricesOnly() throws {
    let gradients: [[Double]] = [[0.5, -2], [0.1, 1], [-0.3, 0.25]]
    for isMatrix in [true, false] {
      var parameters = [try Tensor([1, -3], shape: isMatrix ? [1, 2] : [2])]
      let settings = AdamW.Settings(beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1)
      var optimizer = AdamW(settings, for: parameters)
      var (w, m, v) = ([1.0, -3.0], [0.0, 0.0], [0.0, 0.0])
      for (step, gradient) in gradients.enumerated() {
        try optimizer.update(&parameters, gradients: [gradient.map { Float($0) }], learningRate: 0.01)
        for i in 0..<2 {
          if isMatrix { w[i] -= 0.01 * 0.1 * w[i] }
          m[i] = 0.9 * m[i] + 0.1 * gradient[i]
          v[i] = 0.95 * v[i] + 0.05 * gradient[i] * gradient[i]
          let (mean, square) = (
            m[i] / (1 - pow(0.9, Double(step + 1))), v[i] / (1 - pow(0.95, Double(step + 1)))
          )
          w[i] -= 0.01 * mean / (square.squareRoot() + 1e-8)
          XCTAssertEqual(Double(parameters[0].values[i]), w[i], accuracy: 1e-6)
        }
      }
    }
    var parameters = [Tensor([1, 2])]
    var optimizer = AdamW(for: parameters)
    XCTAssertThrowsError(try optimizer.update(&parameters, gradients: [[1]], learningRate: 1))
    XCTAssertThrowsError(try optimizer.update(&parameters, gradients: [], learningRate: 1))
  }

  func testTheGuardKnowsASpikeFromNoise() {
    var spikeGuard = LossSpikeGuard(LossSpikeGuard.Settings(patience: 20))
    var random = RandomStream(seed: 6)
    for step in 0..<500 {
      let loss = Float(4 - Double(step) * 0.005 + 0.1 * random.normal())
      XCTAssertFalse(spikeGuard.isSpike(loss), "step \(step)")
    }
    XCTAssertEqual(spikeGuard.usual, 1.6, accuracy: 0.3)
    XCTAssertTrue(spikeGuard.isSpike(5))
    XCTAssertTrue(spikeGuard.isSpike(5))
    XCTAssertEqual(spikeGuard.skippedInARow, 2)
    XCTAssertFalse(spikeGuard.isSpike(1.6))
    XCTAssertEqual(spikeGuard.skippedInARow, 0)
  }
}
