import Foundation

extension PlainAttention {
  /// Each row of the last dimension as weights that sum to 1: exp(x − max) / Σ exp(x − max).
  ///
  /// Taking the row's maximum away changes nothing in the result and keeps exp from overflowing. −∞ becomes
  /// the weight 0, and a row of nothing but −∞ becomes all zeros.
  ///
  /// Throws `AttentionError.notFinite` for +∞ or a number that is none.
  public static func softmax(_ scores: Tensor) throws -> Tensor {
    if let index = scores.values.firstIndex(where: { !($0 < .infinity) }) {
      throw AttentionError.notFinite(scores.values[index], index: index)
    }
    let columns = scores.shape.last ?? 1
    var weights = scores.values
    for start in stride(from: 0, to: weights.count, by: max(1, columns)) {
      softmax(&weights, start..<start + columns)
    }
    return Tensor(trusted: weights, shape: scores.shape)
  }

  private static func softmax(_ row: inout [Float], _ range: Range<Int>) {
    let top = row[range].reduce(-.infinity, max)
    guard top > -.infinity else {
      for i in range { row[i] = 0 }
      return
    }
    var sum: Float = 0
    for i in range {
      row[i] = exp(row[i] - top)
      sum += row[i]
    }
    for i in range { row[i] /= sum }
  }

  /// How spread out each row of weights is, in nats: 0 for all on one, log(n) for n alike.
  ///
  /// −Σ p · log(p), in double precision; a row of zeros has 0.
  public static func entropies(_ weights: Tensor) -> [Double] {
    let columns = max(1, weights.shape.last ?? 1)
    return stride(from: 0, to: weights.count, by: columns).map { start in
      weights.values[start..<start + columns].reduce(0) { total, weight in
        weight > 0 ? total - Double(weight) * log(Double(weight)) : total
      }
    }
  }
}
