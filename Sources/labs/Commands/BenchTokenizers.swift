import Foundation
import LabEngine

extension Command {
  /// Encoding with GPT-2's vocabulary, and training, on one text.
  static func benchTokenizers(_ invocation: Invocation) throws -> ExitCode {
    guard let text = invocation.value(of: "text") else {
      throw UsageError("`--text FILE` says what to encode.", command: "bench")
    }
    let vocabulary = try invocation.value(of: "vocabulary").map { value in
      guard let vocabulary = Int(value), vocabulary >= 256 else {
        throw UsageError("`--vocabulary \(value)`: a whole number from 256 is expected.", command: "bench")
      }
      return vocabulary
    }
    let benchmark = TokenizerBenchmark(
      text: URL(fileURLWithPath: text), gpt2: invocation.value(of: "gpt2").map { URL(fileURLWithPath: $0) },
      vocabulary: vocabulary ?? 5000)
    let workloads = try invocation.value(of: "only").map { name in
      guard let workload = benchmark.workloads.first(where: { $0.rawValue == name }) else {
        let names = benchmark.workloads.map(\.rawValue).joined(separator: ", ")
        throw UsageError("`--only \(name)`: there is \(names).", command: "bench")
      }
      return [workload]
    }
    let results = try (workloads ?? benchmark.workloads).map(benchmark.run)
    if invocation.wantsJSON {
      try invocation.console.print(json: results)
    } else {
      for result in results { invocation.console.print(result.description) }
    }
    return .done
  }
}
