import Foundation

/// How rotary positions are slowed down so that a model reads longer texts than it was trained on.
public enum RotaryScaling: Hashable, Sendable, Codable {
  /// Every angle divided by `factor`: positions are squeezed between those that were trained
  /// (Chen et al., "Position Interpolation", 2023, equation 3).
  case interpolation(factor: Double)
  /// Only slow pairs are squeezed, and scores are sharpened a little (Peng et al., "YaRN", 2023).
  ///
  /// A pair that turns more than 32 times within `trainedContext` keeps its angles, because it tells
  /// neighbours apart; one that does not even turn once is divided by `factor`, because it would meet
  /// angles it never saw; those between are mixed in a straight line of the number of turns (section 3.2, with
  /// the α = 1 and β = 32 found there). Queries and keys both grow by 0.1 · ln(factor) + 1, which is a
  /// temperature of the softmax (section 3.4).
  case yarn(factor: Double, trainedContext: Int)

  /// The angle that a pair turns by at each step.
  ///
  /// - Parameter frequency: the angle without scaling, base^(−2i/dHead).
  public func frequency(_ frequency: Double) -> Double {
    switch self {
    case .interpolation(let factor):
      return frequency / factor
    case .yarn(let factor, let trainedContext):
      let turns = Double(trainedContext) * frequency / (2 * Double.pi)
      let kept = min(1, max(0, (turns - 1) / (32 - 1)))
      return kept * frequency + (1 - kept) * frequency / factor
    }
  }

  /// What queries and keys are multiplied by.
  var magnitude: Double {
    switch self {
    case .interpolation: 1
    case .yarn(let factor, _): 0.1 * log(factor) + 1
    }
  }

  func validate() throws(TransformerError) {
    switch self {
    case .interpolation(let factor), .yarn(let factor, _):
      guard factor >= 1, factor.isFinite else {
        throw .invalid("positions are stretched by a factor of at least 1, not \(factor)")
      }
    }
    if case .yarn(_, let trainedContext) = self, trainedContext < 1 {
      throw .invalid("a model cannot have been trained on \(trainedContext) positions")
    }
  }
}
