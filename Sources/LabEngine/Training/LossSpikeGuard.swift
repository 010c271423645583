/// Recognises a step whose loss is far above what it has lately been.
///
/// A damaged stretch of text or a run of bad luck gives one enormous gradient that can undo hours. Such a
/// step is skipped and reported. The usual loss and its spread are running averages over accepted steps;
/// a loss is a spike when it exceeds the usual by `deviations` times the spread and by `margin`.
public struct LossSpikeGuard: Hashable, Sendable, Codable {
  /// When to call a loss a spike.
  public struct Settings: Hashable, Sendable, Codable {
    /// How many deviations above the usual are tolerated.
    public var deviations: Double
    /// What is tolerated in any case, in nats.
    public var margin: Double
    /// Steps to watch before judging.
    public var patience: Int
    /// After so many skipped in a row, the model is at fault, not the text.
    public var mostSkipped: Int

    /// A cautious guard, unless told otherwise.
    public init(deviations: Double = 8, margin: Double = 1, patience: Int = 50, mostSkipped: Int = 20) {
      self.deviations = deviations
      self.margin = margin
      self.patience = patience
      self.mostSkipped = mostSkipped
    }

    func validate() throws(TrainingError) {
      guard deviations > 0, margin >= 0, patience >= 1, mostSkipped >= 1 else {
        throw .invalid(
          "the spike guard needs positive deviations, patience and skips, and a margin of 0 or more")
      }
    }
  }

  /// When to call a loss a spike.
  public let settings: Settings
  /// The running average of accepted losses.
  public private(set) var usual = 0.0
  /// The running average of their squared distance from it.
  private var variance = 0.0
  private var accepted = 0
  /// Steps skipped since the last accepted one.
  public private(set) var skippedInARow = 0

  /// A guard that has seen nothing.
  public init(_ settings: Settings = Settings()) {
    self.settings = settings
  }

  /// Whether to skip the step with this loss; remembers the answer.
  public mutating func isSpike(_ loss: Float) -> Bool {
    let distance = Double(loss) - usual
    let tolerance = max(settings.margin, settings.deviations * variance.squareRoot())
    if accepted >= settings.patience, distance > tolerance {
      skippedInARow += 1
      return true
    }
    skippedInARow = 0
    accepted += 1
    // A plain average at first, then one that forgets over some 50 steps.
    let weight = max(1 / Double(accepted), 0.02)
    usual += weight * distance
    variance += weight * (distance * (Double(loss) - usual) - variance)
    return false
  }
}
