import Foundation

/// Grades one submission after another by the path that grades a learner: compiled alone, called in its host.
public struct SubmissionGrader: Sendable {
  private let lab: Lab
  private let grader: Grader
  private let hidden: HiddenCheckpoints?
  /// What results depend on.
  public let settings: GradingSettings

  /// A grader for a lab of a course.
  public init(
    _ lab: Lab, in course: Course, hidden: HiddenCheckpoints?, grader: Grader, seed: UInt64,
    limits: SubmissionLimits
  ) throws {
    (self.lab, self.grader, self.hidden) = (lab, grader, hidden)
    settings = try GradingSettings(lab, in: course, hidden: hidden, seed: seed, limits: limits)
  }

  /// Grades what was taken of a submission.
  ///
  /// Whatever happens becomes a result: one submission never ends the grading of the others.
  public func grade(_ intake: Intake) -> SubmissionResult {
    let start = ContinuousClock.now
    var result = SubmissionResult(
      id: intake.id, status: .graded, notes: intake.notes, submitted: intake.submitted,
      digest: intake.digest, results: [], hidden: [], seed: settings.seed, tier: nil, seconds: 0)
    do {
      try run(try intake.exercise.get(), into: &result)
    } catch let problem as IntakeProblem {
      if case .refused = problem { result.status = .refused } else { result.status = .nothingToGrade }
      result.reason = problem.description
    } catch let failure as CompileFailure {
      result.status = .didNotCompile
      result.reason = failure.description
    } catch {
      result.status = .failed
      result.reason = "The grader could not do its work: \(error)"
    }
    result.seconds = start.duration(to: .now) / .seconds(1)
    return result
  }

  private static let noteOnTime =
    "The time for the whole submission ran out, twice, although no call hung: it is slow, or the machine was busy."

  private func run(_ exercise: Data, into result: inout SubmissionResult) throws {
    result.tier = grader.tier
    let library = try grader.compile(
      source: exercise, shownAs: Course.exerciseName, of: lab, limits: settings.limits)
    let start = ContinuousClock.now
    func grade() throws -> LabVerdict {
      try grader.grade(.library(library), lab, seed: settings.seed, limits: settings.limits)
    }
    var verdict = try grade()
    // A busy machine can make right answers late: who ran out of time without hanging gets a second chance.
    if verdict.ranOutOfTimeWithoutHanging {
      verdict = try grade()
      if verdict.ranOutOfTimeWithoutHanging { result.notes.append(Self.noteOnTime) }
    }
    result.results = verdict.results.map(\.trimmed)
    // A checkpoint that did not run is the grader's failure, and must not look like the student's.
    if let broken = verdict.results.first(where: \.didNotRun) {
      result.fail("Checkpoint \(broken.checkpoint) \(broken.outcome.summary).")
    }
    guard let hidden else { return }
    let use = ResourceUse(seconds: start.duration(to: .now) / .seconds(1))
    let outcome = try grader.grade(
      .library(library), lab, hidden: hidden, seed: settings.seed,
      limits: settings.limits.remaining(after: use))
    result.hidden = zip(hidden.checkpoints, outcome.results).enumerated().map { index, pair in
      HiddenResult(number: index + 1, points: pair.0.points, isPassed: pair.1.isPassed)
    }
    if outcome.results.contains(where: \.didNotRun) { result.fail("A hidden checkpoint did not run.") }
  }
}

extension LabVerdict {
  fileprivate var ranOutOfTimeWithoutHanging: Bool {
    let causes = results.compactMap { $0.failure?.cause }
    return causes.contains(where: \.isEndOfBudget) && !causes.contains(where: \.isOwnSlowness)
  }
}

extension SubjectFailure {
  fileprivate var isEndOfBudget: Bool { if case .budgetSpent = self { true } else { false } }

  fileprivate var isOwnSlowness: Bool {
    switch self {
    case .noAnswer, .checkpointTooSlow, .usedUpProcessor: true
    default: false
    }
  }
}

extension SubmissionResult {
  fileprivate mutating func fail(_ reason: String) {
    (status, self.reason) = (.failed, reason)
  }
}

extension CheckpointResult {
  /// With the beginning of what was printed: records are kept for hundreds of students.
  fileprivate var trimmed: CheckpointResult {
    var copy = self
    copy.output = output.withoutBacktrace
    if copy.output.utf8.count > Self.keptOutput {
      copy.output = String(decoding: copy.output.utf8.prefix(Self.keptOutput), as: UTF8.self) + "…"
    }
    return copy
  }

  private static let keptOutput = 2048
}
