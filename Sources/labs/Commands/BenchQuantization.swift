import LabEngine

extension Command {
  /// What quantization costs the course's model and what it saves, then how fast its products are.
  static func benchQuantization(_ invocation: Invocation) throws -> ExitCode {
    if !invocation.wantsJSON { try printStudy(to: invocation.console) }
    let results = QuantizationBenchmark().run()
    if invocation.wantsJSON {
      try invocation.console.print(json: results)
    } else {
      for result in results { invocation.console.print(result.description) }
    }
    return .done
  }

  private static func printStudy(to console: Console) throws {
    let study = try QuantizationStudy(of: .course())
    for format in [BlockFormat.q80, .q40] {
      for rounding in [false, true] {
        console.print(try study.report(format, rounding: rounding).description)
      }
    }
    for bits in [4, 3] {
      let scheme = try IntegerScheme(bits: bits, mapping: .absmax, granularity: .group(32))
      console.print(try study.rounding(scheme).description)
      console.print(try study.gptq(GPTQ(scheme: scheme)).description)
      console.print(try study.gptq(GPTQ(scheme: scheme, ordersByActivation: true)).description)
      console.print(try study.awq(AWQ(scheme: scheme)).description)
    }
    console.print(try study.rounding(NormalFloat4(groupSize: 32)).description)
    for format in Float8.allCases {
      console.print(try study.rounding(ScaledFloat8(format, granularity: .channel)).description)
    }
    for format in BlockFormat.allCases where format != .q4K {
      console.print(try study.rounding(format).description)
    }
  }
}
