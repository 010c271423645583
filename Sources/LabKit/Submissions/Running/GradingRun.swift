import Foundation

/// Grades many submissions, several at a time, and keeps each result as soon as it is there.
public struct GradingRun: Sendable {
  private let entries: [SubmissionEntry]
  private let lab: Lab
  private let grader: SubmissionGrader
  private let journal: GradingJournal
  private let jobs: Int

  /// A run over `entries`, `jobs` at a time.
  public init(
    _ entries: [SubmissionEntry], lab: Lab, grader: SubmissionGrader, journal: GradingJournal, jobs: Int
  ) {
    (self.entries, self.lab, self.grader) = (entries, lab, grader)
    (self.journal, self.jobs) = (journal, max(1, jobs))
  }

  /// How far a run is.
  public struct Progress: Sendable {
    /// Submissions with a result.
    public var done: Int
    /// Of these, how many had one before this run.
    public var found: Int
    /// All submissions of this run.
    public var count: Int
    /// Seconds since the run began.
    public var seconds: Double

    /// Seconds that the rest will take at the pace so far; `nil` while there is none.
    public var secondsLeft: Double? {
      done > found ? seconds / Double(done - found) * Double(count - done) : nil
    }
  }

  /// Grades what has no result yet.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each submission, and after: what ended while the run was being
  ///     stopped may have ended because of that, and is not kept.
  ///   - progress: told after each submission, from several threads but never from two at once.
  /// - Returns: How far it came.
  /// - Throws: `FileError` when results cannot be written; the run then stops.
  public func run(
    isCancelled: @escaping @Sendable () -> Bool, progress: @escaping @Sendable (Progress) -> Void
  ) throws -> Progress {
    let state = RunState(count: entries.count, report: progress)
    DispatchQueue.concurrentPerform(iterations: min(jobs, max(1, entries.count))) { _ in
      while !isCancelled(), let index = state.next() {
        do {
          let wasFound = try settle(entries[index], isCancelled: isCancelled)
          if let wasFound { state.finish(wasFound: wasFound) }
        } catch {
          state.stop(error)
        }
      }
    }
    return try state.end()
  }

  /// Finds or makes the result of one submission.
  ///
  /// - Returns: Whether there was one already; `nil` when there is none because the run was stopped.
  private func settle(_ entry: SubmissionEntry, isCancelled: () -> Bool) throws -> Bool? {
    let intake = Intake(entry, lab: lab)
    if let known = journal.result(of: entry.id, under: grader.settings, digest: intake.digest),
      known.status != .failed
    {
      return true
    }
    let result = grader.grade(intake)
    if isCancelled() { return nil }
    try journal.keep(result, under: grader.settings)
    return false
  }
}

/// What the workers of a run share, one at a time.
private final class RunState: @unchecked Sendable {
  private let lock = NSLock()
  private let start = ContinuousClock.now
  private let report: (GradingRun.Progress) -> Void
  private var progress: GradingRun.Progress
  private var nextIndex = 0
  private var failure: (any Error)?

  init(count: Int, report: @escaping (GradingRun.Progress) -> Void) {
    self.report = report
    progress = GradingRun.Progress(done: 0, found: 0, count: count, seconds: 0)
  }

  /// The next submission to look at; none after a failure.
  func next() -> Int? {
    lock.withLock {
      guard failure == nil, nextIndex < progress.count else { return nil }
      defer { nextIndex += 1 }
      return nextIndex
    }
  }

  func finish(wasFound: Bool) {
    lock.withLock {
      progress.done += 1
      progress.found += wasFound ? 1 : 0
      progress.seconds = start.duration(to: .now) / .seconds(1)
      report(progress)
    }
  }

  func stop(_ error: any Error) {
    lock.withLock { failure = failure ?? error }
  }

  func end() throws -> GradingRun.Progress {
    if let failure { throw failure }
    return progress
  }
}
