/// What one step did, and how the run is going.
public struct TrainingProgress: Equatable, Sendable {
  /// The step just done, counted from 1.
  public let step: Int
  /// The steps of the whole run.
  public let steps: Int
  /// The batch's mean cross-entropy before the update, in nats a token.
  public let loss: Float
  /// The length of the gradient before clipping.
  public let gradientNorm: Double
  /// The rate of this step.
  public let learningRate: Float
  /// Whether the update was left out because the loss was a spike.
  public let wasSkipped: Bool
  /// Tokens seen since the run began, earlier sessions included.
  public let tokensSeen: Int
  /// Over the last steps of this session.
  public let tokensPerSecond: Double
  /// At that speed.
  public let secondsRemaining: Double
}

/// A running average of how long a step takes.
struct StepTimer {
  private var start = ContinuousClock.now
  private(set) var secondsPerStep = 0.0
  private var steps = 0

  /// Begins a step.
  mutating func begin() { start = .now }

  /// Ends it. The average forgets over some twenty steps, so that it follows a machine that slows down.
  mutating func end() {
    let duration = start.duration(to: .now).components
    let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    steps += 1
    secondsPerStep += max(1 / Double(steps), 0.05) * (seconds - secondsPerStep)
  }
}
