/// Why training could not start, go on or be resumed.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A setting makes no sense.
  case invalid(String)
  /// The text is shorter than one window and the token after it.
  case tooFewTokens(tokens: Int, needed: Int)
  /// The loss or the gradient is no longer a number.
  case diverged(step: Int, loss: Float, gradientNorm: Double, learningRate: Float)
  /// The loss stayed far above what it had been, and skipping steps did not help.
  case stuck(step: Int, skipped: Int, loss: Float, usual: Double)
  /// The checkpoint was made with other data.
  case differentData(expected: String, actual: String)

  /// A sentence that says what happened and what to try.
  public var description: String {
    switch self {
    case .invalid(let reason):
      reason
    case .tooFewTokens(let tokens, let needed):
      "the text has \(tokens) tokens, but one window and the token after it need \(needed)"
    case .diverged(let step, let loss, let gradientNorm, let learningRate):
      "training diverged at step \(step): the loss is \(loss), the gradient's norm \(gradientNorm), the learning "
        + "rate \(learningRate). Try a rate ten times smaller, a longer warm-up, or clipping at 1"
    case .stuck(let step, let skipped, let loss, let usual):
      "at step \(step) the loss is \(loss), where it had been about \(usual), and skipping \(skipped) steps did not "
        + "bring it back. Resume from the last checkpoint with a smaller learning rate"
    case .differentData(let expected, let actual):
      "the checkpoint was trained on other tokens (\(expected)) than the ones given (\(actual))"
    }
  }
}
