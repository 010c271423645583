import Foundation
import LabKit
import LabNotebook

extension Command {
  /// Grades a generated class as `labs grade` would, and tells how fast, how evenly and in how much memory.
  static func benchGrade(_ invocation: Invocation) throws -> ExitCode {
    let course = try invocation.course()
    let console = invocation.console
    let count = try invocation.number("count", in: 20...100_000) ?? 300
    let jobs = try invocation.number("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    try TestBundle(course: course).prepare { console.complain("building the checkpoints") }
    let benchmark = try GradingBenchmark(
      course: course, lab: course.curriculum.lab(named: "01"), count: count, jobs: jobs)
    let result = try benchmark.run { console.showProgress($0) }
    console.showProgress(nil)
    if invocation.wantsJSON { try console.print(json: result) } else { result.show(on: console) }
    return result.problems.isEmpty ? .done : .fellShort
  }
}

/// Times the grading of a generated class.
private struct GradingBenchmark {
  let course: Course
  let lab: Lab
  let submissions: GeneratedClass
  let jobs: Int

  init(course: Course, lab: Lab, count: Int, jobs: Int) throws {
    (self.course, self.lab, self.jobs) = (course, lab, jobs)
    submissions = try GeneratedClass(count: count, course: course, lab: lab)
  }

  /// What was measured.
  struct Result: Encodable {
    let submissions: Int
    let jobs: Int
    let sandbox: String
    let seconds: Double
    let perMinute: Double
    /// Mean seconds of a submission of each kind, while others are graded beside it.
    let secondsByKind: [String: Double]
    /// Seconds of each fifth of the run, and the grader's memory in MB at its end.
    let fifths: [Fifth]
    /// Submissions that earned more or less than they must.
    let problems: [String]

    struct Fifth: Encodable {
      let seconds: Double
      let megabytes: Double
    }
  }

  func run(progress: @escaping @Sendable (String) -> Void) throws -> Result {
    let folder = try ScratchFolder("bench")
    let inbox = folder.url.appending(path: "in")
    try submissions.write(to: inbox)
    let sandbox = Grader(course: course, sandbox: try Sandbox.forStrangers())
    let grader = try SubmissionGrader(
      lab, in: course, hidden: nil, grader: sandbox, seed: 1, limits: .forStrangers)
    let (entries, ignored) = try SubmissionEntry.all(in: inbox)
    let journal = GradingJournal(folder.url.appending(path: "out"))
    let run = GradingJournal.Run(
      settings: grader.settings, submissions: entries.map(\.id), ignored: ignored)
    try journal.begin(run)
    let samples = Samples(every: max(1, entries.count / 5))
    let start = ContinuousClock.now
    _ = try GradingRun(entries, lab: lab, grader: grader, journal: journal, jobs: jobs)
      .run(isCancelled: { false }) { state in
        samples.note(state)
        progress("\(state.done) of \(state.count)")
      }
    let gradebook = Gradebook(lab: lab, run: run, journal: journal)
    _ = try GradebookFiles(gradebook, curriculum: course.curriculum, folder: journal.folder).write()
    let seconds = start.duration(to: .now) / .seconds(1)
    return Result(
      submissions: entries.count, jobs: jobs, sandbox: sandbox.tier.rawValue, seconds: seconds,
      perMinute: Double(entries.count) / seconds * 60, secondsByKind: meanSeconds(gradebook),
      fifths: samples.fifths, problems: problems(gradebook))
  }

  private func meanSeconds(_ gradebook: Gradebook) -> [String: Double] {
    var times: [String: [Double]] = [:]
    for (index, student) in gradebook.students.enumerated() {
      guard let result = gradebook.grade(of: student).result else { continue }
      times[submissions.kind(of: index).rawValue, default: []].append(result.seconds)
    }
    return times.mapValues { $0.reduce(0, +) / Double($0.count) }
  }

  /// The right ones must have every point, and nobody else.
  private func problems(_ gradebook: Gradebook) -> [String] {
    gradebook.students.enumerated().compactMap { index, student in
      let grade = gradebook.grade(of: student)
      let mustPass = submissions.kind(of: index) == .right
      let isAsItMust = grade.hasScore && (grade.earned == lab.points) == mustPass
      return isAsItMust
        ? nil
        : "\(student.id), \(submissions.kind(of: index)): \(grade.status), \(grade.earned) of \(lab.points) points"
    }
  }
}

/// The time and the memory after each fifth of a run.
private final class Samples: @unchecked Sendable {
  private let step: Int
  private var last = 0.0
  private(set) var fifths: [GradingBenchmark.Result.Fifth] = []

  init(every step: Int) { self.step = step }

  /// Called by one worker at a time.
  func note(_ progress: GradingRun.Progress) {
    guard progress.done % step == 0 else { return }
    fifths.append(.init(seconds: progress.seconds - last, megabytes: Self.residentMegabytes))
    last = progress.seconds
  }

  /// What this program holds in memory now; where the system does not say, the most that it ever held.
  private static var residentMegabytes: Double {
    #if os(Linux)
      let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
      let pages = fields.flatMap { $0.dropFirst().first }.flatMap { Double($0) } ?? 0
      return pages * Double(getpagesize()) / 1_048_576
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) / 1_048_576
    #endif
  }
}

extension GradingBenchmark.Result {
  fileprivate func show(on console: Console) {
    console.prose(
      "\(submissions) submissions of lab 01, \(jobs) at a time, sandbox \(sandbox): "
        + "\(seconds.plainDecimal) s, \(perMinute.plainDecimal) a minute.")
    console.print(
      Table(
        ["kind", "seconds each"],
        GeneratedClass.Kind.allCases.map { [$0.rawValue, secondsByKind[$0.rawValue] ?? 0] }))
    console.print(
      Table(
        ["fifth", "seconds", "grader's MB"],
        fifths.enumerated().map { [$0 + 1, $1.seconds, $1.megabytes] }))
    for problem in problems { console.complain(problem) }
  }
}
