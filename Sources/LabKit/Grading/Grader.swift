import Foundation

/// Grades implementations of a lab by running its checkpoints in the test bundle.
public struct Grader: Sendable {
  private let course: Course
  private let bundle: TestBundle
  private let sandbox: Sandbox
  private let products: BuildProducts

  /// A grader for the checkpoints that were built beside `products`.
  public init(course: Course, products: BuildProducts = .current(), sandbox: Sandbox = .probe()) {
    self.course = course
    self.products = products
    self.sandbox = sandbox
    bundle = TestBundle(course: course, products: products)
  }

  /// The sandbox that subjects run in.
  public var tier: SandboxTier { sandbox.tier }

  /// Compiles a learner's own exercise file with the lab's binding.
  ///
  /// - Throws: `CompileFailure` for what its author can mend.
  public func compile(_ exercise: URL, of lab: Lab) throws -> SubjectLibrary {
    try SubjectCompiler(products: products, sandbox: sandbox).compile(
      exercise: exercise, binding: course.binding(of: lab), shownAs: course.displayPath(exercise))
  }

  /// Compiles what a stranger handed in, within the limits on the whole submission.
  ///
  /// - Parameter path: the name that messages give it.
  /// - Throws: `CompileFailure` for what its author can mend.
  public func compile(
    source: Data, shownAs path: String, of lab: Lab, limits: SubmissionLimits
  ) throws -> SubjectLibrary {
    try SubjectCompiler(products: products, sandbox: sandbox, limits: limits).compile(
      source: source, binding: course.binding(of: lab), shownAs: path)
  }

  /// Runs a lab's checkpoints, or some of them, against a subject.
  ///
  /// A checkpoint of the list that left no record did not run, which is never a pass.
  ///
  /// - Parameter observe: is told each result as it comes, on another thread.
  public func grade(
    _ subject: SubjectSource, _ lab: Lab, only checkpoints: [Lab.Checkpoint]? = nil,
    seed: UInt64 = GradingRequest.defaultSeed, limits: SubmissionLimits = SubmissionLimits(),
    observe: (@Sendable (CheckpointResult) -> Void)? = nil
  ) throws -> LabVerdict {
    let type = "Lab\(lab.number)Tests.Lab\(lab.number)Checkpoints"
    let filter = checkpoints?.map { "\(type)/\($0.test)" } ?? [type]
    return try run(filter, subject, lab, listed: checkpoints ?? lab.checkpoints, seed, limits, observe)
  }

  /// Runs an instructor's hidden checkpoints against a subject.
  public func grade(
    _ subject: SubjectSource, _ lab: Lab, hidden: HiddenCheckpoints, seed: UInt64, limits: SubmissionLimits
  ) throws -> LabVerdict {
    try run(
      [HiddenCheckpoints.testType(of: lab)], subject, lab, listed: hidden.checkpoints, seed, limits)
  }

  private func run(
    _ filter: [String], _ subject: SubjectSource, _ lab: Lab, listed: [Lab.Checkpoint], _ seed: UInt64,
    _ limits: SubmissionLimits, _ observe: (@Sendable (CheckpointResult) -> Void)? = nil
  ) throws -> LabVerdict {
    let scratch = try ScratchFolder("results")
    let results = scratch.url.appending(path: "results.jsonl")
    let follower = observe.map { ResultsFollower(ResultsFile(results), tell: $0) }
    defer { follower?.finish() }
    let limits = limits.remaining(after: subject.compiling)
    let request = GradingRequest(
      subject: subject, results: results, seed: seed, limits: limits, tier: sandbox.tier)
    let completion = try bundle.run(
      filter, request, timeLimit: timeLimit(limits, checkpoints: listed.count))
    return LabVerdict(
      lab: lab, listed: listed, records: ResultsFile(results).records(), completion: completion, seed: seed,
      tier: sandbox.tier)
  }

  /// Each checkpoint, or the whole submission, ends itself in time; the rest is room for the run's own work.
  private func timeLimit(_ limits: SubmissionLimits, checkpoints: Int) -> Duration {
    let longest = (limits.checkpointSeconds + limits.seconds) * Double(checkpoints)
    return .seconds(min(longest, limits.totalSeconds ?? .infinity) + 60)
  }
}

/// What came of a lab's checkpoints.
public struct LabVerdict: Sendable, Codable {
  /// The lab's number.
  public let lab: String
  /// One result for each checkpoint that was asked for, in the curriculum's order.
  public let results: [CheckpointResult]
  /// The misconceptions that the checkpoints know by name.
  public let misconceptions: [MisconceptionSummary]
  /// Where the random inputs began.
  public let seed: UInt64
  /// The sandbox that the subject ran in.
  public let tier: SandboxTier

  init(
    lab: Lab, listed: [Lab.Checkpoint], records: [GradingRecord], completion: Completion, seed: UInt64,
    tier: SandboxTier
  ) {
    self.lab = lab.number
    self.seed = seed
    self.tier = tier
    misconceptions =
      records.compactMap { if case .misconceptions(let list) = $0 { list } else { nil } }.first ?? []
    let found = records.compactMap { if case .result(let result) = $0 { result } else { nil } }
    let byTest = Dictionary(found.map { ($0.test, $0) }, uniquingKeysWith: { first, _ in first })
    results = listed.map { checkpoint in
      byTest[checkpoint.test]
        ?? CheckpointResult(
          checkpoint: checkpoint.id, test: checkpoint.test,
          outcome: .didNotRun(reason: Self.explanation(of: completion)))
    }
  }

  private static func explanation(of completion: Completion) -> String {
    switch completion.status {
    case nil: "the run took too long and was stopped"
    case .exited(0): "no test of this name ran"
    case .some(let status): "the run of the tests ended early: \(status)"
    }
  }

  /// Whether every checkpoint passed, and there was one.
  public var isPassed: Bool { !results.isEmpty && results.allSatisfy(\.isPassed) }
}

extension LabVerdict {
  /// The exercise that a checkpoint fell short over, when it is another than its own: mending that one comes first.
  public func blocker(of result: CheckpointResult, in lab: Lab) -> Lab.Exercise? {
    results.blocker(of: result, in: lab)
  }

  /// A checkpoint's failure as it is told: where another exercise is to blame, that one's known mistake is named.
  public func failure(of result: CheckpointResult, in lab: Lab) -> CheckpointFailure? {
    results.failure(of: result, in: lab)
  }
}

extension [CheckpointResult] {
  /// The exercise that a checkpoint fell short over, when it is another than its own: mending that one comes first.
  public func blocker(of result: CheckpointResult, in lab: Lab) -> Lab.Exercise? {
    if case .notWritten(let id) = result.outcome, id != result.checkpoint {
      return lab.exercises.first { $0.id == id }
    }
    guard result.failure != nil, let checkpoint = lab.checkpoints.first(where: { $0.id == result.checkpoint })
    else { return nil }
    let short = filter { !$0.isPassed }.map(\.checkpoint)
    let fallenShort = lab.foundations(of: checkpoint).filter { short.contains($0.id) }
    // Of several, the one at the root: what stands on another broken one is mended with it.
    return fallenShort.first { foundation in
      guard let own = lab.checkpoints.first(where: { $0.id == foundation.id }) else { return true }
      return !lab.foundations(of: own).contains { short.contains($0.id) }
    } ?? fallenShort.first
  }

  /// A checkpoint's failure as it is told: where another exercise is to blame, that one's known mistake is named. Any
  /// other might only look like a mistake because of it.
  func failure(of result: CheckpointResult, in lab: Lab) -> CheckpointFailure? {
    guard let blocker = blocker(of: result, in: lab), var failure = result.failure else {
      return result.failure
    }
    failure.misconception = first { $0.checkpoint == blocker.id }?.failure?.misconception
    return failure
  }
}
