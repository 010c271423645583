import Foundation

/// What came of one submission: everything that feedback, grades and reports are made of.
///
/// The grader writes it when all of the submission's processes have ended. Nothing in it depends on when or
/// where it was made but `seconds` and what stands under `seconds` of each checkpoint.
public struct SubmissionResult: Codable, Sendable, Equatable {
  /// Who handed it in.
  public var id: String
  /// How far it came.
  public var status: Status
  /// Why nothing could be graded, in a sentence for the student.
  public var reason: String?
  /// What was passed over in the submission and why.
  public var notes: [String]
  /// When it was handed in.
  public var submitted: Date?
  /// The SHA-256 of what was graded.
  public var digest: String
  /// One result for each checkpoint of the lab, in the curriculum's order; empty where nothing ran.
  public var results: [CheckpointResult]
  /// The hidden checkpoints: passed or not, and nothing else.
  public var hidden: [HiddenResult]
  /// Where the random inputs began.
  public var seed: UInt64
  /// The sandbox that it ran in; `nil` when nothing ran.
  public var tier: SandboxTier?
  /// The time that all of it took.
  public var seconds: Double

  /// How far a submission came.
  public enum Status: String, Codable, Sendable, CaseIterable {
    /// Its checkpoints ran.
    case graded
    /// The compiler did not accept it.
    case didNotCompile
    /// Nothing in it could be graded: empty, misnamed, for another lab.
    case nothingToGrade
    /// It was not safe or not possible to read.
    case refused
    /// The grader itself could not do its work; running it again tries again.
    case failed
  }
}

/// A hidden checkpoint's result. What it asked and what came back are never kept.
public struct HiddenResult: Codable, Sendable, Equatable {
  /// Its number among the hidden ones, from 1.
  public var number: Int
  /// What it is worth.
  public var points: Int
  /// Whether it passed.
  public var isPassed: Bool
}

extension SubmissionResult.Status {
  /// The status in tables.
  public var words: String {
    switch self {
    case .graded: "graded"
    case .didNotCompile: "did not compile"
    case .nothingToGrade: "nothing to grade"
    case .refused: "refused"
    case .failed: "not graded"
    }
  }
}

extension SubmissionResult {
  /// The points that its checkpoints earned.
  public func points(in lab: Lab) -> Int {
    let passed = Set(results.filter(\.isPassed).map(\.checkpoint))
    let open = lab.checkpoints.reduce(0) { $0 + (passed.contains($1.id) ? $1.points : 0) }
    return open + hidden.reduce(0) { $0 + ($1.isPassed ? $1.points : 0) }
  }
}
