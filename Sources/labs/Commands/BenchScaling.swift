import Foundation
import LabEngine

extension Command {
  /// The parametric fit of a scaling law to published runs.
  static func benchScaling(_ invocation: Invocation) throws -> ExitCode {
    guard let bytes = try scalingData(invocation) else {
      throw UsageError(
        "`--data FILE` says where the runs are, unless LABS_DATA_DIR holds scaling/chinchilla-figure4.csv.",
        command: "bench")
    }
    let table = try NumberTable(String(decoding: bytes, as: UTF8.self))
    let result = try ScalingBenchmark(
      ScalingRun.runs(in: table, .chinchilla), rounds: invocation.number("rounds", in: 1...1000) ?? 5
    ).run()
    if invocation.wantsJSON {
      try invocation.console.print(json: result)
    } else {
      invocation.console.print(result.description)
    }
    return .done
  }

  private static func scalingData(_ invocation: Invocation) throws -> [UInt8]? {
    if let path = invocation.value(of: "data") { return [UInt8](try Data(contentsOf: URL(filePath: path))) }
    return try RealData.read("scaling/chinchilla-figure4.csv")
  }
}
