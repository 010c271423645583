import Foundation

/// Checks a learner's own exercises and remembers what passed.
public struct LearnerCheck: Sendable {
  private let course: Course
  private let grader: Grader
  private let bundle: TestBundle

  /// A check of whoever works in `course`.
  public init(course: Course, products: BuildProducts = .current()) {
    self.course = course
    grader = Grader(course: course, products: products)
    bundle = TestBundle(course: course, products: products)
  }

  /// What came of a check.
  public enum Report: Sendable {
    /// The file did not become a library.
    case didNotCompile(CompileFailure)
    /// The checkpoints ran.
    case ran(LabVerdict)
  }

  /// Builds the checkpoints where the course has changed since they were built.
  ///
  /// - Parameter announce: is told before a build begins, because that takes a while.
  public func prepare(announce: () -> Void) throws {
    try bundle.prepare(announce: announce)
  }

  /// Compiles the learner's file and runs a lab's checkpoints, or some of them.
  ///
  /// - Parameter observe: is told each result as it comes, on another thread.
  /// - Throws: `LearnerCheckError.notStarted`; what else it throws is not the learner's fault.
  public func check(
    _ lab: Lab, only checkpoints: [Lab.Checkpoint]? = nil, seed: UInt64,
    limits: SubmissionLimits = SubmissionLimits(),
    observe: (@Sendable (CheckpointResult) -> Void)? = nil
  ) throws -> Report {
    guard course.isStarted(lab) else { throw LearnerCheckError.notStarted(lab.number) }
    let library: SubjectLibrary
    do {
      library = try grader.compile(course.exercise(of: lab), of: lab)
    } catch let failure as CompileFailure {
      return .didNotCompile(failure)
    }
    let verdict = try grader.grade(
      .library(library), lab, only: checkpoints, seed: seed, limits: limits, observe: observe)
    try remember(verdict, lab)
    return .ran(verdict)
  }

  private func remember(_ verdict: LabVerdict, _ lab: Lab) throws {
    let passed = Set(verdict.results.filter(\.isPassed).map(\.checkpoint))
    try ProgressStore(course).update { progress in
      progress.visit(lab)
      for checkpoint in lab.checkpoints where passed.contains(checkpoint.id) { progress.pass(checkpoint) }
    }
  }
}

/// Why there is nothing to check.
public enum LearnerCheckError: Error, CustomStringConvertible {
  /// The learner has no file for the lab.
  case notStarted(String)

  /// A sentence that says what to do.
  public var description: String {
    switch self {
    case .notStarted(let lab): "Lab \(lab) is not started: run `labs start \(lab)`."
    }
  }
}
