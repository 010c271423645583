import LabKit
import LabNotebook

/// Prints what came of a check, for a person.
struct CheckPrinter {
  let console: Console
  let lab: Lab
  /// Whether every failure is shown in full, not only the first.
  let showsAll: Bool

  func show(_ report: LearnerCheck.Report) {
    switch report {
    case .didNotCompile(let failure):
      console.print(console.paint("✗ Lab \(lab.number)", .bad) + " \(failure)")
    case .ran(let verdict): show(verdict)
    }
  }

  private func show(_ verdict: LabVerdict) {
    for result in verdict.results { showLine(result) }
    let short = verdict.results.filter { $0.failure != nil || $0.didNotRun }
    for result in showsAll ? short[...] : short.prefix(1) { showInFull(result, verdict) }
    showSummary(verdict, failures: short.count)
  }

  private func showLine(_ result: CheckpointResult) {
    guard let checkpoint = lab.checkpoints.first(where: { $0.id == result.checkpoint }) else { return }
    let name = "\(checkpoint.id)  \(checkpoint.title)"
    let points = checkpoint.points == 1 ? "1 point" : "\(checkpoint.points) points"
    switch result.outcome {
    case .passed: console.print("  \(console.paint("✓", .good)) \(name)  \(console.paint(points, .dim))")
    case .failed: console.print("  \(console.paint("✗", .bad)) \(console.paint(name, .bold))")
    case .notWritten: console.print("  \(console.paint("· \(name)  not written yet", .dim))")
    case .didNotRun: console.print("  \(console.paint("!", .warning)) \(name)  did not run")
    }
  }

  private func showInFull(_ result: CheckpointResult, _ verdict: LabVerdict) {
    console.print()
    console.print(console.paint("\(result.checkpoint) falls short", .bold))
    if case .didNotRun(let reason) = result.outcome { console.prose(reason, indent: 2) }
    for line in result.failure?.lines ?? [] { showPart(line.label, line.text) }
    let printed = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    if !result.output.isEmpty {
      let shown = printed.prefix(Self.mostOutputLines).joined(separator: "\n")
      let rest =
        printed.count > Self.mostOutputLines ? "\n… \(printed.count - Self.mostOutputLines) more lines" : ""
      showPart("printed", shown + rest)
    }
    console.print(console.paint("  the same random inputs again: --seed \(verdict.seed)", .dim))
  }

  private static let mostOutputLines = 12

  /// A label, and text in a column of its own. Grids and what was printed keep their lines; values and
  /// sentences are broken to the width.
  private func showPart(_ label: String, _ text: String) {
    let keepsLines = label.isEmpty || label == "printed"
    if !keepsLines { return console.item(label.aligned(toWidth: 8), text, .dim) }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      console.print("  \(console.paint((index == 0 ? label : "").aligned(toWidth: 8), .dim))  \(line)")
    }
  }

  private func showSummary(_ verdict: LabVerdict, failures: Int) {
    let passed = Set(verdict.results.filter(\.isPassed).map(\.checkpoint))
    let points = lab.checkpoints.reduce(0) { $0 + (passed.contains($1.id) ? $1.points : 0) }
    let possible = lab.checkpoints.reduce(0) { total, checkpoint in
      total + (verdict.results.contains { $0.checkpoint == checkpoint.id } ? checkpoint.points : 0)
    }
    console.print()
    console.print("\(passed.count) of \(verdict.results.count) passed, \(points) of \(possible) points.")
    if let next = verdict.results.first(where: { !$0.isPassed }) {
      if failures > 1, !showsAll {
        console.print("Every failure in full: " + console.command("check \(lab.number) --all"))
      }
      console.print("A hint: " + console.command("hint \(next.checkpoint)"))
    } else if verdict.results.count == lab.checkpoints.count {
      console.print("Lab \(lab.number) is done. What is left of it: " + console.command("quiz \(lab.number)"))
    }
  }
}
