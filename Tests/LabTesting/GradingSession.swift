import Foundation
import LabContracts
import LabKit
import XCTest

/// What this run of the test bundle grades: the request it was started with, or else the learner's workspace.
///
/// There is one for the process, because XCTest makes each test's object by itself.
final class GradingSession: @unchecked Sendable {
  static let current = GradingSession()

  let seed: UInt64
  private let request: GradingRequest?
  private let results: ResultsFile?
  private let sandbox: Sandbox
  private let limits: SubmissionLimits
  private let budget: SubmissionBudget
  private var spare: HostSubject?
  private var workspaceLibraries: [String: Result<SubjectLibrary, any Error>] = [:]
  private var plainLibraries: [String: SubjectLibrary] = [:]

  private init() {
    let environment = ProcessInfo.processInfo.environment
    request = GradingRequest(environment: environment)
    results = request.map { ResultsFile($0.results) }
    sandbox = request.map { Sandbox(tier: $0.tier) } ?? Sandbox.probe()
    limits = request?.limits ?? SubmissionLimits()
    budget = SubmissionBudget(limits)
    seed = request?.seed ?? environment["LABS_SEED"].flatMap(UInt64.init) ?? GradingRequest.defaultSeed
  }

  /// How long all calls of one checkpoint may take together.
  var secondsPerCheckpoint: Double { limits.checkpointSeconds }

  /// The subject of one checkpoint, in a host of its own.
  func subject(lab number: String, misconceptions: [Misconception]) throws -> any Subject {
    switch request?.subject {
    case .library(let library): return try freshHost(library)
    case .imitation(let imitation, let solution):
      return try subject(imitating: imitation, over: host(solution), misconceptions)
    case nil: return try host(workspaceLibrary(lab: number))
    }
  }

  /// A plain implementation where `subject` has its own answer to `name`: in the test bundle for a misconception,
  /// in a host for a compiled exercise. `nil` where a misconception leaves the answer to the solution, whose speed
  /// is proven once, by itself.
  func plainSubject(
    _ plain: PlainImplementation, beside subject: (any Subject)?, asked name: String
  ) throws -> (any Subject)? {
    if let misconception = subject as? MisconceptionSubject {
      return misconception.answersItself(name) ? PlainSubject(plain) : nil
    }
    let library = try plainLibraries[plain.folder] ?? plain.compiled(sandbox)
    plainLibraries[plain.folder] = library
    return try host(library)
  }

  /// Hands a record to whoever asked for this run.
  func report(_ record: GradingRecord) {
    do {
      try results?.append(record)
    } catch {
      // Without the record the runner reports that the checkpoint did not run.
      print("the results could not be written: \(error)")
    }
  }

  /// A host that nothing has run in; while its checkpoint runs, the next one starts.
  private func freshHost(_ library: SubjectLibrary) throws -> HostSubject {
    let fresh = try spare ?? host(library)
    let next = try host(library)
    next.start()
    spare = next
    return fresh
  }

  private func host(_ library: SubjectLibrary) throws -> HostSubject {
    try HostSubject(library: library, sandbox: sandbox, limits: limits, budget: budget)
  }

  private func subject(
    imitating imitation: Imitation, over solution: any Subject, _ misconceptions: [Misconception]
  ) throws -> any Subject {
    switch imitation {
    case .zeros: return ZeroSubject()
    case .identity: return IdentitySubject()
    case .constant: return ConstantSubject(over: solution)
    case .misconception(let id):
      let found = try XCTUnwrap(
        misconceptions.first { $0.summary.id == id }, "no misconception is called \(id)")
      return MisconceptionSubject(found, over: solution)
    }
  }

  /// Compiles the learner's file once for all of a lab's checkpoints.
  private func workspaceLibrary(lab number: String) throws -> SubjectLibrary {
    if let known = workspaceLibraries[number] { return try known.get() }
    let course = try Course.find()
    let lab = try course.curriculum.lab(named: number)
    guard course.isStarted(lab) else { throw XCTSkip("not started: run `labs start \(number)`") }
    let library = Result {
      try SubjectCompiler(sandbox: sandbox).compile(
        exercise: course.exercise(of: lab), binding: course.binding(of: lab),
        shownAs: course.displayPath(course.exercise(of: lab)))
    }
    workspaceLibraries[number] = library
    return try library.get()
  }
}
