import Foundation
import XCTest

@testable import LabEngine

/// Files exchanged with the Python package `gguf`. `LABS_GGUF_PYTHON` names a Python that has it:
///
///     python3 -m venv .venv && .venv/bin/pip install gguf
///     LABS_GGUF_PYTHON=.venv/bin/python swift test --filter GGUFPeerTests
final class GGUFPeerTests: KernelTestCase {
  func testThePackageReadsTheCoursesModel() throws {
    let course = ModelFolder(
      URL(filePath: #filePath).appending(path: "../../../../Models/course").standardizedFileURL)
    let model = try course.load().model
    for format in BlockFormat.allCases where format != .q4K {
      let url = temporaryFile()
      defer { try? FileManager.default.removeItem(at: url) }
      let file = try model.gguf(as: format)
      try file.write(to: url)
      let lines = try python(
        """
        import sys, gguf
        reader = gguf.GGUFReader(sys.argv[1])
        print(reader.fields["llama.block_count"].contents(), reader.fields["general.architecture"].contents())
        for t in reader.tensors:
            values = gguf.quants.dequantize(t.data, t.tensor_type)
            print(t.name, t.tensor_type.name, list(map(int, reversed(t.shape))), repr(float(values.astype("float64").sum())))
        """, url.path)
      XCTAssertEqual(lines.first, "3 llama")
      XCTAssertEqual(lines.count, file.tensors.count + 1)
      for (tensor, line) in zip(file.tensors, lines.dropFirst()) {
        let sum = try tensor.decoded().values.doubles.reduce(0, +)
        XCTAssertTrue(line.hasPrefix("\(tensor.name) \(tensor.type.name) \(tensor.shape) "), line)
        XCTAssertEqual(
          try XCTUnwrap(line.split(separator: " ").last.flatMap { Double($0) }), sum, accuracy: 1e-6)
      }
    }
  }

  func testAFileOfThePackageIsRead() throws {
    let url = temporaryFile()
    defer { try? FileManager.default.removeItem(at: url) }
    _ = try python(
      """
      import sys, gguf, numpy as np
      w = gguf.GGUFWriter(sys.argv[1], "llama")
      w.add_uint32("n", 7); w.add_float32("x", 0.5); w.add_bool("b", True); w.add_array("names", ["a", "bc"])
      w.add_custom_alignment(64)
      x = np.arange(64, dtype=np.float32).reshape(2, 32) / 8
      w.add_tensor("plain", x)
      w.add_tensor("half", x.astype(np.float16))
      kind = gguf.GGMLQuantizationType.Q8_0
      w.add_tensor("blocks", gguf.quants.quantize(x, kind), raw_dtype=kind)
      w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
      """, url.path)
    let file = try GGUF(contentsOf: url)
    XCTAssertEqual(file["n"]?.integer, 7)
    XCTAssertEqual(file["x"]?.number, 0.5)
    XCTAssertEqual(file["b"], .bool(true))
    XCTAssertEqual(file["names"], .strings(["a", "bc"]))
    let expected = try Tensor((0..<64).map { Float($0) / 8 }, shape: [2, 32])
    XCTAssertEqual(try file.tensor(named: "plain")?.decoded(), expected)
    XCTAssertEqual(try file.tensor(named: "half")?.decoded(), expected)
    XCTAssertEqual(file.tensor(named: "blocks")?.bytes, try BlockFormat.q80.encode(expected.values))
    XCTAssertEqual(file.tensor(named: "blocks")?.shape, [2, 32])
  }

  private func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gguf")
  }

  /// The lines that a script prints.
  private func python(_ script: String, _ argument: String) throws -> [String] {
    guard let python = ProcessInfo.processInfo.environment["LABS_GGUF_PYTHON"] else {
      throw XCTSkip("LABS_GGUF_PYTHON names no Python with the package gguf")
    }
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script, argument]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
