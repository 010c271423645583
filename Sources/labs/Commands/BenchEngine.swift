import Foundation
import LabEngine

extension Command {
  /// The engine's workloads: matrix products, attention, training steps, generated tokens.
  static func benchEngine(_ invocation: Invocation) throws -> ExitCode {
    let workloads = try invocation.value(of: "only").map { name in
      guard let workload = EngineBenchmark.Workload(rawValue: name) else {
        let names = EngineBenchmark.Workload.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("`--only \(name)`: the workloads are \(names).", command: "bench")
      }
      return [workload]
    }
    let benchmark = EngineBenchmark(
      weightsFolder: invocation.value(of: "weights").map { URL(fileURLWithPath: $0) })
    var results: [EngineBenchmark.Result] = []
    for workload in workloads ?? EngineBenchmark.Workload.allCases {
      invocation.console.showProgress(workload.rawValue)
      results.append(try benchmark.run(workload))
      invocation.console.showProgress(nil)
      if !invocation.wantsJSON { invocation.console.print(results[results.count - 1].description) }
    }
    if invocation.wantsJSON { try invocation.console.print(json: results) }
    return .done
  }
}
