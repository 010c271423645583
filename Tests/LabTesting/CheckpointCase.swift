import Foundation
import LabContracts
import LabKit
import XCTest

/// The checkpoints of one lab: each method grades whatever the run points it at.
///
/// A subclass is called `Lab01Checkpoints`; its methods are called `test01_…`, `test02_…`, and the
/// number is the checkpoint's. A method reads as a specification:
///
/// ```swift
/// func test01_theFirstListedRuleWins() throws {
///   try check(Routing.route, "refund my order", rules, returns: .refund)
/// }
/// ```
open class CheckpointCase: XCTestCase {
  /// The wrong implementations that this lab's checkpoints know by name.
  open class var misconceptions: [Misconception] { [] }

  private(set) var subject: (any Subject)?
  private var calls: [RecordedCall] = []
  /// Told only when something fails: to spell a large value takes longer than to compare it.
  private(set) var lastCall: (asked: () -> String, returned: () -> String)?
  private var printed = ""
  private var printedByLastCall = ""
  private(set) var failure: (detail: CheckpointFailure, callIndex: Int?)?
  private var notWritten: String?
  private var start = ContinuousClock.now

  /// Where the random inputs of this run begin.
  public var seed: UInt64 { GradingSession.current.seed }

  /// Tells whoever started the run which misconceptions there are.
  open override class func setUp() {
    super.setUp()
    GradingSession.current.report(.misconceptions(misconceptions.map(\.summary)))
  }

  /// Finds the subject, or skips when the learner has not begun.
  open override func setUpWithError() throws {
    start = ContinuousClock.now
    let lab = String(Self.labNumber)
    subject = try GradingSession.current.subject(lab: lab, misconceptions: Self.misconceptions)
  }

  /// Reports what came of it.
  open override func tearDown() {
    let outcome = outcome
    GradingSession.current.report(
      .result(
        CheckpointResult(
          checkpoint: checkpoint, test: method, outcome: outcome,
          output: failure == nil ? printed : printedByLastCall,
          seconds: start.duration(to: .now) / .seconds(1))))
    if case .failed(let failure) = outcome { XCTFail(failure.report) }
    subject = nil
    super.tearDown()
  }
}

extension CheckpointCase {
  /// `Lab01Checkpoints` grades lab `01`.
  private static var labNumber: Substring { "\(self)".dropFirst(3).prefix(2) }

  /// The name without class, as the curriculum lists it.
  private var method: String {
    let full = name.split(whereSeparator: { ". -[]".contains($0) }).last.map(String.init) ?? name
    return full.hasSuffix("AndReturnError:") ? String(full.dropLast("AndReturnError:".count)) : full
  }

  /// `test03_…` of lab 01 is checkpoint `01.3`.
  private var checkpoint: String {
    let number = method.dropFirst("test".count).prefix { $0.isNumber }
    return "\(Self.labNumber).\(Int(number) ?? 0)"
  }

  private var outcome: CheckpointResult.Outcome {
    if let notWritten { return .notWritten(exercise: notWritten) }
    if let failure { return .failed(explained(failure.detail, callIndex: failure.callIndex)) }
    let wasSkipped = (testRun as? XCTestCaseRun)?.hasBeenSkipped ?? false
    if wasSkipped { return .didNotRun(reason: "skipped") }
    guard testRun?.totalFailureCount ?? 0 == 0 else {
      return .didNotRun(
        reason: "the checkpoint itself failed; run `swift test --filter \(method)` to see where")
    }
    return calls.isEmpty ? .didNotRun(reason: "the checkpoint asked nothing") : .passed
  }

  private func explained(_ failure: CheckpointFailure, callIndex: Int?) -> CheckpointFailure {
    guard let callIndex, callIndex < calls.count else { return failure }
    var failure = failure
    failure.misconception =
      calls.explanation(failedAt: callIndex, among: Self.misconceptions, checkpoint: checkpoint)?.summary
    return failure
  }
}

// MARK: - Asking

extension CheckpointCase {
  /// Calls an exercise and hands back its answer, to be judged by `require`.
  ///
  /// - Throws: when no answer came; the checkpoint ends there, with the cause in its report.
  public func ask<each Argument: Wire, Answer: Wire>(
    _ endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument
  ) throws -> Answer {
    switch try outcome(of: endpoint, repeat each argument) {
    case .success(let answer): return answer
    case .failure:
      failLastCall(expected: "a value")
      throw CheckpointEnded()
    }
  }

  /// Calls an exercise and keeps what came of it; throws only when no answer came.
  func outcome<each Argument: Wire, Answer: Wire>(
    of endpoint: Endpoint<repeat each Argument, Answer>, _ argument: repeat each Argument
  ) throws -> Result<Answer, ThrownError> {
    let subject = try XCTUnwrap(subject)
    let asked = { Describing.call(endpoint, repeat each argument) }
    let call = SubjectCall(endpoint, repeat each argument)
    try requireTimeLeft(asked)
    defer { keepOutput(subject.takeOutput()) }
    do {
      let answer = try subject.call(endpoint, repeat each argument)
      calls.append(RecordedCall(call, returned: answer))
      lastCall = (asked, { Describing.value(answer) })
      return .success(answer)
    } catch let error as ThrownError {
      calls.append(RecordedCall(call, threw: error))
      lastCall = (asked, { "threw \(error)" })
      return .failure(error)
    } catch SubjectFailure.notWritten(let exercise) {
      notWritten = exercise
      throw XCTSkip("exercise \(exercise) is not written yet")
    } catch let cause as SubjectFailure {
      if failure == nil { failure = (CheckpointFailure(asked: asked(), cause: cause), nil) }
      throw CheckpointEnded()
    }
  }

  /// Slow calls end their own checkpoint, before they eat the time of the others.
  private func requireTimeLeft(_ asked: () -> String) throws {
    let limit = GradingSession.current.secondsPerCheckpoint
    guard start.duration(to: .now) > .seconds(limit) else { return }
    if failure == nil {
      failure = (CheckpointFailure(asked: asked(), cause: .checkpointTooSlow(seconds: limit)), nil)
    }
    throw CheckpointEnded()
  }

  /// Of a failure, what the call that failed printed; of a pass, everything.
  private func keepOutput(_ text: String) {
    if failure == nil {
      printed += text.prefix(max(0, 64 << 10 - printed.utf8.count))
      printedByLastCall = text
    }
  }

  /// Notes a failure of the last call, unless an earlier, smaller one is noted already.
  func fail(_ detail: CheckpointFailure) {
    if failure == nil { failure = (detail, calls.isEmpty ? nil : calls.count - 1) }
  }

  /// Notes a failure that no answer explains, by the misconception that leads to it.
  func fail(_ detail: CheckpointFailure, because misconception: MisconceptionSummary?) {
    var detail = detail
    detail.misconception = misconception
    if failure == nil { failure = (detail, nil) }
  }
}

/// Ends a checkpoint whose failure has been noted.
private struct CheckpointEnded: Error, CustomStringConvertible {
  var description: String { "the checkpoint could not go on" }
}
