import Foundation

/// Attention of one query over keys that arrive piece by piece, holding only what was needed so far
/// (Milakov and Gimelshein 2018; Dao et al., "FlashAttention", 2022, algorithm 1).
///
/// When a larger score arrives, everything summed so far is multiplied by exp(old maximum − new maximum), as
/// if that maximum had been known from the beginning.
public struct OnlineSoftmax: Equatable, Sendable {
  /// The largest score so far, m; −∞ before the first.
  public private(set) var maximum: Float = -.infinity
  /// Σ exp(score − m) over the scores so far, l.
  public private(set) var sum: Float = 0
  /// Σ exp(score − m) · value, which becomes the output when divided by `sum`.
  public private(set) var unfinished: [Float]

  /// Nothing seen yet; values will have `dValue` numbers. A negative number counts as 0.
  public init(dValue: Int) {
    unfinished = [Float](repeating: 0, count: max(0, dValue))
  }

  /// Goes on where another left off.
  public init(maximum: Float, sum: Float, unfinished: [Float]) {
    (self.maximum, self.sum, self.unfinished) = (maximum, sum, unfinished)
  }

  /// Takes in some scores and the values they weigh, `[scores.count, dValue]`.
  ///
  /// Throws `AttentionError.shape`, or `.notFinite` for +∞ or a number that is none.
  public mutating func absorb(_ scores: [Float], _ values: Tensor) throws(AttentionError) {
    guard values.shape == [scores.count, unfinished.count] else {
      throw .shape("values", expected: "[\(scores.count), \(unfinished.count)]", actual: values.shape)
    }
    if let index = scores.firstIndex(where: { !($0 < .infinity) }) {
      throw .notFinite(scores[index], index: index)
    }
    let top = scores.reduce(maximum, max)
    guard top > -.infinity else { return }
    rescale(to: top)
    for (i, score) in scores.enumerated() {
      let weight = exp(score - top)
      sum += weight
      for c in unfinished.indices { unfinished[c] += weight * values.values[i * unfinished.count + c] }
    }
  }

  private mutating func rescale(to top: Float) {
    let factor = exp(maximum - top)
    maximum = top
    sum *= factor
    for c in unfinished.indices { unfinished[c] *= factor }
  }

  /// The weighted mean of the values; zeros when no key was seen.
  public var output: [Float] {
    sum > 0 ? unfinished.map { $0 / sum } : unfinished
  }

  /// log Σ exp(score) over all scores; −∞ when there were none.
  public var logSumExp: Float { maximum + log(sum) }
}
