/// What the course promises about a lab, held against what happens.
public struct LabProof: Sendable, Codable {
  /// The lab's number.
  public let lab: String
  /// One row for each subject or part that was tried.
  public let rows: [Row]

  /// One promise.
  public struct Row: Sendable, Codable {
    /// What was tried, such as `solution` or the name of a misconception.
    public let subject: String
    /// What must be so.
    public let promise: String
    /// What was found, in few words.
    public let found: String
    /// Where it falls short; empty when the promise is kept.
    public let problems: [String]

    /// A row.
    public init(subject: String, promise: String, found: String, problems: [String]) {
      (self.subject, self.promise, self.found, self.problems) = (subject, promise, found, problems)
    }

    /// Whether the promise is kept.
    public var holds: Bool { problems.isEmpty }
  }

  /// Whether every promise is kept.
  public var holds: Bool { rows.allSatisfy(\.holds) }
}

extension LabProof.Row {
  /// The solution passes every checkpoint.
  init(solution verdict: LabVerdict) {
    let problems = verdict.results.filter { !$0.isPassed }.map { "\($0.checkpoint) \($0.outcome.summary)" }
    self.init(
      subject: "solution", promise: "passes all", found: Self.count(verdict), problems: problems)
  }

  /// Something that was not thought through passes no checkpoint.
  init(_ subject: String, passesNone verdict: LabVerdict) {
    var problems = verdict.results.filter(\.isPassed).map { "\($0.checkpoint) passes" }
    problems += verdict.results.filter(\.didNotRun).map { "\($0.checkpoint) \($0.outcome.summary)" }
    self.init(subject: subject, promise: "passes none", found: Self.count(verdict), problems: problems)
  }

  /// A misconception fails exactly the checkpoints it is listed for, and is named where it lives.
  init(_ misconception: MisconceptionSummary, verdict: LabVerdict) {
    let failed = verdict.results.filter { $0.failure != nil }.map(\.checkpoint)
    var problems = verdict.results.filter(\.didNotRun).map { "\($0.checkpoint) \($0.outcome.summary)" }
    problems += misconception.fails.filter { !failed.contains($0) }.map {
      "\($0) passes although it is listed"
    }
    problems += failed.filter { !misconception.fails.contains($0) }.map {
      "\($0) fails although it is not listed"
    }
    let home = verdict.results.first { $0.checkpoint == misconception.lives }?.failure
    if home?.misconception?.id != misconception.id {
      let named = home?.misconception.map { "names `\($0.id)`" } ?? "names nothing"
      problems.append("\(misconception.lives) \(named)")
    }
    self.init(
      subject: misconception.id, promise: "fails \(misconception.fails.joined(separator: ", "))",
      found: failed.isEmpty ? "passes all" : "fails \(failed.joined(separator: ", "))", problems: problems)
  }

  private static func count(_ verdict: LabVerdict) -> String {
    "\(verdict.results.filter(\.isPassed).count) of \(verdict.results.count) pass"
  }
}

extension CheckpointResult {
  /// Whether it left no verdict.
  public var didNotRun: Bool { if case .didNotRun = outcome { true } else { false } }
}

extension CheckpointResult.Outcome {
  /// The verdict in one line.
  public var summary: String {
    switch self {
    case .passed: "passes"
    case .failed(let failure):
      "fails: " + (failure.cause?.description ?? failure.asked ?? "no reason given")
    case .notWritten(let exercise): "is not written yet (\(exercise))"
    case .didNotRun(let reason): "did not run: \(reason)"
    }
  }
}
