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
    for result in verdict.results { showLine(result, verdict.blocker(of: result, in: lab)) }
    let short = verdict.results.filter { $0.failure != nil || $0.didNotRun }
    let first = mostTelling(short, verdict)
    for result in showsAll ? short : first.map({ [$0] }) ?? [] { showInFull(result, verdict) }
    showSummary(verdict, failures: short.count, next: first)
  }

  /// What rests on a broken exercise is wrong for that reason; the broken one is shown.
  private func mostTelling(_ results: [CheckpointResult], _ verdict: LabVerdict) -> CheckpointResult? {
    results.first { verdict.blocker(of: $0, in: lab) == nil } ?? results.first
  }

  private func showLine(_ result: CheckpointResult, _ blocker: Lab.Exercise?) {
    guard let checkpoint = lab.checkpoints.first(where: { $0.id == result.checkpoint }) else { return }
    let name = "\(checkpoint.id)  \(checkpoint.title)"
    let points = checkpoint.points == 1 ? "1 point" : "\(checkpoint.points) points"
    switch result.outcome {
    case .passed: console.print("  \(console.paint("✓", .good)) \(name)  \(console.paint(points, .dim))")
    case .failed:
      let reason = blocker.map { "  rests on \($0.id), which falls short" } ?? ""
      console.print(
        "  \(console.paint("✗", .bad)) \(console.paint(name, .bold))\(console.paint(reason, .dim))")
    case .notWritten:
      let reason = blocker.map { "calls \($0.id), which is not written yet" } ?? "not written yet"
      console.print("  \(console.paint("· \(name)  \(reason)", .dim))")
    case .didNotRun: console.print("  \(console.paint("!", .warning)) \(name)  did not run")
    }
  }

  private func showInFull(_ result: CheckpointResult, _ verdict: LabVerdict) {
    console.print()
    console.print(console.paint("\(result.checkpoint) falls short", .bold))
    if case .didNotRun(let reason) = result.outcome { console.prose(reason, indent: 2) }
    if let blocker = verdict.blocker(of: result, in: lab) {
      console.prose(
        "It rests on \(blocker.id) (`\(blocker.function)`), which falls short itself: mend that first.",
        indent: 2)
    }
    let lines = verdict.failure(of: result, in: lab)?.lines ?? []
    for line in lines { showPart(line.label, line.text.visiblyPrinted) }
    let output = result.output.visiblyPrinted.withoutBacktrace
    let printed = output.split(separator: "\n", omittingEmptySubsequences: false)
    if !output.isEmpty {
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

  private func showSummary(_ verdict: LabVerdict, failures: Int, next failure: CheckpointResult?) {
    let passed = Set(verdict.results.filter(\.isPassed).map(\.checkpoint))
    let points = lab.checkpoints.reduce(0) { $0 + (passed.contains($1.id) ? $1.points : 0) }
    let possible = lab.checkpoints.reduce(0) { total, checkpoint in
      total + (verdict.results.contains { $0.checkpoint == checkpoint.id } ? checkpoint.points : 0)
    }
    console.print()
    console.print("\(passed.count) of \(verdict.results.count) passed, \(points) of \(possible) points.")
    if let next = failure ?? mostTelling(verdict.results.filter { !$0.isPassed }, verdict) {
      if failures > 1, !showsAll {
        console.print("Every failure in full: " + console.command("check \(lab.number) --all"))
      }
      let graded = lab.checkpoints.first { $0.id == next.checkpoint }?.exercises.first ?? next.checkpoint
      console.print("A hint: " + console.command("hint \(graded)"))
    } else if verdict.results.count == lab.checkpoints.count {
      console.print("Lab \(lab.number) is done. What is left of it: " + console.command("quiz \(lab.number)"))
    }
  }
}
