import Foundation
import XCTest

@testable import LabEngine

final class SafetensorsTests: XCTestCase {
  private func example() throws -> Safetensors {
    Safetensors(
      tensors: [
        .init(name: "b", tensor: try Tensor([1, -2.5, 0x1p-140, .infinity, 0, 7], shape: [2, 3])),
        .init(name: "scalar", tensor: Tensor(4)),
        .init(name: "empty", tensor: try Tensor([], shape: [0, 5])),
        .init(name: "a \"quoted\" näme", tensor: Tensor([9])),
      ], metadata: ["note": "größer\n\"x\"", "answer": "42"])
  }

  func testWhatIsWrittenIsReadBack() throws {
    let file = try example()
    let copy = try Safetensors(bytes: file.encoded())
    XCTAssertEqual(copy.metadata, file.metadata)
    XCTAssertEqual(copy.tensors.count, 4)
    for entry in file.tensors { XCTAssertEqual(copy[entry.name], entry.tensor, entry.name) }
    XCTAssertNil(copy["c"])
    XCTAssertEqual(try Safetensors(bytes: Safetensors().encoded()), Safetensors())
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try file.write(to: url)
    XCTAssertEqual(try Safetensors(contentsOf: url)["scalar"], Tensor(4))
    XCTAssertThrowsError(try Safetensors(contentsOf: url.appendingPathComponent("none"))) {
      XCTAssertTrue("\($0)".contains(url.path), "\($0)")
    }
    XCTAssertThrowsError(try file.write(to: url.appendingPathComponent("none")))
  }

  /// The layout, byte by byte, from the specification.
  func testTheBytesAreThoseOfTheSpecification() throws {
    let header = #"{"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
    let bytes = file(header, data: [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
    XCTAssertEqual(try Safetensors(bytes: bytes)["x"], try Tensor([1, -2], shape: [1, 2]))
    let written = try Safetensors(tensors: [.init(name: "x", tensor: Tensor([1, -2], shape: [1, 2]))])
      .encoded()
    XCTAssertEqual(written.count % 8, 0)
    XCTAssertEqual(Array(written.suffix(8)), [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])
  }

  func testHalfPrecisionIsWidenedExactly() throws {
    let half = file(
      #"{"x":{"dtype":"F16","shape":[7],"data_offsets":[0,14]}}"#,
      data: [0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b, 0x00, 0x7c, 0x00, 0x80, 0x55, 0x35])
    XCTAssertEqual(
      try Safetensors(bytes: half)["x"]?.values, [1, -2, 0x1p-24, 65504, .infinity, -0.0, 0.333251953125])
    let brain = file(
      #"{"x":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}"#, data: [0x80, 0x3f, 0x49, 0x40])
    XCTAssertEqual(try Safetensors(bytes: brain)["x"]?.values, [1, 3.140625])
    XCTAssertTrue(HalfPrecision.float16(0x7e00).isNaN)
  }

  func testTheFieldAtFaultIsNamed() {
    let faults: [(String, String, [UInt8])] = [
      ("the header is wrong: it does not begin", "[]", []), ("it is not JSON", "{", []),
      ("x has no dtype", #"{"x":{"shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      (
        "x.dtype is F64", #"{"x":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#,
        [UInt8](repeating: 0, count: 8)
      ),
      ("x.shape", #"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      (
        "x.shape", #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        [0, 0, 0, 0]
      ),
      (
        "do not hold F32 [4611686018427387904]",
        #"{"x":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]
      ),
      (
        "x.data_offsets", #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        [UInt8](repeating: 0, count: 8)
      ),
      ("x.data_offsets", #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,-4]}}"#, [0, 0, 0, 0]),
      ("x.data_offsets", #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      ("x.data_offsets", #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, [0, 0, 0, 0]),
      (
        "b.data_offsets",
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        [0, 0, 0, 0]
      ),
      ("the numbers", #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 0]),
      ("1 bytes follow", #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0, 0]),
      ("__metadata__", #"{"__metadata__":{"a":1}}"#, []),
    ]
    for (expected, header, data) in faults {
      XCTAssertThrowsError(try Safetensors(bytes: file(header, data: data))) { error in
        XCTAssertTrue("\(error)".contains(expected), "\(error) does not say \(expected)")
      }
    }
    XCTAssertThrowsError(try Safetensors(bytes: [UInt8](repeating: 0xff, count: 8))) {
      XCTAssertTrue("\($0)".contains("the header's length"))
    }
    let twins = Safetensors(tensors: [
      .init(name: "x", tensor: Tensor(1)), .init(name: "x", tensor: Tensor(2)),
    ])
    XCTAssertThrowsError(try twins.encoded())
    XCTAssertThrowsError(try Safetensors(tensors: [.init(name: "__metadata__", tensor: Tensor(1))]).encoded())
  }

  func testAFileCutAnywhereIsAnError() throws {
    let bytes = try example().encoded()
    for count in bytes.indices {
      XCTAssertThrowsError(try Safetensors(bytes: Array(bytes[..<count])), "cut to \(count)") {
        XCTAssertTrue($0 is FormatError)
      }
    }
  }

  func testAFlippedBitIsAnErrorOrAnotherFileAndNeverATrap() throws {
    let good = try example()
    let bytes = try good.encoded()
    var accepted = 0
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        guard let read = try? Safetensors(bytes: damaged) else { continue }
        accepted += 1
        XCTAssertEqual(read.tensors.reduce(0) { $0 + $1.tensor.count }, 8)
      }
    }
    // Every flip of a number is another number; a flip inside a name is another name.
    XCTAssertGreaterThan(accepted, 8 * 32)
  }

  func testModelsAreFiles() throws {
    for (name, configuration) in ModelZoo.configurations {
      let model = try Transformer(configuration, seed: 3)
      let file = try Safetensors(bytes: model.safetensors(notes: ["seed": "3"]).encoded())
      XCTAssertEqual(file.metadata["seed"], "3")
      let copy = try Transformer(file)
      XCTAssertEqual(copy.configuration, configuration, name)
      XCTAssertEqual(copy.parameters, model.parameters, name)
    }
    var file = try Transformer(ModelZoo.configurations[0].configuration, seed: 3).safetensors()
    let removed = file.tensors.remove(at: 2)
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains(removed.name)) }
    file.tensors.append(.init(name: removed.name, tensor: Tensor(1)))
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains(removed.name)) }
    file.metadata = [:]
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains("configuration")) }
    file.metadata = ["configuration": "{}"]
    XCTAssertThrowsError(try Transformer(file)) { XCTAssertTrue("\($0)".contains("configuration")) }
  }

  private func file(_ header: String, data: [UInt8]) -> [UInt8] {
    let json = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json + data
  }
}
