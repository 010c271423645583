import Foundation

/// What is left of a submission's totals while its calls are made. One thread spends it.
public final class SubmissionBudget {
  private let limits: SubmissionLimits
  private let start = ContinuousClock.now
  private var cpuSpent = 0.0

  /// The totals of `limits`, from now on.
  public init(_ limits: SubmissionLimits) {
    self.limits = limits
  }

  /// Seconds left of the whole; infinite where there is no total.
  var secondsLeft: Double {
    (limits.totalSeconds ?? .infinity) - start.duration(to: .now) / .seconds(1)
  }

  /// Seconds of processor time left; infinite where there is no total.
  var cpuSecondsLeft: Double { (limits.cpuSeconds ?? .infinity) - cpuSpent }

  /// What a host that starts now may use: whole seconds, as the system counts them.
  var cpuLimit: Int? {
    limits.cpuSeconds == nil ? nil : Int(max(1, cpuSecondsLeft.rounded(.up)))
  }

  /// Takes the time of a host that has ended.
  func spend(cpuSeconds: Double) {
    cpuSpent += cpuSeconds
  }

  /// Whether nothing is left.
  var isSpent: Bool { secondsLeft <= 0 || cpuSecondsLeft <= 0 }
}
