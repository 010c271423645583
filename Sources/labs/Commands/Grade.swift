import Foundation
import LabKit
import LabNotebook

extension Command {
  static let grade = Command(
    "grade", "grade a folder of submissions",
    details: """
      SUBMISSIONS holds one folder or archive (zip, tar, tar.gz) a student; of each, the file Exercise.swift is \
      graded, in a sandbox and within limits. Each result is kept as soon as it is there: after an \
      interruption the same command goes on. The folder of --out then holds feedback, grades.csv, report.json, \
      junit.xml, summary.html, and results.json for Gradescope and PrairieLearn. Ends with 1 when a submission could \
      not be graded through the grader's own fault.
      """,
    arguments: [Argument("SUBMISSIONS", "the folder with the submissions")],
    options: [
      Option("lab", value: "LAB", "the lab to grade"),
      Option("out", value: "DIR", "where to write, grades/NN-name if not said"),
      Option("jobs", value: "N", "how many at a time, one for each processor if not said"),
      Option("seed", value: "N", "begin the random inputs there, to grade again exactly"),
      Option("hidden", value: "DIR", "a folder with hidden checkpoints, see Examples/Grading"),
      Option("shard", value: "I/N", "only the Ith of N parts, to be put together by `grade merge`"),
    ] + gradebookOptions + limitOptions + [
      Option("unsandboxed", "grade even where this machine has no sandbox"), .json,
    ],
    example: Example(
      "labs grade submissions --lab 01 --roster roster.csv",
      "Grades every submission and writes grades/01-routing/."),
    subcommands: [.gradeMerge, .gradescopeBundle]
  ) { invocation in
    try GradeCommand(invocation).run()
  }
}

/// One use of `labs grade`.
private struct GradeCommand {
  let invocation: Invocation
  let course: Course
  let lab: Lab
  let submissions: URL
  let journal: GradingJournal
  let grader: Grader
  var console: Console { invocation.console }

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    course = try invocation.course()
    guard let name = invocation.value(of: "lab") else {
      throw UsageError("`--lab` says which lab to grade.", command: "grade")
    }
    lab = try course.curriculum.lab(named: name)
    submissions = URL(filePath: invocation.argument("SUBMISSIONS") ?? ".")
    let out = invocation.file("out") ?? URL(filePath: "grades/\(lab.folderName)")
    guard !out.standardizedFileURL.path.hasPrefix(submissions.standardizedFileURL.path + "/") else {
      throw UsageError("`--out` must not lie among the submissions.", command: "grade")
    }
    journal = GradingJournal(out)
    grader = Grader(
      course: course, sandbox: try Sandbox.forStrangers(unsandboxed: invocation.has("unsandboxed")))
  }

  func run() throws -> ExitCode {
    let book = try invocation.gradebookParts()
    let limits = try invocation.submissionLimits()
    let jobs = try invocation.number("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    let hidden = try invocation.file("hidden").map(HiddenCheckpoints.init(folder:))
    let shard = try self.shard()
    let (entries, ignored) = try SubmissionEntry.all(in: submissions)
    // From here on Ctrl-C waits for the submissions in flight.
    let interrupt = HeldInterrupt()
    try TestBundle(course: course).prepare(hidden: hidden) {
      console.complain("building the checkpoints; this happens once after each change")
    }
    let submissionGrader = try SubmissionGrader(
      lab, in: course, hidden: hidden, grader: grader, seed: seed(), limits: limits)
    let run = GradingJournal.Run(
      settings: submissionGrader.settings, submissions: entries.map(\.id), ignored: ignored)
    try journal.begin(run)
    let mine = shard?.part(of: entries) ?? entries
    tellBeginning(mine.count, ignored: ignored, seed: run.settings.seed)
    let progress = try GradingRun(mine, lab: lab, grader: submissionGrader, journal: journal, jobs: jobs)
      .run(isCancelled: { interrupt.isPending }, progress: { [console] in console.showProgress($0.words) })
    console.showProgress(nil)
    if progress.done < progress.count {
      console.complain(
        "stopped; \(progress.done) of \(progress.count) have a result. The same command goes on from here.")
      interrupt.release()
      return .fellShort
    }
    interrupt.release()
    if shard != nil { return tellShard(progress) }
    let gradebook = Gradebook(
      lab: lab, run: run, journal: journal, roster: book.roster, adjustments: book.adjustments,
      latePolicy: book.latePolicy)
    return try GradePrinter(invocation: invocation).write(gradebook, of: course, to: journal.folder)
  }

  private func shard() throws -> Shard? {
    guard let text = invocation.value(of: "shard") else { return nil }
    guard let shard = Shard(text) else {
      throw UsageError("`--shard \(text)`: a part such as 2/4 is expected.", command: "grade")
    }
    return shard
  }

  /// The seed that was given, else the one that was begun with, else a new one.
  private func seed() throws -> UInt64 {
    if invocation.has("seed") { return try invocation.seed() }
    let begun = try journal.run().flatMap { $0.settings.lab == lab.number ? $0.settings.seed : nil }
    return try begun ?? invocation.seed()
  }

  private func tellBeginning(_ count: Int, ignored: [String], seed: UInt64) {
    guard !invocation.wantsJSON else { return }
    let submissions = count == 1 ? "1 submission" : "\(count) submissions"
    console.prose("Lab \(lab.number), \(submissions), seed \(seed). Sandbox: \(grader.tier.summary).")
    if !ignored.isEmpty {
      console.prose("Not submissions: \(ignored.prefix(10).joined(separator: ", ")).", indent: 0, .dim)
    }
  }

  private func tellShard(_ progress: GradingRun.Progress) -> ExitCode {
    console.prose(
      "\(progress.count) results are in \(console.path(journal.folder)). When all parts are there:")
    console.print("  " + console.command("grade merge \(console.path(journal.folder)) … --out grades"))
    return .done
  }
}

extension GradingRun.Progress {
  /// How far it is and how long it will take, on one line.
  fileprivate var words: String {
    let left = secondsLeft.map { seconds in
      let minutes = Int(seconds) / 60
      return minutes > 0
        ? ", about \(minutes) min \(Int(seconds) % 60) s left" : ", about \(Int(seconds)) s left"
    }
    return "\(done) of \(count)\(left ?? "")"
  }
}
