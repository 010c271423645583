import Foundation
import XCTest

@testable import LabEngine

final class Llama2CheckpointTests: XCTestCase {
  /// A file of the smallest sizes that still have two layers and grouped heads, with weights counted up.
  private func example(tied: Bool = true) -> [UInt8] {
    let (d, hidden, layers, heads, kvHeads, vocabulary, context) = (8, 6, 2, 4, 2, 5, 3)
    let header = [d, hidden, layers, heads, kvHeads, tied ? vocabulary : -vocabulary, context]
    let kvWidth = d / heads * kvHeads
    let perLayer = d + d * d + 2 * kvWidth * d + d * d + d + 3 * hidden * d
    let count = vocabulary * d + layers * perLayer + d + context * d / heads + (tied ? 0 : vocabulary * d)
    return header.flatMap { word(UInt32(bitPattern: Int32($0))) }
      + (0..<count).flatMap { word((Float($0) * 0.001).bitPattern) }
  }

  func testEveryWeightLandsWhereTheLayoutSays() throws {
    let model = try Llama2Checkpoint.read(bytes: example())
    XCTAssertEqual(model.configuration.nKVHeads, 2)
    func first(_ name: String) throws -> Int {
      Int((try XCTUnwrap(model.parameter(named: name)).values[0] * 1000).rounded())
    }
    // Offsets counted by hand from llama2.c's memory_map_weights: all layers of a kind lie together.
    XCTAssertEqual(try first("embedding.tokens"), 0)
    XCTAssertEqual(try first("layers.1.attention.norm.gain"), 40 + 8)
    let query = 40 + 16
    let (key, value, output) = (query + 2 * 64, query + 2 * 64 + 2 * 32, query + 2 * 64 + 4 * 32)
    let qkv = try XCTUnwrap(model.parameter(named: "layers.1.attention.qkv.weight")).values
    XCTAssertEqual(Int((qkv[0] * 1000).rounded()), query + 64)
    XCTAssertEqual(Int((qkv[64] * 1000).rounded()), key + 32)
    XCTAssertEqual(Int((qkv[96] * 1000).rounded()), value + 32)
    XCTAssertEqual(try first("layers.0.attention.output.weight"), output)
    let gate = output + 2 * 64 + 16
    let up = try XCTUnwrap(model.parameter(named: "layers.1.mlp.up.weight")).values
    XCTAssertEqual(Int((up[0] * 1000).rounded()), gate + 48)
    XCTAssertEqual(Int((up[48] * 1000).rounded()), gate + 4 * 48 + 48)
    XCTAssertEqual(try first("layers.1.mlp.down.weight"), gate + 3 * 48)
    XCTAssertEqual(try first("norm.gain"), gate + 6 * 48)
    let untied = try Llama2Checkpoint.read(bytes: example(tied: false))
    let head = try XCTUnwrap(untied.parameter(named: "head.weight"))
    XCTAssertEqual(Int((head.values[0] * 1000).rounded()), gate + 6 * 48 + 8 + 6)
  }

  func testAFileCutAnywhereOrTooLongIsAnError() {
    let bytes = example()
    for count in bytes.indices {
      XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: Array(bytes[..<count])), "cut to \(count)") {
        XCTAssertTrue($0 is FormatError)
      }
    }
    XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: bytes + [0])) {
      XCTAssertTrue("\($0)".contains("1 bytes follow"))
    }
  }

  func testFlippedBitsAndHostileHeadersAreErrorsThatNameTheField() {
    let bytes = example()
    for index in 0..<28 {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: damaged), "byte \(index), bit \(bit)")
      }
    }
    for index in 28..<bytes.count {  // another weight, or one that is no number
      var damaged = bytes
      damaged[index] ^= 0x40
      _ = try? Llama2Checkpoint.read(bytes: damaged)
    }
    let names = ["dModel", "hidden", "nLayers", "nHeads", "nKVHeads", "vocabulary", "context"]
    for (field, name) in names.enumerated() {
      var hostile = bytes
      hostile.replaceSubrange(field * 4..<field * 4 + 4, with: [0, 0, 0, 0])
      XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: hostile)) {
        XCTAssertTrue("\($0)".contains(name), "\($0)")
      }
      hostile.replaceSubrange(field * 4..<field * 4 + 4, with: [0xff, 0xff, 0xff, 0x7f])
      XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: hostile)) {
        XCTAssertTrue($0 is FormatError, "\($0)")
      }
    }
    var notANumber = bytes
    notANumber.replaceSubrange(28..<32, with: [0, 0, 0xc0, 0x7f])
    XCTAssertThrowsError(try Llama2Checkpoint.read(bytes: notANumber)) {
      XCTAssertTrue("\($0)".contains("embedding.tokens"), "\($0)")
    }
  }

  func testARealModelPredictsItsOwnStories() throws {
    let model = try stories()
    XCTAssertEqual(model.configuration.parameterCount, 260_032)
    // Greedily from the token that begins a text.
    var cache = try model.makeCache()
    var (ids, logits) = ([1], try model.prefill([1], into: &cache))
    while ids.count < 100 {
      ids.append(try XCTUnwrap(logits.indices.max { logits[$0] < logits[$1] }))
      logits = try model.decode([ids[ids.count - 1]], cache: &cache)
    }
    XCTAssertGreaterThan(Set(ids).count, 20, "a story, not one token over and over")
    // By chance the loss would be log 512 = 6.2; with queries and keys turned the wrong way it is not low.
    XCTAssertLessThan(try model.meanLoss(on: ids), 1)
    var wrong = model.configuration
    wrong.positions = .rotary(.halfSplit, base: 10_000)
    XCTAssertGreaterThan(try Transformer(wrong, parameters: model.parameters).meanLoss(on: ids), 1.5)

    let plain = PlainTransformer(model).logits(Array(ids[..<12])).flatMap { $0 }
    let engine = try model.recorded(on: Tape()).logits(Array(ids[..<12])).value.values
    XCTAssertLessThan(zip(engine, plain).map { abs(Double($0) - $1) }.max() ?? 1, 1e-4)
  }

  private func stories() throws -> Transformer {
    guard let folder = ProcessInfo.processInfo.environment["LABS_DATA_DIR"] else {
      throw XCTSkip("set LABS_DATA_DIR to the folder that holds models/stories260K.bin")
    }
    return try Llama2Checkpoint.read(
      contentsOf: URL(fileURLWithPath: folder).appendingPathComponent("models/stories260K.bin"))
  }

  private func word(_ bits: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) } }
}
