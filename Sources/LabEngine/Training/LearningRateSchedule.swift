import Foundation

/// How the learning rate rises and falls over a run.
///
/// Every schedule starts with a warm-up: the first gradients are large and AdamW's averages still empty.
public struct LearningRateSchedule: Hashable, Sendable, Codable {
  /// The highest rate.
  public var peak: Float
  /// Steps over which the rate rises in a straight line; the first step already moves.
  public var warmup: Int
  /// What happens after it.
  public var shape: Shape

  /// What happens after the warm-up.
  public enum Shape: Hashable, Sendable, Codable {
    /// The rate stays.
    case constant
    /// Half a cosine wave down to `floor` · peak at the last step (Loshchilov and Hutter 2017).
    case cosine(floor: Float)
    /// Stays, then falls in a straight line to `floor` · peak over the last `decay` steps
    /// (Hu et al., "MiniCPM", 2024). Everything before the fall is the same however long the run, so a
    /// longer run can start from a shorter one's checkpoint.
    case warmupStableDecay(decay: Int, floor: Float)
  }

  /// A cosine down to a tenth, unless told otherwise.
  public init(peak: Float, warmup: Int = 0, shape: Shape = .cosine(floor: 0.1)) {
    self.peak = peak
    self.warmup = warmup
    self.shape = shape
  }

  /// The rate of `step`, counted from 0, in a run of `steps`.
  public func rate(at step: Int, of steps: Int) -> Float {
    if step < warmup { return peak * (Float(step) + 1) / Float(warmup) }
    switch shape {
    case .constant:
      return peak
    case .cosine(let floor):
      let progress = fraction(Float(step) - Float(warmup), of: Float(steps) - 1 - Float(warmup))
      return peak * (floor + (1 - floor) * 0.5 * (1 + cos(.pi * progress)))
    case .warmupStableDecay(let decay, let floor):
      let progress = fraction(Float(step) + 1 - (Float(steps) - Float(decay)), of: Float(decay))
      return peak * (1 - (1 - floor) * progress)
    }
  }

  private func fraction(_ part: Float, of whole: Float) -> Float {
    whole <= 0 ? (part > 0 ? 1 : 0) : min(1, max(0, part / whole))
  }

  func validate() throws(TrainingError) {
    guard peak > 0, peak.isFinite else { throw .invalid("the learning rate must be positive, not \(peak)") }
    guard warmup >= 0 else { throw .invalid("the warm-up cannot last \(warmup) steps") }
    switch shape {
    case .constant: break
    case .warmupStableDecay(let decay, _) where decay < 0:
      throw .invalid("the decay cannot last \(decay) steps")
    case .cosine(let floor), .warmupStableDecay(_, let floor):
      guard (0...1).contains(floor) else {
        throw .invalid("the last rate must be between 0 and 1 times the peak, not \(floor)")
      }
    }
  }
}
