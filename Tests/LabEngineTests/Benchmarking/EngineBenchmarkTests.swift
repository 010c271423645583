import XCTest

@testable import LabEngine

final class EngineBenchmarkTests: XCTestCase {
  func testTheModelsAreTheOnesTheTableNames() {
    XCTAssertEqual(BenchmarkModel.small.configuration.parameterCount, 804_096)
    XCTAssertEqual(BenchmarkModel.large.configuration.parameterCount, 10_745_088)
  }

  func testEveryWorkloadRunsAndCanBeWrittenAsJSON() throws {
    for workload in EngineBenchmark.Workload.allCases {
      let result = try EngineBenchmark(seconds: 0).run(workload)
      XCTAssertEqual(result.workload, workload)
      XCTAssertEqual(result.repetitions, 1)
      XCTAssertGreaterThan(result.milliseconds, 0)
      let copy = try JSONDecoder().decode(
        EngineBenchmark.Result.self, from: JSONEncoder().encode(result))
      XCTAssertEqual(copy, result)
    }
  }

  func testGenerationWritesTheWeightsItRan() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try EngineBenchmark(seconds: 0, weightsFolder: folder).run(.generateSmall)
    let model = try Transformer(contentsOf: folder.appendingPathComponent("0.8M.safetensors"))
    XCTAssertEqual(model.configuration, BenchmarkModel.small.configuration)
    XCTAssertEqual(result.logits?.count, 65)

    // The same tokens in one pass without a cache lead to the same scores.
    var ids = Array(0..<16)
    var logits: [Float] = []
    while ids.count <= 64 {
      let all = try model.recorded(on: Tape(), frozen: true).logits(ids).value.values
      logits = Array(all.suffix(65))
      ids.append(logits.indices.max { logits[$0] < logits[$1] } ?? 0)
    }
    for (cached, whole) in zip(try XCTUnwrap(result.logits), logits) {
      XCTAssertEqual(cached, whole, accuracy: 1e-4)
    }
  }
}
