import Foundation

/// What handing in late costs: a share of the points earned for every day begun.
public struct LatePolicy: Sendable, Equatable, Codable {
  /// Until when work is in time.
  public let deadline: Date
  /// The part of the points that each day costs, in percent.
  public let percentPerDay: Double

  /// A rule.
  public init(deadline: Date, percentPerDay: Double) {
    (self.deadline, self.percentPerDay) = (deadline, percentPerDay)
  }

  /// How late something is, and what it costs of `points`; `nil` when it is in time or nobody knows when it came.
  public func penalty(submitted: Date?, points: Double) -> Penalty? {
    guard let submitted, submitted > deadline else { return nil }
    let days = Int((submitted.timeIntervalSince(deadline) / 86_400).rounded(.up))
    return Penalty(days: days, points: points * min(1, percentPerDay / 100 * Double(days)))
  }

  /// What was taken off.
  public struct Penalty: Sendable, Equatable, Codable {
    /// Days begun after the deadline.
    public let days: Int
    /// Points taken off.
    public let points: Double
  }
}
