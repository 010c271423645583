import XCTest

@testable import LabEngine

final class TransformerTests: XCTestCase {
  private let seed: UInt64 = 4

  func testEveryConfigurationAgreesWithAPlainFloat64Model() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try ModelZoo.model(configuration, seed: seed)
      let (first, second) = (ids(12, stream: 1), ids(12, stream: 2))
      let recorded = try model.recorded(on: Tape()).logits(first + second, batch: 2).value
      let plain = (PlainTransformer(model).logits(first) + PlainTransformer(model).logits(second)).flatMap {
        $0
      }
      assertClose(recorded.values, plain, name)
    }
  }

  func testCachedPathsAgreeWithTheWholeSequence() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try ModelZoo.model(configuration, seed: seed)
      let ids = ids(12, stream: 1)
      let whole = try model.recorded(on: Tape()).logits(ids).value

      var cache = try model.makeCache()
      for position in ids.indices {
        let logits = try model.decode([ids[position]], cache: &cache)
        assertClose(logits, try whole.row(position).values.map(Double.init), "\(name), token \(position)")
      }
      cache.reset()
      for range in [0..<1, 1..<6, 6..<12] {  // a prompt read in pieces
        let logits = try model.prefill(Array(ids[range]), into: &cache)
        assertClose(logits, try whole.row(range.upperBound - 1).values.map(Double.init), "\(name), \(range)")
      }
    }
  }

  func testSequencesOfDifferentLengthsShareACacheAndLeaveIt() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try ModelZoo.model(configuration, seed: seed)
      var prompts = [ids(2, stream: 1), ids(7, stream: 2), ids(4, stream: 3)]
      var cache = try model.makeCache(count: 3)
      for (sequence, prompt) in prompts.enumerated() {
        _ = try model.prefill(prompt, sequence: sequence, into: &cache)
      }
      for round in 0..<3 {
        if round == 1 {  // the first ends; the last takes its place
          cache.remove(0)
          prompts = [prompts[2], prompts[1]]
        }
        let next = prompts.indices.map { ($0 + round) % 13 }
        for index in prompts.indices { prompts[index].append(next[index]) }
        let logits = try model.decode(next, cache: &cache)
        for (index, prompt) in prompts.enumerated() {
          let alone = try XCTUnwrap(PlainTransformer(model).logits(prompt).last)
          assertClose(Array(logits[index * 13..<(index + 1) * 13]), alone, "\(name), round \(round)")
        }
      }
    }
  }

  func testCopiesOfAPromptContinueIndependently() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[4].configuration, seed: seed)
    let prompt = ids(5, stream: 1)
    var cache = try model.makeCache(count: 3)
    _ = try model.prefill(prompt, into: &cache)
    cache.copyFirstToAll()
    let logits = try model.decode([1, 2, 3], cache: &cache)
    for (index, id) in [1, 2, 3].enumerated() {
      let alone = try XCTUnwrap(PlainTransformer(model).logits(prompt + [id]).last)
      assertClose(Array(logits[index * 13..<(index + 1) * 13]), alone, "copy \(index)")
    }
  }

  func testGradientsOfTheWholeModelAgreeWithFiniteDifferences() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try ModelZoo.model(configuration, seed: seed)
      let (inputs, targets) = (ids(6, stream: 1), ids(6, stream: 2))
      let recorded = model.recorded(on: Tape())
      try recorded.loss(inputs, targets: targets).backward(keeping: .leaves)
      for (index, parameter) in configuration.parameterShapes.enumerated() {
        let element = parameter.count / 2
        let actual = Double(try recorded.parameters[index].gradient.values[element])
        // One element of each array: the float64 model is slow. A step large enough that the float32
        // parameter really moves by it.
        let slope = try plainSlope(model, index, element, inputs, targets)
        XCTAssertEqual(actual, slope, accuracy: 1e-4 * max(1, abs(slope)), "\(name), \(parameter.name)")
      }
    }
  }

  func testAttentionMapsAreWhatAttentionUses() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try ModelZoo.model(configuration, seed: seed)
      let maps = try model.attentionMaps(ids(6, stream: 1), layer: 1)
      XCTAssertEqual(maps.shape, [4, 6, 6])
      for row in 0..<24 {
        let weights = maps.values[row * 6..<(row + 1) * 6]
        XCTAssertEqual(weights.reduce(0, +), 1, accuracy: 1e-5, name)
        let (query, window) = (row % 6, configuration.window ?? 6)
        for (key, weight) in zip(0..<6, weights) {
          XCTAssertEqual(weight > 0, key <= query && key > query - window, "\(name), \(query) sees \(key)")
        }
      }
    }
    // With all queries zero, every visible key counts the same.
    var even = try ModelZoo.model(ModelZoo.configurations[0].configuration, seed: seed)
    let qkv = even.layout.layers[1].qkv.weight
    even.parameters[qkv] = try Tensor(repeating: 0, shape: even.parameters[qkv].shape)
    XCTAssertEqual(
      try even.attentionMaps(ids(4, stream: 1), layer: 1).values[8..<12], [1 / 3, 1 / 3, 1 / 3, 0])
    XCTAssertThrowsError(try even.attentionMaps([1], layer: 2))
  }

  func testNothingSeesTheFutureNorBeyondTheWindow() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[5].configuration, seed: seed)
    var changed = ids(12, stream: 1)
    let before = try model.recorded(on: Tape()).logits(changed).value
    changed[5] = (changed[5] + 1) % 13
    let after = try model.recorded(on: Tape()).logits(changed).value
    for position in 0..<12 {
      // Two layers of window 3 carry a token at most four positions on.
      XCTAssertEqual(
        try before.row(position) != after.row(position), (5...9).contains(position), "\(position)")
    }
  }

  func testLongerContextsForPositionsThatAreComputed() throws {
    let rotary = try ModelZoo.model(ModelZoo.configurations[4].configuration, seed: seed)
    let ids = ids(20, stream: 1)
    XCTAssertThrowsError(try rotary.recorded(on: Tape()).logits(ids))
    let longer = try rotary.withContext(20)
    assertClose(
      try longer.recorded(on: Tape()).logits(ids).value.values,
      PlainTransformer(longer).logits(ids).flatMap { $0 },
      "beyond the trained length")
    XCTAssertThrowsError(
      try ModelZoo.model(ModelZoo.configurations[0].configuration, seed: 1).withContext(20))
  }

  func testParametersAreReplacedByName() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[0].configuration, seed: seed)
    let zeros = try Tensor(repeating: 0, shape: [16, 24])
    let changed = try model.replacing(["layers.1.mlp.down.weight": zeros])
    XCTAssertEqual(changed.parameter(named: "layers.1.mlp.down.weight"), zeros)
    XCTAssertEqual(changed.parameters.count { model.parameters.contains($0) }, model.parameters.count - 1)
    XCTAssertThrowsError(try model.replacing(["layers.9.mlp.down.weight": zeros])) {
      XCTAssertTrue("\($0)".contains("layers.9"))
    }
    XCTAssertThrowsError(try model.replacing(["norm.gain": zeros])) {
      XCTAssertTrue("\($0)".contains("[16]"))
    }
  }

  func testEqualSeedsMakeEqualModels() throws {
    let configuration = ModelZoo.configurations[0].configuration
    XCTAssertEqual(
      try Transformer(configuration, seed: 9).parameters, try Transformer(configuration, seed: 9).parameters)
    XCTAssertNotEqual(
      try Transformer(configuration, seed: 9).parameters, try Transformer(configuration, seed: 10).parameters)
  }

  /// A thousand entries estimate their deviation within a few hundredths.
  func testGlorotMatricesHaveTheVarianceOfTheirShape() throws {
    let configuration = TransformerConfiguration(
      vocabulary: 40, context: 4, dModel: 32, nLayers: 2, nHeads: 2, hidden: 96)
    let model = try Transformer(configuration, seed: 1, matrices: .glorot)
    for (name, variance) in [
      ("layers.1.mlp.down.weight", 2.0 / 128), ("layers.0.attention.qkv.weight", 2.0 / 128),
      ("layers.0.attention.output.weight", 2.0 / 64), ("embedding.tokens", 0.0004),
    ] {
      let values = try XCTUnwrap(model.parameter(named: name)).values
      let mean = values.reduce(0) { $0 + Double($1 * $1) } / Double(values.count)
      XCTAssertEqual(mean / variance, 1, accuracy: 0.15, name)
    }
  }

  private func plainSlope(
    _ model: Transformer, _ index: Int, _ element: Int, _ inputs: [Int], _ targets: [Int]
  ) throws -> Double {
    func loss(_ step: Float) throws -> (loss: Double, value: Double) {
      var moved = model.parameters
      moved[index].values[element] += step
      let logits = PlainTransformer(try Transformer(model.configuration, parameters: moved)).logits(inputs)
      let total = zip(logits, targets).reduce(0) { $0 + Plain.logSumExp($1.0) - $1.0[$1.1] }
      return (total / Double(targets.count), Double(moved[index].values[element]))
    }
    let (up, down) = (try loss(0.0005), try loss(-0.0005))
    return (up.loss - down.loss) / (up.value - down.value)
  }

  private func ids(_ count: Int, stream: UInt64) -> [Int] {
    var random = RandomStream(seed: seed, stream: stream)
    return (0..<count).map { _ in Int(random.next() % 13) }
  }

  private func assertClose(
    _ actual: [Float], _ expected: [Double], _ what: String, file: StaticString = #filePath,
    line: UInt = #line
  ) {
    XCTAssertEqual(actual.count, expected.count, what, file: file, line: line)
    let largest = zip(actual, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? 0
    XCTAssertLessThan(largest, 1e-5, "\(what), seed \(seed)", file: file, line: line)
  }
}
