import Foundation
import XCTest

@testable import LabEngine

final class TransformerConfigurationTests: XCTestCase {
  /// nanoGPT's laptop configuration and its "baby GPT", whose sizes its README gives as 0.80M and 10.65M
  /// without the position table.
  func testPublishedParameterCounts() throws {
    let laptop = TransformerConfiguration(vocabulary: 65, context: 64, dModel: 128, nLayers: 4, nHeads: 4)
    XCTAssertEqual(laptop.parameterCount, 804_096)
    let baby = TransformerConfiguration(vocabulary: 65, context: 256, dModel: 384, nLayers: 6, nHeads: 6)
    XCTAssertEqual(baby.parameterCount - 256 * 384, 10_646_784)
    // stories260K.bin holds 260,032 weights beside its header and tables.
    let stories = TransformerConfiguration.llama(
      vocabulary: 512, context: 512, dModel: 64, nLayers: 5, nHeads: 8, nKVHeads: 4, hidden: 172)
    XCTAssertEqual(stories.parameterCount, 260_032)
    // GPT-2's smallest model, published as 124M.
    let gpt2 = TransformerConfiguration(
      vocabulary: 50_257, context: 1024, dModel: 768, nLayers: 12, nHeads: 12,
      normalization: .layerNorm(bias: true), mlp: .geluTanh, hasBiases: true)
    XCTAssertEqual(gpt2.parameterCount, 124_439_808)
  }

  func testCountsEqualWhatTheArraysHold() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try Transformer(configuration, seed: 1)
      XCTAssertEqual(model.parameters.reduce(0) { $0 + $1.count }, configuration.parameterCount, name)
      XCTAssertEqual(Set(configuration.parameterShapes.map(\.name)).count, model.parameters.count, name)
      let tables = ["embedding.tokens", "embedding.positions", "head.weight"]
      let rest = tables.compactMap { model.parameter(named: $0)?.count }.reduce(0, +)
      XCTAssertEqual(configuration.parameterCount - rest, configuration.nonEmbeddingParameterCount, name)
      let cache = try model.makeCache(count: 1)
      let held = (cache.keys + cache.values).reduce(0) { $0 + $1.count } * 4
      XCTAssertEqual(held, configuration.cacheBytesPerToken * cache.capacity, name)
    }
  }

  func testOperationsEqualWhatTheMatricesDo() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try Transformer(configuration, seed: 1)
      let tokens = 10
      var operations = 0
      for (parameter, tensor) in zip(configuration.parameterShapes, model.parameters)
      where parameter.decays && !parameter.name.hasPrefix("embedding.") && parameter.name != "head.weight" {
        operations += 2 * tensor.count
      }
      operations += 2 * configuration.vocabulary * configuration.dModel  // the head, tied or not
      let seen = min(tokens, configuration.window ?? tokens)
      // A score and a weighted sum, 2 · dHead operations each, for every head and position seen.
      operations += configuration.nLayers * configuration.nHeads * seen * 4 * configuration.dHead
      XCTAssertEqual(configuration.forwardFLOPsPerToken(tokens: tokens), Double(operations), name)
      XCTAssertEqual(configuration.trainingFLOPsPerToken(tokens: tokens), 3 * Double(operations), name)
    }
    let baby = TransformerConfiguration(vocabulary: 65, context: 256, dModel: 384, nLayers: 6, nHeads: 6)
    XCTAssertEqual(baby.approximateTrainingFLOPs(tokens: 1e6), 6 * 10_745_088 * 1e6)
    XCTAssertEqual(
      baby.approximateTrainingFLOPs(tokens: 1, countingEmbeddings: false),
      6 * Double(baby.nonEmbeddingParameterCount))
    // PaLM, appendix B: 6N + 12·L·H·Q·T, N without the tables that are only looked up.
    XCTAssertEqual(
      baby.trainingFLOPsPerToken(tokens: 256),
      6 * Double(10_745_088 - 256 * 384 - 13 * 384) + 12 * 6 * 384 * 256)
  }

  func testWhatDoesNotExistIsRefusedWithItsNumbers() {
    let good = TransformerConfiguration(vocabulary: 10, context: 8, dModel: 16, nLayers: 1, nHeads: 4)
    let faults: [(String, (inout TransformerConfiguration) -> Void)] = [
      ("vocabulary must lie in", { $0.vocabulary = 0 }), ("context must lie in", { $0.context = -1 }),
      ("nLayers must lie in", { $0.nLayers = Int.max }), ("hidden must lie in", { $0.hidden = 0 }),
      ("16 does not divide into 5 heads", { $0.nHeads = 5 }),
      ("4 query heads cannot share 3", { $0.nKVHeads = 3 }),
      (
        "a head of 1 does not work",
        {
          $0.nHeads = 16; $0.nKVHeads = 16; $0.positions = .rotary(.halfSplit, base: 1)
        }
      ),
      ("rotary base must be positive", { $0.positions = .rotary(.interleaved, base: 0) }),
      (
        "width of 5 does not work",
        {
          $0.dModel = 5; $0.nHeads = 1; $0.nKVHeads = 1; $0.positions = .sinusoidal
        }
      ),
      ("only rotary positions can be slowed", { $0.rotaryScaling = .interpolation(factor: 2) }),
      (
        "a factor of at least 1, not 0.5",
        {
          $0.positions = .rotary(.halfSplit, base: 10); $0.rotaryScaling = .interpolation(factor: 0.5)
        }
      ),
      (
        "trained on 0 positions",
        {
          $0.positions = .rotary(.halfSplit, base: 10)
          $0.rotaryScaling = .yarn(factor: 2, trainedContext: 0)
        }
      ),
      ("window of 0", { $0.window = 0 }), ("epsilon", { $0.epsilon = -.infinity }),
      (
        "10¹² parameters",
        {
          $0.dModel = 1 << 24; $0.nLayers = 1 << 12
        }
      ),
    ]
    for (expected, damage) in faults {
      var configuration = good
      damage(&configuration)
      XCTAssertThrowsError(try Transformer(configuration, seed: 1)) { error in
        XCTAssertTrue("\(error)".contains(expected), "\(error) does not say \(expected)")
      }
      XCTAssertEqual(configuration.parameterCount + configuration.cacheBytesPerToken, 0)
      XCTAssertEqual(configuration.forwardFLOPsPerToken(tokens: 5), 0)
    }
    XCTAssertNoThrow(try good.validate())
    XCTAssertThrowsError(
      try TransformerConfiguration(vocabulary: 1, context: 1, dModel: Int.max, nLayers: 1, nHeads: 1)
        .validate())
    XCTAssertThrowsError(
      try TransformerConfiguration.llama(vocabulary: 1, context: 1, dModel: Int.max, nLayers: 1, nHeads: 1)
        .validate())
  }

  func testBadInputIsRefusedByAllPaths() throws {
    let model = try Transformer(ModelZoo.configurations[0].configuration, seed: 1)
    var cache = try model.makeCache(count: 2, capacity: 3)
    let recorded = model.recorded(on: Tape())
    let faults: [(TransformerError, () throws -> Void)] = [
      (.emptyBatch, { _ = try recorded.logits([]) }),
      (.emptyBatch, { _ = try recorded.logits([1], batch: 0) }),
      (.ragged(ids: 3, batch: 2), { _ = try recorded.logits([1, 2, 3], batch: 2) }),
      (
        .contextOverflow(tokens: 13, context: 12), { _ = try recorded.logits([Int](repeating: 1, count: 13)) }
      ),
      (.idOutOfRange(id: 13, vocabulary: 13), { _ = try recorded.logits([13]) }),
      (.idOutOfRange(id: -1, vocabulary: 13), { _ = try model.decode([0, -1], cache: &cache) }),
      (.emptyBatch, { _ = try model.prefill([], into: &cache) }),
      (.contextOverflow(tokens: 4, context: 3), { _ = try model.prefill([1, 2, 3, 4], into: &cache) }),
      (.contextOverflow(tokens: 13, context: 12), { _ = try model.makeCache(capacity: 13) }),
      (.emptyBatch, { _ = try model.makeCache(count: 0) }),
    ]
    for (expected, fault) in faults {
      XCTAssertThrowsError(try fault()) { XCTAssertEqual($0 as? TransformerError, expected) }
    }
    XCTAssertThrowsError(try model.decode([1], cache: &cache))
    XCTAssertThrowsError(try model.prefill([1], sequence: 2, into: &cache))
    let other = try Transformer(ModelZoo.configurations[4].configuration, seed: 1)
    XCTAssertThrowsError(try other.decode([1, 1], cache: &cache))
    for _ in 0..<3 { _ = try model.decode([1, 1], cache: &cache) }
    XCTAssertThrowsError(try model.decode([1, 1], cache: &cache)) {
      XCTAssertEqual($0 as? TransformerError, .contextOverflow(tokens: 4, context: 3))
    }
    XCTAssertThrowsError(try Transformer(model.configuration, parameters: []))
    XCTAssertThrowsError(try Transformer(model.configuration, parameters: model.parameters.reversed()))
  }

  func testWeightsThatAreNoNumbersAreNamed() throws {
    var model = try Transformer(ModelZoo.configurations[0].configuration, seed: 1)
    XCTAssertNoThrow(try model.requireFiniteParameters())
    model.parameters[3].values[5] = .nan
    let name = model.configuration.parameterShapes[3].name
    XCTAssertThrowsError(try model.requireFiniteParameters()) { XCTAssertTrue("\($0)".contains(name)) }
    model.parameters[3].values[5] = .greatestFiniteMagnitude
    XCTAssertNoThrow(try model.requireFiniteParameters())
  }

  func testConfigurationsSurviveJSON() throws {
    for (_, configuration) in ModelZoo.configurations {
      let json = try JSONEncoder().encode(configuration)
      XCTAssertEqual(try JSONDecoder().decode(TransformerConfiguration.self, from: json), configuration)
    }
  }
}
