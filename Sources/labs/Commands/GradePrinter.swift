import Foundation
import LabKit
import LabNotebook

/// Writes a gradebook's files and shows the class on the terminal.
struct GradePrinter {
  let invocation: Invocation
  private var console: Console { invocation.console }

  /// One line of the table.
  private struct Row {
    let id, status, points, remark: String

    init(_ grade: Grade) {
      id = grade.student.id.visiblyPrinted
      status = grade.status
      points = grade.hasScore ? grade.total.plainDecimal : "–"
      let late = grade.late.map { "\($0.days) d late" }
      let hand = grade.adjustments.isEmpty ? nil : "changed by hand"
      let roster = grade.isOnRoster ? nil : "not on the roster"
      remark = [late, hand, roster, grade.shortReason].compactMap { $0 }.joined(separator: "; ")
    }
  }

  /// Writes all files.
  ///
  /// - Returns: `fellShort` when a submission could not be graded through our own fault.
  func write(_ gradebook: Gradebook, of course: Course, to folder: URL) throws -> ExitCode {
    var rows: [Row] = []
    var failed = 0
    let summary = try GradebookFiles(gradebook, curriculum: course.curriculum, folder: folder).write {
      grade in
      rows.append(Row(grade))
      if grade.result?.status == .failed { failed += 1 }
    }
    if invocation.wantsJSON {
      try console.print(
        json: GradeAnswer(out: folder.path, seed: gradebook.run.settings.seed, summary: summary))
    } else {
      show(rows, gradebook, summary)
      console.prose("Feedback, grades.csv, report.json and the rest are in \(console.path(folder)).")
    }
    for id in gradebook.strayAdjustments {
      console.complain(
        "the adjustments name `\(id.visiblyPrinted)`, who is neither on the roster nor handed in")
    }
    guard failed > 0 else { return .done }
    console.complain("\(failed) could not be graded through no fault of theirs; the same command tries again")
    return .fellShort
  }

  private func show(_ rows: [Row], _ gradebook: Gradebook, _ summary: ClassSummary) {
    console.print(
      Table(of: rows) {
        Column("student") { $0.id }
        Column("status") { $0.status }
        Column("of \(gradebook.possible)") { $0.points }
        Column("") { $0.remark }
      })
    console.print()
    console.print(summary.table)
    console.print()
    if let plot = summary.mistakesPlot {
      Swift.print(plot.display.text(for: console.terminal))
      console.print()
    }
    console.prose(summary.headline + ".")
  }
}

private struct GradeAnswer: Encodable {
  let out: String
  let seed: UInt64
  let summary: ClassSummary
}
