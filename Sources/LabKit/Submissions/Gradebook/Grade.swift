import Foundation

/// One student's grade: what the checkpoints gave, what lateness took, what the instructor changed.
public struct Grade: Sendable {
  /// Who it is for.
  public let student: Roster.Student
  /// What came of the submission; `nil` when nothing was handed in.
  public let result: SubmissionResult?
  /// Points for checkpoints.
  public let earned: Int
  /// Points there are.
  public let possible: Int
  /// What handing in late cost.
  public let late: LatePolicy.Penalty?
  /// What was changed by hand.
  public let adjustments: [Adjustments.Adjustment]
  /// Whether the student is on the roster; without a roster everybody is.
  public let isOnRoster: Bool

  /// The points that count, to hundredths, never below zero. Adjustments come after the late rule.
  public var total: Double {
    let points = Double(earned) - (late?.points ?? 0) + adjustments.reduce(0) { $0 + $1.points }
    return max(0, (points * 100).rounded() / 100)
  }

  /// The status in tables.
  public var status: String { result?.status.words ?? "missing" }

  /// Whether a number may stand for this student: not when nothing came, nor when the grader failed.
  public var hasScore: Bool { !adjustments.isEmpty || (result.map { $0.status != .failed } ?? false) }
}
