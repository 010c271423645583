import Foundation
import LabKit

extension Command {
  static let gradeMerge = Command(
    "grade merge", "put together what several machines graded",
    details: """
      Each DIR is the --out of a `labs grade --shard`, made under the same settings. Writes the same files as one run \
      over all submissions would; parts that are missing are told by name. The roster, the adjustments and the late rule \
      belong here, not to the parts.
      """,
    arguments: [Argument("DIR", "what a part was written to", isRepeated: true)],
    options: [Option("out", value: "DIR", "where to write, grades/NN-name if not said")] + gradebookOptions
      + [.json],
    example: Example(
      "labs grade merge shard-1 shard-2 --out grades", "Writes one gradebook from two parts.")
  ) { invocation in
    let course = try invocation.course()
    let book = try invocation.gradebookParts()
    let parts = invocation.allArguments("DIR").map { GradingJournal(URL(filePath: $0)) }
    guard let first = try parts.first?.run() else {
      throw JournalError.noRun(invocation.argument("DIR") ?? "")
    }
    let lab = try course.curriculum.lab(named: first.settings.lab)
    let out = invocation.file("out") ?? URL(filePath: "grades/\(lab.folderName)")
    let journal = GradingJournal(out)
    let gradebook = Gradebook(
      lab: lab, run: try journal.merge(parts), journal: journal, roster: book.roster,
      adjustments: book.adjustments, latePolicy: book.latePolicy)
    return try GradePrinter(invocation: invocation).write(gradebook, of: course, to: out)
  }
}
