import Foundation
import LabKit
import LabNotebook

extension Command {
  /// Times what each sandbox of this machine costs.
  static func benchSandbox(_ invocation: Invocation) throws -> ExitCode {
    let course = try invocation.course()
    let console = invocation.console
    let rounds = try invocation.number("rounds", in: 1...1000) ?? 20
    let result = try SandboxBenchmark(
      course: course, lab: course.curriculum.lab(named: "01"), rounds: rounds
    ).run { console.showProgress($0) }
    console.showProgress(nil)
    if invocation.wantsJSON { try console.print(json: result) } else { console.print(result.table) }
    return .done
  }
}

/// Times a compilation and a host's start, in every tier in turn, so that ratios hold on a machine whose speed drifts.
private struct SandboxBenchmark {
  let course: Course
  let lab: Lab
  let rounds: Int

  /// Seconds of each round, by tier.
  struct Result: Encodable {
    var tiers: [SandboxTier] = []
    var compiling: [[Double]] = []
    var starting: [[Double]] = []
  }

  func run(progress: (String) -> Void) throws -> Result {
    let sandboxes = Sandbox.available()
    let source = try Data(contentsOf: course.stubs(of: lab))
    var result = Result(tiers: sandboxes.map(\.tier))
    for round in 0...rounds {
      progress("round \(round) of \(rounds)")
      let times = try sandboxes.map { try measure($0, source) }
      // The first round fills caches.
      guard round > 0 else { continue }
      result.compiling.append(times.map(\.compiling))
      result.starting.append(times.map(\.starting))
    }
    return result
  }

  private func measure(
    _ sandbox: Sandbox, _ source: Data
  ) throws -> (compiling: Double, starting: Double) {
    let compiler = try SubjectCompiler(sandbox: sandbox)
    let start = ContinuousClock.now
    let library = try compiler.compile(
      source: source, binding: course.binding(of: lab), shownAs: "Exercise.swift")
    let compiled = ContinuousClock.now
    try HostSubject(library: library, sandbox: sandbox).load()
    let loaded = ContinuousClock.now
    return (start.duration(to: compiled) / .seconds(1), compiled.duration(to: loaded) / .seconds(1))
  }
}

extension SandboxBenchmark.Result {
  /// Medians, and their ratio to limits alone.
  fileprivate var table: Table {
    Table(
      ["", "host start, ms", "of limits only", "compiling, ms", "of limits only"],
      tiers.indices.map { tier in
        [
          tiers[tier].rawValue, 1000 * median(starting, tier), ratio(starting, tier),
          1000 * median(compiling, tier), ratio(compiling, tier),
        ]
      },
      title: "Sandboxes, \(starting.count) rounds")
  }

  private func median(_ rounds: [[Double]], _ tier: Int) -> Double {
    let sorted = rounds.map { $0[tier] }.sorted()
    return sorted.dropFirst(sorted.count / 2).first ?? 0
  }

  /// The median of the ratios within each round; limits alone come last.
  private func ratio(_ rounds: [[Double]], _ tier: Int) -> Double {
    let sorted = rounds.compactMap { round in round.last.map { round[tier] / $0 } }.sorted()
    return sorted.dropFirst(sorted.count / 2).first ?? 0
  }
}
