import LabEngine

extension Command {
  /// Sixteen chains for each of many held-out problems, with the model that the course ships.
  static func benchReasoning(_ invocation: Invocation) throws -> ExitCode {
    let problems = try invocation.number("count", in: 1...100_000) ?? 1000
    let result = try ReasoningBenchmark(problems: problems).run(.course())
    if invocation.wantsJSON {
      try invocation.console.print(json: result)
    } else {
      invocation.console.print(result.description)
    }
    return .done
  }
}
