import Foundation
import LabKit

/// What a gradebook is made of beside the results.
struct GradebookParts {
  var roster: Roster?
  var adjustments = Adjustments()
  var latePolicy: LatePolicy?
}

/// Options of whatever writes a gradebook.
let gradebookOptions = [
  Option("roster", value: "FILE", "CSV with the columns id, name, submitted: who is missing is told"),
  Option("adjustments", value: "FILE", "CSV with the columns id, points, comment: added to what was earned"),
  Option("deadline", value: "DATE", "when work is late, such as 2026-11-20T23:59:00Z"),
  Option("late-penalty", value: "PERCENT", "what each day begun after the deadline costs"),
]

/// Options that cap what one submission may use.
let limitOptions = [
  Option("cpu", value: "SECONDS", "processor time for all of a submission, 5 if not said"),
  Option("wall", value: "SECONDS", "time for all of a submission, 10 if not said"),
  Option("call", value: "SECONDS", "time until one call counts as hung, 3 if not said"),
  Option("memory", value: "MB", "memory of one process, 2048 if not said"),
  Option("processes", value: "N", "processes and threads at once, 64 if not said"),
  Option("file-size", value: "MB", "bytes of one file, 16 if not said"),
  Option("disk", value: "MB", "bytes of all files together, 64 if not said"),
  Option("output", value: "MB", "bytes that one call may print, 16 if not said"),
]

extension Invocation {
  /// The file or folder named by an option.
  func file(_ option: String) -> URL? { value(of: option).map { URL(filePath: $0) } }

  /// Reads the files that a gradebook is made of, before any time is spent on grading.
  func gradebookParts() throws -> GradebookParts {
    var parts = GradebookParts()
    parts.roster = try file("roster").map(Roster.init(file:))
    if let file = file("adjustments") { parts.adjustments = try Adjustments(file: file) }
    parts.latePolicy = try latePolicy()
    return parts
  }

  private func latePolicy() throws -> LatePolicy? {
    let percent = try decimal("late-penalty", in: 0...100)
    guard let text = value(of: "deadline") else {
      guard percent == nil else {
        throw UsageError("`--late-penalty` needs a `--deadline`.", command: command.name)
      }
      return nil
    }
    guard let deadline = Moment.parse(text) else {
      throw UsageError("`--deadline \(text)`: \(Moment.form) is expected.", command: command.name)
    }
    guard let percent else {
      throw UsageError("`--deadline` needs a `--late-penalty`, such as 10.", command: command.name)
    }
    return LatePolicy(deadline: deadline, percentPerDay: percent)
  }

  /// The limits that strangers' code has, with those that were given.
  func submissionLimits() throws -> SubmissionLimits {
    var limits = SubmissionLimits.forStrangers
    let seconds = 0.1...3600.0
    if let value = try decimal("cpu", in: seconds) { limits.cpuSeconds = value }
    if let value = try decimal("wall", in: seconds) { limits.totalSeconds = value }
    if let value = try decimal("call", in: seconds) { limits.seconds = value }
    if let value = try number("memory", in: 64...1 << 20) { limits.memory = value << 20 }
    if let value = try number("processes", in: 1...1 << 16) { limits.processes = value }
    if let value = try number("file-size", in: 1...1 << 14) { limits.fileSize = value << 20 }
    if let value = try number("disk", in: 1...1 << 14) { limits.disk = value << 20 }
    if let value = try number("output", in: 1...1 << 10) { limits.output = value << 20 }
    return limits
  }
}
