import XCTest

@testable import LabEngine

/// Blocks, caches and profiles against whole models.
final class AttentionBlockTests: KernelTestCase {
  private let ids = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]

  func testABlockTakenOutOfAModelIsWhatTheModelComputes() throws {
    for (name, configuration) in ModelZoo.configurations where !configuration.hasBiases {
      let model = try ModelZoo.model(configuration, seed: 4)
      for layer in 0..<configuration.nLayers {
        let inputs = try model.attentionInputs(ids, layer: layer)
        let block = try model.attentionBlock(layer: layer)
        assertClose(
          try block(inputs.rows).values, try fusedBlock(model, layer, inputs.rows), 1e-5,
          "\(name), layer \(layer)")
      }
    }
  }

  func testAttentionInputsLeadToTheMaps() throws {
    for (name, configuration) in ModelZoo.configurations
    where configuration.window == nil && configuration.positions != .alibi {
      let model = try ModelZoo.model(configuration, seed: 4)
      let inputs = try model.attentionInputs(ids, layer: 1)
      let mask = try PlainAttention.causalMask(queries: ids.count, keys: ids.count)
      let weights = try PlainAttention.heads(inputs.queries, inputs.keys, inputs.values, mask: { _ in mask })
        .weights
      assertClose(weights.values, try model.attentionMaps(ids, layer: 1).values.doubles, 1e-5, name)
    }
  }

  func testACacheGivesTheSameRowsAsTheWholeSequence() throws {
    let rotary = try RotaryPositions(dHead: 6, context: 16, layout: .halfSplit)
    for window in [nil, 3] {
      let tokens = 9
      let q = try Tensor(random(4 * tokens * 6, stream: 1), shape: [4, tokens, 6])
      let k = try Tensor(random(2 * tokens * 6, stream: 2), shape: [2, tokens, 6])
      let v = try Tensor(random(2 * tokens * 6, stream: 3), shape: [2, tokens, 6])
      let positions = Array(0..<tokens)
      let mask = try PlainAttention.slidingWindowMask(queries: tokens, keys: tokens, window: window ?? tokens)
      let whole = try PlainAttention.heads(
        rotary.rotated(q, positions: positions), rotary.rotated(k, positions: positions), v,
        mask: { _ in mask }
      ).output.transposed(0, 1)  // [tokens, heads, dHead]
      var cache = try AttentionCache(nKVHeads: 2, dHead: 6)
      for token in positions {
        func row(_ heads: Tensor) throws -> Tensor { try heads.transposed(0, 1).row(token) }
        let before = cache
        let output = try cache.step(
          query: row(q), key: row(k), value: row(v), rotary: rotary, window: window)
        assertClose(output.values, try whole.row(token).values.doubles, 1e-5, "token \(token)")
        XCTAssertEqual(cache.count, token + 1)
        XCTAssertEqual(try cache.keys.slice(0..<token), before.keys)
      }
      XCTAssertEqual(cache.bytes, 2 * 9 * 2 * 6 * 4)
    }
  }

  func testACacheThatRefusesStaysAsItWas() throws {
    var cache = try AttentionCache(nKVHeads: 1, dHead: 2)
    let rotary = try RotaryPositions(dHead: 2, context: 1, layout: .interleaved)
    let one = try Tensor(rows: [[1, 2]])
    _ = try cache.step(query: one, key: one, value: one, rotary: rotary)
    let before = cache
    XCTAssertThrowsError(try cache.step(query: one, key: one, value: one, rotary: rotary)) { error in
      XCTAssertEqual(error as? AttentionError, .position(1, positions: 1))
    }
    XCTAssertThrowsError(try cache.step(query: Tensor([1, 2]), key: one, value: one))
    XCTAssertThrowsError(try cache.step(query: one, key: one, value: Tensor([1])))
    XCTAssertThrowsError(try cache.step(query: one, key: one, value: one, window: 0))
    XCTAssertEqual(cache, before)
    XCTAssertThrowsError(try AttentionCache(nKVHeads: 0, dHead: 2))
  }

  func testProfilesAreTheSharesOfTheMaps() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[4].configuration, seed: 4)
    let profiles = try model.attentionProfiles([ids, [1]])
    XCTAssertEqual(profiles.map(\.layer), [0, 0, 0, 0, 1, 1, 1, 1])
    let profile = profiles[6]
    let map = try model.attentionMaps(ids, layer: 1).row(2)
    func weight(_ query: Int, _ key: Int) -> Double { Double(map.values[query * ids.count + key]) }
    let queries = 1..<ids.count
    let count = Double(queries.count)
    XCTAssertEqual(
      profile.share(.previous), queries.reduce(0) { $0 + weight($1, $1 - 1) } / count, accuracy: 1e-6)
    XCTAssertEqual(
      profile.share(.itself), queries.reduce(0) { $0 + weight($1, $1) } / count, accuracy: 1e-6)
    XCTAssertEqual(profile.share(.first), queries.reduce(0) { $0 + weight($1, 0) } / count, accuracy: 1e-6)
    // The second 1, the second 5 and the second 3 stand behind another: 1 at 3 (1), 8 (4), 9 (0).
    XCTAssertEqual(
      profile.share(.same), (weight(3, 1) + weight(8, 4) + weight(9, 0)) / count, accuracy: 1e-6)
    XCTAssertEqual(
      profile.share(.afterSame), (weight(3, 2) + weight(8, 5) + weight(9, 1)) / count, accuracy: 1e-6)
    XCTAssertEqual(AttentionProfile.Pattern.allCases.flatMap { $0.places(ids, query: 10) }, [])
    XCTAssertThrowsError(try model.attentionProfiles([[1]]))
  }

  func testAHeadSwitchedOffAddsNothing() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[4].configuration, seed: 4)
    let without = try model.withoutHead(1, layer: 0)
    let rows = try model.attentionInputs(ids, layer: 0).rows
    var weights = try model.attentionBlock(layer: 0).outputWeights.values
    for row in 0..<16 { for column in 4..<8 { weights[row * 16 + column] = 0 } }
    XCTAssertEqual(try without.attentionBlock(layer: 0).outputWeights.values, weights)
    XCTAssertNotEqual(
      try without.attentionBlock(layer: 0)(rows), try model.attentionBlock(layer: 0)(rows))
    XCTAssertThrowsError(try model.withoutHead(4, layer: 0))
    XCTAssertThrowsError(try model.withoutHead(0, layer: 2))
  }

  func testANarrowerWindowIsTheSameModelWithAnotherMask() throws {
    let model = try ModelZoo.model(ModelZoo.configurations[0].configuration, seed: 4)
    let narrow = try model.withWindow(3)
    XCTAssertEqual(narrow.parameters, model.parameters)
    assertClose(
      try narrow.recorded(on: Tape()).logits(ids).value.values,
      PlainTransformer(narrow).logits(ids).flatMap { $0 }, 1e-5)
    XCTAssertThrowsError(try model.withWindow(0))
  }

  /// The block as the recorded, fused path computes it: the change that attention makes to a zero stream is not
  /// exposed, so its three kernels are called on a tape.
  private func fusedBlock(_ model: Transformer, _ layer: Int, _ rows: Tensor) throws -> [Double] {
    let (tape, c) = (Tape(), model.configuration)
    let slots = model.layout.layers[layer]
    var packed = try tape.constant(rows).linear(tape.constant(model.parameters[slots.qkv.weight]))
    if let rotary = model.rotary {
      packed = try packed.rotated(
        by: rotary, positions: Array(ids.indices), nHeads: c.nHeads, nKVHeads: c.nKVHeads)
    }
    let mixed = try packed.causalAttention(
      batch: 1, nHeads: c.nHeads, nKVHeads: c.nKVHeads, window: c.window, slopes: model.slopes)
    return try mixed.linear(tape.constant(model.parameters[slots.attentionOutput.weight])).value.values
      .doubles
  }
}
