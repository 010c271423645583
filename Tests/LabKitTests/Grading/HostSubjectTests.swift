import Foundation
import LabContracts
import XCTest

@testable import LabKit

/// What a learner's code can do, and what the grader says about it.
final class HostSubjectTests: XCTestCase {
  private static let sandbox = Sandbox.probe()
  private static let library = Result { try MisbehavingExercise.compile(sandbox: sandbox) }

  private func makeSubject(seconds: Double = 5) throws -> HostSubject {
    var limits = SubmissionLimits()
    limits.seconds = seconds
    limits.memory = 2 << 30
    return try HostSubject(library: Self.library.get(), sandbox: Self.sandbox, limits: limits)
  }

  /// The cause of the failure of one kind of misbehaviour; afterwards the subject must answer again.
  private func failure(of kind: String, seconds: Double = 5, line: UInt = #line) throws -> SubjectFailure? {
    let subject = try makeSubject(seconds: seconds)
    var cause: SubjectFailure?
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, kind), kind, line: line) {
      cause = $0 as? SubjectFailure
    }
    XCTAssertEqual(try subject.call(MisbehavingExercise.calm, 1), 2, "\(kind): the next call", line: line)
    return cause
  }

  func testValuesCross() throws {
    XCTAssertEqual(try makeSubject().call(MisbehavingExercise.calm, 41), 42)
  }

  func testTrapsAreNamedWithTheLearnersOwnLine() throws {
    let path = "Workspace/Exercise.swift"
    XCTAssertEqual(
      try failure(of: "index"),
      .trapped(message: "index out of range", place: "\(path):\(MisbehavingExercise.line(of: "index"))"))
    XCTAssertEqual(
      try failure(of: "overflow"),
      .trapped(message: "arithmetic overflow", place: "\(path):\(MisbehavingExercise.line(of: "overflow"))"))
    XCTAssertEqual(
      try failure(of: "nil"),
      .trapped(
        message: "unexpectedly found nil while unwrapping an Optional value",
        place: "\(path):\(MisbehavingExercise.line(of: "nil"))"))
    guard case .trapped("on purpose", _)? = try failure(of: "fatal") else { return XCTFail("fatalError") }
  }

  func testEndlessRecursionIsNamed() throws {
    guard case .outOfStack(let place)? = try failure(of: "recurse") else { return XCTFail("recursion") }
    XCTAssertEqual(place?.hasPrefix("Workspace/Exercise.swift:"), true)
  }

  func testHangsEndWithTheTimeLimit() throws {
    XCTAssertEqual(try failure(of: "hang", seconds: 1.5), .noAnswer(seconds: 1.5))
    XCTAssertEqual(try failure(of: "sleep", seconds: 1.5), .noAnswer(seconds: 1.5))
  }

  func testOneHangUsesUpWhatAWholeSubmissionMayTake() throws {
    var limits = SubmissionLimits()
    (limits.seconds, limits.totalSeconds) = (20, 2)
    let budget = SubmissionBudget(limits)
    let start = ContinuousClock.now
    for kind in ["sleep", "sleep", "say"] {
      let subject = try HostSubject(
        library: Self.library.get(), sandbox: Self.sandbox, limits: limits, budget: budget)
      XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, kind)) {
        XCTAssertEqual($0 as? SubjectFailure, .budgetSpent(seconds: 2), kind)
      }
    }
    XCTAssertLessThan(start.duration(to: .now), .seconds(15), "it was waited for more than once")
  }

  func testProcessorTimeIsLimitedForTheWholeSubmission() throws {
    var limits = SubmissionLimits()
    (limits.seconds, limits.cpuSeconds) = (60, 1)
    let budget = SubmissionBudget(limits)
    let subject = try HostSubject(
      library: Self.library.get(), sandbox: Self.sandbox, limits: limits, budget: budget)
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, "hang")) {
      XCTAssertEqual($0 as? SubjectFailure, .usedUpProcessor(seconds: 1))
    }
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.calm, 1)) {
      XCTAssertEqual($0 as? SubjectFailure, .budgetSpent(seconds: nil))
    }
  }

  func testAMemoryBombIsNamed() throws {
    // Two gigabytes are written before the limit is met, which takes a while.
    let cause = try failure(of: "memory", seconds: 120)
    guard case .outOfMemory? = cause else { return XCTFail("\(String(describing: cause))") }
  }

  func testLeavingTheProcessIsNoAnswer() throws {
    XCTAssertEqual(try failure(of: "exit"), .left(status: 0))
    XCTAssertEqual(try failure(of: "_exit"), .left(status: 3))
  }

  func testAGigabyteOfOutputIsCutShort() throws {
    XCTAssertEqual(try failure(of: "print", seconds: 120), .tooMuchOutput(bytes: SubmissionLimits().output))
  }

  func testAStubIsNotWrittenRatherThanWrong() throws {
    XCTAssertEqual(try failure(of: "todo"), .notWritten("09.9"))
  }

  func testWhatACrashedProgramPrintedDoesNotNameTheCause() throws {
    guard case .trapped("index out of range", _)? = try failure(of: "alloc") else { return XCTFail("alloc") }
    XCTAssertEqual(try failure(of: "exit77"), .left(status: 77))
    XCTAssertEqual(try failure(of: "fakeTodo"), .left(status: 77))
    XCTAssertEqual(try failure(of: "exit70"), .left(status: 70))
  }

  func testEachSubjectHasAFolderOfItsOwn() throws {
    try XCTSkipUnless(
      Self.sandbox.tier.isForStrangers, "without Landlock nothing keeps a subject to its folder")
    XCTAssertGreaterThan(try makeSubject().call(MisbehavingExercise.misbehave, "writeOwnOnce"), 2)
    XCTAssertGreaterThan(try makeSubject().call(MisbehavingExercise.misbehave, "writeOwnOnce"), 2)
  }

  func testWritingOnTheGradersChannelGainsNothing() throws {
    let subject = try makeSubject(seconds: 5)
    // The forged reply comes where the real one was due: a name that is not bound, or too long a message.
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, "forge"))
    XCTAssertEqual(try? subject.call(MisbehavingExercise.calm, 1), nil, "a stale reply must not be taken")
    XCTAssertEqual(try subject.call(MisbehavingExercise.calm, 1), 2)
    XCTAssertEqual(try failure(of: "hugeForge"), .forgedAnswer)
  }

  func testErrorsCrossAsValues() throws {
    let subject = try makeSubject()
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, "throw")) {
      XCTAssertEqual(($0 as? ThrownError)?.description, "your own Complaint: onPurpose")
    }
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, "throwOther")) {
      XCTAssertEqual(($0 as? ThrownError)?.isContractError, false)
    }
  }

  func testOutputIsKeptForTheReport() throws {
    let subject = try makeSubject()
    _ = try subject.call(MisbehavingExercise.misbehave, "say")
    XCTAssertEqual(subject.takeOutput(), "hello from the exercise\n")
    XCTAssertEqual(subject.takeOutput(), "")
    XCTAssertThrowsError(try subject.call(MisbehavingExercise.misbehave, "index"))
    XCTAssertFalse(subject.takeOutput().contains("labs-frame"), "our own lines are not the learner's output")
  }

  func testTheSandboxKeepsEverythingOutside() throws {
    try XCTSkipUnless(
      Self.sandbox.tier.isForStrangers, "this machine offers no Landlock; limits alone do not hide files")
    let subject = try makeSubject()
    for kind in [
      "socket", "write", "read", "parent", "fork", "prlimit", "chmod", "shm", "deathSignal", "priority",
    ] {
      XCTAssertEqual(try subject.call(MisbehavingExercise.misbehave, kind), -1, kind)
    }
    XCTAssertGreaterThan(try subject.call(MisbehavingExercise.misbehave, "writeOwn"), 2)
    XCTAssertLessThan(try subject.call(MisbehavingExercise.misbehave, "environment"), 8)
    XCTAssertFalse(FileManager.default.fileExists(atPath: "/tmp/labs-was-here"))
  }
}
