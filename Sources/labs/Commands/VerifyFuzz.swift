import LabEngine
import LabKit
import LabNotebook

extension Invocation {
  /// Feeds mutated inputs to every decoder that strangers' bytes reach.
  func fuzz(inputs: Int) throws -> ExitCode {
    let seed = try seed()
    let fuzzer = Fuzzer { RandomStream(seed: seed, stream: $0) }
    let reports = FuzzTarget.all.map { target in
      fuzzer.run(target, inputs: inputs) { [console] done in
        console.showProgress("\(target.name): \(done) of \(inputs)")
      }
    }
    console.showProgress(nil)
    if wantsJSON {
      try console.print(json: reports)
    } else {
      console.print(
        Table(of: reports, title: "Mutated inputs, seed \(seed)") {
          Column("") { $0.holds }
          Column("decoder") { $0.target }
          Column("inputs") { $0.inputs }
          Column("taken for values") { $0.taken }
        })
      for report in reports {
        for problem in report.problems { console.item(report.target, problem, .bad) }
      }
    }
    return reports.allSatisfy(\.holds) ? .done : .fellShort
  }
}
