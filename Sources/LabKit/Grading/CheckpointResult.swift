import Foundation

/// What came of one checkpoint.
public struct CheckpointResult: Codable, Sendable, Equatable {
  /// The checkpoint's number, such as `01.3`.
  public var checkpoint: String
  /// The test method.
  public var test: String
  /// The verdict.
  public var outcome: Outcome
  /// What the subject printed.
  public var output: String
  /// The time it took.
  public var seconds: Double

  /// A result.
  public init(checkpoint: String, test: String, outcome: Outcome, output: String = "", seconds: Double = 0) {
    (self.checkpoint, self.test, self.outcome) = (checkpoint, test, outcome)
    (self.output, self.seconds) = (output, seconds)
  }

  /// The verdict on a checkpoint.
  public enum Outcome: Codable, Sendable, Equatable {
    /// Every answer was right.
    case passed
    /// An answer was wrong, or none came.
    case failed(CheckpointFailure)
    /// An exercise it needs is still a stub.
    case notWritten(exercise: String)
    /// The checkpoint did not run, which is the course's fault and never a pass.
    case didNotRun(reason: String)
  }

  /// Whether it earned its points.
  public var isPassed: Bool { outcome == .passed }

  /// The failure, if it failed.
  public var failure: CheckpointFailure? {
    if case .failed(let failure) = outcome { failure } else { nil }
  }
}

/// Why a checkpoint failed, in the order in which it is told.
public struct CheckpointFailure: Codable, Sendable, Equatable {
  /// The smallest call that went wrong, as it could be written in Swift.
  public var asked: String?
  /// What came back.
  public var returned: String?
  /// What was expected, or the rule that was broken.
  public var expected: String?
  /// The first entries that differ, and the largest error with its tolerance.
  public var difference: String?
  /// Why nothing came back.
  public var cause: SubjectFailure?
  /// The known mistake whose answers are the same as the subject's.
  public var misconception: MisconceptionSummary?

  /// A failure; every part may be missing.
  public init(
    asked: String? = nil, returned: String? = nil, expected: String? = nil, difference: String? = nil,
    cause: SubjectFailure? = nil, misconception: MisconceptionSummary? = nil
  ) {
    (self.asked, self.returned, self.expected) = (asked, returned, expected)
    (self.difference, self.cause, self.misconception) = (difference, cause, misconception)
  }
}

/// A known mistake, as reports name it.
public struct MisconceptionSummary: Codable, Sendable, Equatable {
  /// The name, unique within the lab.
  public var id: String
  /// The sentence that corrects it.
  public var sentence: String
  /// The checkpoint that names it.
  public var lives: String
  /// Every checkpoint it fails.
  public var fails: [String]

  /// A summary.
  public init(id: String, sentence: String, lives: String, fails: [String]) {
    (self.id, self.sentence, self.lives, self.fails) = (id, sentence, lives, fails)
  }
}

/// A line of the results file.
public enum GradingRecord: Codable, Sendable {
  /// Written once, before the first checkpoint of a lab.
  case misconceptions([MisconceptionSummary])
  /// Written after each checkpoint.
  case result(CheckpointResult)
}
