import Foundation
import XCTest

@testable import LabEngine

final class TrainerTests: XCTestCase {
  private let configuration = TransformerConfiguration(
    vocabulary: 11, context: 8, dModel: 16, nLayers: 2, nHeads: 2)

  func testATinyModelLearnsOneBatchByHeart() throws {
    // As many tokens as one batch holds: every step sees the same windows.
    let tokens = noise(33)
    var settings = TrainingSettings(steps: 400, batchSize: 4, context: 8)
    settings.schedule = LearningRateSchedule(peak: 0.01, warmup: 10)
    settings.optimizer.weightDecay = 0
    var trainer = try Trainer(Transformer(configuration, seed: 1), on: tokens, settings)
    try trainer.run { _, _ in .goOn }
    XCTAssertLessThan(try XCTUnwrap(trainer.losses.last), 0.01)
    XCTAssertEqual(try XCTUnwrap(trainer.losses.first), log(11), accuracy: 0.1)
    XCTAssertEqual(trainer.losses.count, 400)
    XCTAssertLessThan(try trainer.model.meanLoss(on: tokens), 0.02)
  }

  func testEveryConfigurationLearns() throws {
    for (name, configuration) in ModelZoo.configurations {
      let tokens = (0..<200).map { $0 % 13 }
      var settings = TrainingSettings(steps: 60, batchSize: 4, context: 12)
      settings.schedule = LearningRateSchedule(peak: 0.01, warmup: 5)
      var trainer = try Trainer(Transformer(configuration, seed: 1), on: tokens, settings)
      try trainer.run { _, _ in .goOn }
      XCTAssertLessThan(try XCTUnwrap(trainer.losses.last), 0.5, name)
    }
  }

  func testAResumedRunEqualsAnUninterruptedOne() throws {
    let tokens = noise(300)
    let url = temporaryURL()
    defer { try? FileManager.default.removeItem(at: url) }
    var settings = TrainingSettings(steps: 40, batchSize: 3, context: 8, accumulation: 2)
    settings.spikeGuard = LossSpikeGuard.Settings(patience: 5)
    var whole = try Trainer(Transformer(configuration, seed: 2), on: tokens, settings)
    try whole.run { _, _ in .goOn }

    var first = try Trainer(Transformer(configuration, seed: 2), on: tokens, settings)
    try first.run { progress, _ in progress.step == 17 ? .stop : .goOn }
    try first.save(to: url)
    var second = try Trainer(resuming: url, on: tokens)
    XCTAssertEqual(second.step, 17)
    try second.run { _, _ in .goOn }

    XCTAssertEqual(second.losses.map(\.bitPattern), whole.losses.map(\.bitPattern))
    for (a, b) in zip(second.model.parameters, whole.model.parameters) {
      XCTAssertEqual(a.values.map(\.bitPattern), b.values.map(\.bitPattern))
    }
    XCTAssertEqual(second.spikeGuard, whole.spikeGuard)
    XCTAssertEqual(try Transformer(contentsOf: url).parameters, first.model.parameters)
  }

  func testACheckpointKnowsItsText() throws {
    let url = temporaryURL()
    defer { try? FileManager.default.removeItem(at: url) }
    let settings = TrainingSettings(steps: 3, batchSize: 2, context: 8)
    let trainer = try Trainer(Transformer(configuration, seed: 2), on: noise(100), settings)
    try trainer.save(to: url)
    XCTAssertThrowsError(try Trainer(resuming: url, on: noise(101))) {
      XCTAssertTrue("\($0)".contains("100 tokens"), "\($0)")
    }
    XCTAssertThrowsError(try Trainer(resuming: url.appendingPathExtension("none"), on: noise(100)))
    var file = try Safetensors(contentsOf: url)
    file.tensors.removeAll { $0.name == "adamw.second.layers.1.mlp.up.weight" }
    try file.write(to: url)
    XCTAssertThrowsError(try Trainer(resuming: url, on: noise(100))) {
      XCTAssertTrue("\($0)".contains("adamw.second.layers.1.mlp.up.weight"), "\($0)")
    }
  }

  func testAccumulationEqualsOneLargeBatch() throws {
    let tokens = noise(400)
    // Unequal numbers of counted targets in the parts: each target must weigh the same.
    let counted = tokens.indices.map { $0 < 40 || $0 % 3 == 0 }
    func losses(batchSize: Int, accumulation: Int) throws -> ([Float], [Tensor]) {
      let settings = TrainingSettings(steps: 5, batchSize: batchSize, context: 8, accumulation: accumulation)
      var trainer = try Trainer(Transformer(configuration, seed: 3), on: tokens, counted: counted, settings)
      try trainer.run { _, _ in .goOn }
      return (trainer.losses, trainer.model.parameters)
    }
    let (large, small) = (
      try losses(batchSize: 6, accumulation: 1), try losses(batchSize: 2, accumulation: 3)
    )
    for (a, b) in zip(large.0, small.0) { XCTAssertEqual(a, b, accuracy: 1e-5) }
    for (a, b) in zip(large.1.flatMap(\.values), small.1.flatMap(\.values)) {
      XCTAssertEqual(a, b, accuracy: 2e-4)
    }
  }

  func testClippingShortensTheGradientToTheLimit() throws {
    // With one step of plain sign-like Adam the size cancels, so look at the second moments instead.
    let settings = TrainingSettings(steps: 1, batchSize: 4, context: 8, clipping: 0.01)
    var trainer = try Trainer(Transformer(configuration, seed: 3), on: noise(100), settings)
    let progress = try trainer.advance()
    XCTAssertGreaterThan(progress.gradientNorm, 0.1)
    let seen = trainer.optimizer.adamW.firstMoments.reduce(0.0) { sum, moments in
      sum + moments.reduce(0.0) { $0 + Double($1) * Double($1) }
    }
    XCTAssertEqual(seen.squareRoot() / 0.1, 0.01, accuracy: 1e-5)
  }

  func testALearningRateThatDivergesIsStoppedAndExplained() throws {
    var settings = TrainingSettings(steps: 500, batchSize: 4, context: 8, clipping: nil)
    settings.schedule = LearningRateSchedule(peak: 1e20, shape: .constant)
    settings.spikeGuard = nil
    var trainer = try Trainer(Transformer(configuration, seed: 3), on: noise(100), settings)
    XCTAssertThrowsError(try trainer.run { _, _ in .goOn }) { error in
      guard case TrainingError.diverged = error else { return XCTFail("\(error)") }
      XCTAssertTrue("\(error)".contains("learning rate"))
    }
    // A rate that is only far too high ends in losses that stay high, which the guard notices.
    settings.schedule = LearningRateSchedule(peak: 30, warmup: 200, shape: .constant)
    settings.spikeGuard = LossSpikeGuard.Settings(deviations: 3, margin: 0.2, patience: 5, mostSkipped: 10)
    var wild = try Trainer(Transformer(configuration, seed: 3), on: noise(100), settings)
    XCTAssertThrowsError(try wild.run { _, _ in .goOn }) { XCTAssertTrue($0 is TrainingError, "\($0)") }
  }

  func testASpikeIsSkippedAndReported() throws {
    // One symbol for ever, and nine tokens of noise.
    let tokens = [Int](repeating: 3, count: 2400) + noise(9)
    var settings = TrainingSettings(steps: 301, batchSize: 1, context: 8)
    settings.schedule = LearningRateSchedule(peak: 0.01, warmup: 5)
    // A seed whose order brings the noise after the model has learned the symbol.
    settings.seed = try XCTUnwrap(
      (1...100).first { seed in
        var batches = try TokenBatches(tokens, context: 8, batchSize: 1, seed: seed)
        return try (250..<301).contains { try batches.batch($0).targets.contains { $0 != 3 } }
      })
    var trainer = try Trainer(Transformer(configuration, seed: 3), on: tokens, settings)
    var skipped: [TrainingProgress] = []
    while !trainer.isFinished {
      let before = trainer.model.parameters
      let progress = try trainer.advance()
      if progress.wasSkipped {
        skipped.append(progress)
        XCTAssertEqual(before, trainer.model.parameters)
      }
    }
    XCTAssertTrue((1...2).contains(skipped.count), "the noise lies in one window or across two")
    XCTAssertTrue(skipped.allSatisfy { $0.loss > 1 })
  }

  func testProgressCountsAndTimes() throws {
    let settings = TrainingSettings(steps: 4, batchSize: 2, context: 8, accumulation: 3)
    var trainer = try Trainer(Transformer(configuration, seed: 3), on: noise(100), settings)
    var seen: [TrainingProgress] = []
    try trainer.run { progress, model in
      XCTAssertEqual(model.configuration.dModel, 16)
      seen.append(progress)
      return .goOn
    }
    XCTAssertEqual(seen.map(\.step), [1, 2, 3, 4])
    XCTAssertEqual(seen.map(\.tokensSeen), [48, 96, 144, 192])
    XCTAssertTrue(seen.allSatisfy { $0.tokensPerSecond > 0 && !$0.wasSkipped && $0.gradientNorm > 0 })
    XCTAssertEqual(seen.last?.secondsRemaining, 0)
    XCTAssertEqual(seen.map(\.loss), trainer.losses)
  }

  func testAnyLossCanBeFollowed() throws {
    // Make one answer likelier than another, as preference losses do.
    var optimizer = try ModelOptimizer(Transformer(configuration, seed: 4))
    func margin(_ model: RecordedTransformer) throws -> Variable {
      let scores = try model.logits([1, 2, 3]).logSoftmax()
      return try scores.picking([2, 3, 5]).sum() - scores.picking([2, 3, 6]).sum()
    }
    var losses: [Float] = []
    for _ in 0..<30 {
      losses.append(try optimizer.accumulate { try -margin($0).logSigmoid() })
      try optimizer.update(learningRate: 0.01, clipping: 1)
    }
    XCTAssertEqual(losses[0], log(2), accuracy: 0.1)
    XCTAssertLessThan(losses[29], 0.1)
    let before = optimizer.model.parameters
    XCTAssertThrowsError(try optimizer.accumulate { try $0.logits([99]).sum() })
    _ = try optimizer.accumulate { try $0.logits([1]).sum() * .nan }
    XCTAssertThrowsError(try optimizer.update(learningRate: 0.01)) { XCTAssertTrue($0 is TrainingError) }
    optimizer.discardGradients()
    XCTAssertEqual(optimizer.gradientNorm, 0)
    XCTAssertEqual(optimizer.model.parameters, before)
    // A loss that leaves some parameters out moves only the others.
    _ = try optimizer.accumulate { try $0.parameters[2].sum() }
    try optimizer.update(learningRate: 0.01)
    XCTAssertNotEqual(optimizer.model.parameters[2], before[2])
  }

  func testBadInputIsRefused() throws {
    let model = try Transformer(configuration, seed: 1)
    func attempt(
      _ tokens: [Int] = [1, 2, 3, 4, 5, 6, 7, 8, 9], counted: [Bool]? = nil, model: Transformer? = nil,
      _ change: (inout TrainingSettings) -> Void = { _ in }
    ) throws {
      var settings = TrainingSettings(steps: 1, batchSize: 1, context: 8)
      change(&settings)
      var trainer = try Trainer(
        model ?? Transformer(configuration, seed: 1), on: tokens, counted: counted, settings)
      _ = try trainer.advance()
    }
    XCTAssertNoThrow(try attempt())
    XCTAssertThrowsError(try attempt([1, 2, 3]))
    XCTAssertThrowsError(try attempt([])) {
      XCTAssertEqual($0 as? TrainingError, .tooFewTokens(tokens: 0, needed: 9))
    }
    XCTAssertThrowsError(try attempt([1, 2, 3, 4, 5, 6, 7, 8, 11])) {
      XCTAssertEqual($0 as? TransformerError, .idOutOfRange(id: 11, vocabulary: 11))
    }
    XCTAssertThrowsError(try attempt { $0.context = 9 })
    XCTAssertThrowsError(try attempt { $0.batchSize = 0 })
    XCTAssertThrowsError(try attempt { $0.steps = -1 })
    XCTAssertThrowsError(try attempt { $0.accumulation = 0 })
    XCTAssertThrowsError(try attempt { $0.accumulation = 1 << 29 })
    XCTAssertThrowsError(try attempt { $0.clipping = -1 })
    XCTAssertThrowsError(try attempt { $0.schedule.peak = .nan })
    XCTAssertThrowsError(try attempt { $0.optimizer.beta2 = 1 })
    XCTAssertThrowsError(try attempt(counted: [true]))
    XCTAssertThrowsError(try attempt(counted: [Bool](repeating: false, count: 9)))
    var broken = model
    broken.parameters[2].values[0] = .nan
    XCTAssertThrowsError(try attempt(model: broken)) { XCTAssertTrue("\($0)".contains("not finite")) }
  }

  func testTheMeanLossCountsEveryPredictedTokenOnce() throws {
    let model = try ModelZoo.model(configuration, seed: 5)
    let tokens = noise(30)  // 29 predictions: three windows of 8 and one of 5
    var total = 0.0
    for start in stride(from: 0, to: 29, by: 8) {
      let end = min(start + 8, 29)
      for (row, target) in zip(
        PlainTransformer(model).logits(Array(tokens[start..<end])), tokens[start + 1...end])
      {
        total += Plain.logSumExp(row) - row[target]
      }
    }
    for batchSize in 1...4 {
      XCTAssertEqual(try model.meanLoss(on: tokens, batchSize: batchSize), total / 29, accuracy: 1e-5)
    }
    XCTAssertThrowsError(try model.meanLoss(on: [1]))
    XCTAssertThrowsError(try model.meanLoss(on: tokens, context: 9))
    XCTAssertThrowsError(try model.meanLoss(on: tokens, context: 0))
  }

  private func noise(_ count: Int) -> [Int] {
    var random = RandomStream(seed: 21)
    return (0..<count).map { _ in Int(random.next() % 11) }
  }

  private func temporaryURL() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
  }
}
