import Foundation
import LabKit

extension Command {
  static let check = Command(
    "check", "grade your exercises",
    details: """
      Compiles your file and runs the lab's checkpoints on it, each with fixed examples first and random ones after. \
      The first failure is shown in full. Ends with 1 when a checkpoint falls short.
      """,
    arguments: [.checkpoint],
    options: [
      Option("all", "show every failure in full"),
      Option("seconds", value: "N", "how long one call may take, 10 if not said"),
      Option("seed", value: "N", "begin the random inputs there, to see a failure again"), .json,
    ],
    example: Example("labs check 01.3", "Runs checkpoint 01.3 on Workspace/01-routing/Exercise.swift.")
  ) { invocation in
    let course = try invocation.course()
    let (lab, checkpoints) = try invocation.checkpoints(in: course)
    let seed = try invocation.seed()
    let limits = try invocation.limits()
    let check = LearnerCheck(course: course)
    try check.prepare {
      invocation.console.complain("building the checkpoints; this happens once after each update")
    }
    let report: LearnerCheck.Report
    do {
      report = try check.check(lab, only: checkpoints, seed: seed, limits: limits)
    } catch let error as LearnerCheckError {
      invocation.console.complain("\(error)")
      return .fellShort
    }
    if invocation.wantsJSON {
      try invocation.console.print(json: CheckAnswer(lab, report))
    } else {
      CheckPrinter(console: invocation.console, lab: lab, showsAll: invocation.has("all")).show(report)
    }
    return report.isPassed ? .done : .fellShort
  }
}

extension Argument {
  static let checkpoint = Argument(
    "CHECKPOINT", "a checkpoint such as 01.3, or a lab; without it, the lab you were at", isRequired: false,
    values: .exercises)
}

extension Invocation {
  /// The lab that was named, and the one checkpoint if one was.
  func checkpoints(in course: Course) throws -> (lab: Lab, only: [Lab.Checkpoint]?) {
    guard let name = argument(Argument.checkpoint.name) else { return (try currentLab(in: course), nil) }
    guard name.contains(".") else { return (try course.curriculum.lab(named: name), nil) }
    let (lab, checkpoint) = try course.curriculum.checkpoint(named: name)
    return (lab, [checkpoint])
  }

  /// The limits on one call, with the seconds that were given.
  func limits() throws -> SubmissionLimits {
    var limits = SubmissionLimits()
    guard let text = value(of: "seconds") else { return limits }
    guard let seconds = Double(text), seconds > 0, seconds <= 3600 else {
      throw UsageError(
        "`--seconds \(text)`: a number above 0 and up to 3600 is expected.", command: command.name)
    }
    limits.seconds = seconds
    return limits
  }

  /// The seed that was given, else a new one for every run, so that nobody learns the inputs by heart.
  func seed() throws -> UInt64 {
    guard let text = value(of: "seed") else { return UInt64.random(in: 1...999_999) }
    guard let seed = UInt64(text) else {
      throw UsageError("`--seed \(text)`: a whole number from 0 is expected.", command: command.name)
    }
    return seed
  }
}

extension LearnerCheck.Report {
  /// Whether everything that was asked for passed.
  var isPassed: Bool { if case .ran(let verdict) = self { verdict.isPassed } else { false } }
}

/// The answer for programs.
private struct CheckAnswer: Encodable {
  let lab: String
  let passed: Bool
  let points: Int
  let of: Int
  let compileError: String?
  let seed: UInt64?
  let sandbox: SandboxTier?
  let results: [CheckpointResult]

  init(_ lab: Lab, _ report: LearnerCheck.Report) {
    self.lab = lab.number
    passed = report.isPassed
    of = lab.points
    switch report {
    case .didNotCompile(let failure):
      (compileError, seed, sandbox, results, points) = (failure.description, nil, nil, [], 0)
    case .ran(let verdict):
      (compileError, seed, sandbox, results) = (nil, verdict.seed, verdict.tier, verdict.results)
      let earned = Set(verdict.results.filter(\.isPassed).map(\.checkpoint))
      points = lab.checkpoints.reduce(0) { $0 + (earned.contains($1.id) ? $1.points : 0) }
    }
  }
}
