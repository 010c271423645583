import Foundation
import XCTest

@testable import LabEngine

final class GGUFTests: KernelTestCase {
  private func example() throws -> GGUF {
    GGUF(
      metadata: [
        .init("a", .uint8(200)), .init("b", .int8(-3)), .init("c", .uint16(60_000)), .init("d", .int16(-9)),
        .init("e", .uint32(4_000_000_000)), .init("f", .int32(-7)), .init("g", .float32(1.5)),
        .init("h", .bool(true)), .init("i", .string("größer")), .init("j", .strings(["x", "", "yz"])),
        .init("k", .uint64(1 << 60)), .init("l", .int64(-1 << 60)), .init("m", .float64(0.1)),
        .init(
          "n", .array(elementType: 9, [.array(elementType: 4, [.uint32(1)]), .array(elementType: 6, [])])),
      ],
      tensors: [
        try .init(name: "vector", Tensor([1, 2, 3]), as: .f32),
        try .init(name: "matrix", Tensor(random(128), shape: [2, 64]), as: .blocks(.q40)),
        try .init(name: "half", Tensor([1, -2, 0x1p-24, 65504], shape: [2, 2]), as: .f16),
        try .init(name: "empty", Tensor([], shape: [0, 5]), as: .f32),
      ])
  }

  func testWhatIsWrittenIsReadBack() throws {
    let file = try example()
    let copy = try GGUF(bytes: file.encoded())
    XCTAssertEqual(copy, file)
    XCTAssertEqual(try copy.tensor(named: "half")?.decoded().values, [1, -2, 0x1p-24, 65504])
    XCTAssertEqual(copy["e"]?.integer, 4_000_000_000)
    XCTAssertEqual(copy["i"]?.text, "größer")
    XCTAssertEqual(copy["j"]?.elements?.compactMap(\.text), ["x", "", "yz"])
    XCTAssertNil(copy["z"])
    XCTAssertEqual(try GGUF(bytes: GGUF().encoded()), GGUF())
    var aligned = file
    aligned.metadata.append(.init("general.alignment", .uint32(128)))
    XCTAssertEqual(try GGUF(bytes: aligned.encoded()), aligned)
  }

  /// The layout, byte by byte, from the specification.
  func testTheBytesAreThoseOfTheSpecification() throws {
    let file = GGUF(
      metadata: [.init("k", .uint32(7))],
      tensors: [try .init(name: "t", Tensor([1, 2], shape: [1, 2]), as: .f32)])
    var expected: [UInt8] = Array("GGUF".utf8) + [3, 0, 0, 0]
    expected += [1, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0]  // tensors, metadata
    expected += [1, 0, 0, 0, 0, 0, 0, 0] + Array("k".utf8) + [4, 0, 0, 0] + [7, 0, 0, 0]
    expected += [1, 0, 0, 0, 0, 0, 0, 0] + Array("t".utf8) + [2, 0, 0, 0]  // two dimensions, the inner first
    expected +=
      [2, 0, 0, 0, 0, 0, 0, 0] + [1, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0] + [UInt8](repeating: 0, count: 8)
    expected += [UInt8](repeating: 0, count: 96 - expected.count)
    expected += [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40] + [UInt8](repeating: 0, count: 24)
    XCTAssertEqual(try file.encoded(), expected)
  }

  func testAFileCutAnywhereIsAnError() throws {
    // The padding behind the last tensor may be missing.
    let bytes = try example().encoded()
    let needed = bytes.count - 32 + 8
    for count in 0..<needed - 1 {
      XCTAssertThrowsError(try GGUF(bytes: Array(bytes[..<count])), "cut to \(count)") {
        XCTAssertTrue($0 is FormatError)
      }
    }
  }

  func testAFlippedBitIsAnErrorOrAnotherFileAndNeverATrap() throws {
    let bytes = try example().encoded()
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        guard let read = try? GGUF(bytes: damaged) else { continue }
        XCTAssertLessThanOrEqual(read.tensors.reduce(0) { $0 + $1.bytes.count }, bytes.count)
        for tensor in read.tensors { _ = try? tensor.decoded() }
        _ = try? Transformer(read)
      }
    }
  }

  func testHostileHeadersNameTheField() {
    let huge = littleEndian(UInt64.max)
    let start = Array("GGUF".utf8) + littleEndian(UInt32(3))
    let (one, none) = (littleEndian(UInt64(1)), littleEndian(UInt64(0)))
    func entry(_ type: UInt32, _ value: [UInt8]) -> [UInt8] {
      start + none + one + one + Array("k".utf8) + littleEndian(type) + value
    }
    func tensor(_ shape: [UInt64], type: UInt32 = 0, offset: UInt64 = 0, data: Int = 64) -> [UInt8] {
      var bytes = start + one + none + one + Array("t".utf8) + littleEndian(UInt32(shape.count))
      bytes += shape.flatMap { littleEndian($0) } + littleEndian(type) + littleEndian(offset)
      bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32 + data)
      return bytes
    }
    let faults: [(String, [UInt8])] = [
      ("does not begin with GGUF", Array("GGML".utf8) + littleEndian(UInt32(3))),
      ("the version is 2", Array("GGUF".utf8) + littleEndian(UInt32(2))),
      ("the number of tensors", start + huge + none),
      ("the number of tensors", start + littleEndian(UInt64(1) << 40) + none),
      ("the number of metadata", start + none + huge),
      ("the number of metadata", start + none + littleEndian(UInt64(1) << 40)),
      ("the key of entry 0", start + none + one + huge + [UInt8](repeating: 65, count: 16)),
      ("k's type is 13", entry(13, none)), ("k is wrong: 2 is neither", entry(7, [2])),
      ("k is wrong: it is not UTF-8", entry(8, one + [0xFF])),
      ("do not fit", entry(9, littleEndian(UInt32(0)) + littleEndian(UInt64(1) << 40))),
      ("k's type is 99", entry(9, littleEndian(UInt32(99)) + none)),
      (
        "more than four deep",
        entry(
          9, (0..<5).flatMap { _ in littleEndian(UInt32(9)) + one } + littleEndian(UInt32(4)) + none + huge)
      ),
      ("1 to 4 are allowed", tensor([])), ("1 to 4 are allowed", tensor([1, 1, 1, 1, 1])),
      ("t's shape", tensor([1 << 62, 1 << 62])), ("t's shape", tensor([UInt64.max])),
      ("t's shape", tensor([31], type: 2)), ("t's type is 14", tensor([256], type: 14)),
      ("t's offset", tensor([1], offset: 4)), ("t's offset", tensor([1], offset: UInt64.max)),
      ("the file ends in t", tensor([17])), ("the file ends in t", tensor([1], offset: 1 << 40)),
      ("the file ends in t", tensor([1 << 40])),
    ]
    for (expected, bytes) in faults {
      XCTAssertThrowsError(try GGUF(bytes: bytes), expected) {
        XCTAssertTrue("\($0)".contains(expected), "\($0) does not say \(expected)")
      }
    }
  }

  func testNamesAlignmentAndArraysAreHeldToTheRules() throws {
    XCTAssertThrowsError(try GGUF(metadata: [.init("a", .bool(true)), .init("a", .bool(true))]).encoded())
    for bad in [GGUFValue.uint32(0), .uint32(12), .string("32"), .uint32(1 << 30)] {
      XCTAssertThrowsError(try GGUF(metadata: [.init("general.alignment", bad)]).encoded())
    }
    XCTAssertThrowsError(
      try GGUF(metadata: [.init("a", .array(elementType: 4, [.uint8(1)]))]).encoded())
    XCTAssertThrowsError(try GGUF.TensorEntry(name: "t", shape: [2], type: .f32, bytes: [0]))
  }

  /// Two tensors may not share bytes: a few of them could fill any memory.
  func testTensorsMayNotOverlap() throws {
    let tensor = try GGUF.TensorEntry(name: "a", Tensor([Float](repeating: 1, count: 8)), as: .f32)
    let other = try GGUF.TensorEntry(name: "b", Tensor([Float](repeating: 2, count: 8)), as: .f32)
    var bytes = try GGUF(tensors: [tensor, other]).encoded()
    let offset = 24 + 33 + 33 - 8
    XCTAssertEqual(bytes[offset], 32)
    bytes[offset] = 0
    XCTAssertThrowsError(try GGUF(bytes: bytes)) { XCTAssertTrue("\($0)".contains("lies inside"), "\($0)") }
  }

  func testModelsAreFiles() throws {
    let configuration = TransformerConfiguration.llama(
      vocabulary: 24, context: 16, dModel: 64, nLayers: 2, nHeads: 4, nKVHeads: 2, hidden: 48, tiesHead: false
    )
    let model = try Transformer(configuration, seed: 4)
    let exact = try Transformer(GGUF(bytes: model.gguf().encoded()))
    XCTAssertEqual(exact.configuration, configuration)
    XCTAssertEqual(exact.parameters, model.parameters)
    for format in [BlockFormat.q80, .q40] {
      let quantized = try model.quantized(as: format)
      let file = try GGUF(bytes: quantized.gguf().encoded())
      XCTAssertEqual(file.tensor(named: "blk.1.attn_k.weight")?.type, .blocks(format))
      XCTAssertEqual(file.tensor(named: "blk.1.ffn_down.weight")?.type, .f16, "48 are one block and a half")
      let ids = [1, 2, 3, 4]
      let logits = try quantized.logits(ids).doubles
      assertClose(try QuantizedTransformer(file).logits(ids), logits, 2e-3, format.rawValue)
      assertClose(try Transformer(file).logits(ids), logits, 2e-3, format.rawValue)
      XCTAssertEqual(file.tensors.map(\.name), try model.gguf(as: format).tensors.map(\.name))
    }
    var file = try model.gguf()
    file.tensors.removeAll { $0.name == "blk.0.ffn_up.weight" }
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains("blk.0.ffn_up.weight")) }
    file.metadata.removeAll { $0.key == "llama.block_count" }
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains("llama.block_count")) }
    let other = try Transformer(
      TransformerConfiguration(vocabulary: 9, context: 8, dModel: 8, nLayers: 1, nHeads: 2), seed: 1)
    XCTAssertThrowsError(try other.gguf()) { XCTAssertTrue($0 is FormatError) }
  }
}
