import LabKernels
import XCTest

@testable import LabEngine

final class QuantizedTransformerTests: KernelTestCase {
  private let ids = [1, 5, 2, 7, 3, 0, 6, 4]

  /// Run on its codes or on the float32 numbers they stand for, a model says the same.
  func testItRunsLikeItsDequantizedSelf() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try Transformer(configuration, seed: 5)
      for format in [BlockFormat.q80, .q40] {
        let quantized = try model.quantized(as: format)
        let plain = try quantized.dequantized()
        let (a, b) = (try quantized.logits(ids), try plain.logits(ids))
        assertClose(a, b.doubles, 1e-4, "\(name) \(format.rawValue)")
        assertClose(b, try recordedLogits(plain), 1e-4, "\(name): logits and tape")

        var cache = try quantized.makeCache()
        _ = try quantized.prefill(Array(ids.prefix(4)), into: &cache)
        for i in 4..<ids.count {
          let step = try quantized.decode([ids[i]], cache: &cache)
          let vocabulary = configuration.vocabulary
          assertClose(
            step, a[i * vocabulary..<(i + 1) * vocabulary].map(Double.init), 1e-4, "\(name) step \(i)")
        }
      }
    }
  }

  func testMoreBitsAreNearerAndRoundedInputsNearlyAsNear() throws {
    let model = try Transformer(
      .llama(vocabulary: 40, context: 32, dModel: 64, nLayers: 2, nHeads: 4), seed: 2)
    let exact = try model.logits(ids)
    func distance(_ quantized: QuantizedTransformer) throws -> Double {
      zip(try quantized.logits(ids), exact).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    }
    let (eight, four) = (try model.quantized(as: .q80), try model.quantized(as: .q40))
    let (ofEight, ofFour) = (try distance(eight), try distance(four))
    XCTAssertLessThan(ofEight, 0.05 * ofFour)
    XCTAssertLessThan(try distance(four.reading(inputs: .int8)), 1.5 * ofFour)
  }

  func testWhatIsKeptStaysExactAndTheRestShrinks() throws {
    let model = try Transformer(
      .llama(vocabulary: 64, context: 32, dModel: 64, nLayers: 1, nHeads: 2), seed: 2)
    let quantized = try model.quantized(as: .q40, keeping: ["embedding.tokens"])
    let restored = try quantized.dequantized()
    XCTAssertEqual(restored.parameter(named: "embedding.tokens"), model.parameter(named: "embedding.tokens"))
    XCTAssertEqual(restored.parameter(named: "norm.gain"), model.parameter(named: "norm.gain"))
    XCTAssertNotEqual(
      restored.parameter(named: "layers.0.mlp.up.weight"), model.parameter(named: "layers.0.mlp.up.weight"))
    XCTAssertLessThan(try model.quantized(as: .q40).byteCount, 4 * model.configuration.parameterCount / 5)
    XCTAssertThrowsError(try model.quantized(as: .q40, keeping: ["nothing"]))
    XCTAssertThrowsError(try model.quantized(as: .q4K))
    let tiles = try QuantizedTiles(Tensor(random(64), shape: [2, 32]), as: .q80)
    XCTAssertThrowsError(try QuantizedTransformer(model, replacing: ["norm.gain": tiles]))
    XCTAssertThrowsError(try QuantizedTransformer(model, replacing: ["x": tiles]))
    XCTAssertThrowsError(try quantized.logits([64])) { XCTAssertTrue($0 is TransformerError) }
    XCTAssertThrowsError(try quantized.logits([]))
  }

  func testItGenerates() throws {
    let model = try Transformer(
      .llama(vocabulary: 40, context: 32, dModel: 64, nLayers: 2, nHeads: 4), seed: 2)
    let request = GenerationRequest(prompt: [1, 2], maximum: 10, sampling: .greedy)
    let quantized = try model.quantized(as: .q80)
    XCTAssertEqual(
      try quantized.generate(request).tokens, try quantized.dequantized().generate(request).tokens)
  }

  private func recordedLogits(_ model: Transformer) throws -> [Double] {
    try model.recorded(on: Tape(), frozen: true).logits(ids).value.values.doubles
  }
}
