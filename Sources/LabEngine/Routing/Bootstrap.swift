/// Intervals by drawing the measurements again and again, with replacement.
///
/// (Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979; the percentile method.)
public enum Bootstrap {
  /// The middle `level` of the means of `resamples` samples drawn from `values`.
  ///
  /// At least one resample is drawn. It says nothing about data of another kind than `values`.
  ///
  /// - Throws: ``RoutingError/noTickets`` for no values, ``RoutingError/shareOutOfRange(_:)`` for a `level`
  ///   outside (0, 1).
  /// - Complexity: O(`resamples` × `values`).
  public static func interval(
    ofMean values: [Double], level: Double = 0.95, resamples: Int = 1000, seed: UInt64 = 1
  ) throws -> ClosedRange<Double> {
    guard !values.isEmpty else { throw RoutingError.noTickets }
    guard level > 0, level < 1 else { throw RoutingError.shareOutOfRange(level) }
    var random = RandomStream(seed: seed)
    let means = (0..<max(resamples, 1)).map { _ in
      let sum = values.indices.reduce(0.0) { sum, _ in
        sum + values[Int(random.uniform() * Double(values.count))]
      }
      return sum / Double(values.count)
    }.sorted()
    let tail = (1 - level) / 2 * Double(means.count - 1)
    return means[Int(tail.rounded(.down))]...means[means.count - 1 - Int(tail.rounded(.down))]
  }
}
