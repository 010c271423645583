extension Bootstrap {
  /// How often each of `count` points is drawn into each of `resamples` samples of that size, with replacement.
  ///
  /// Each sample has a stream of its own, so that sample number i does not depend on how many there are.
  static func multiplicities(count: Int, resamples: Int, seed: UInt64) -> [[Double]] {
    (0..<max(0, resamples)).map { sample in
      var random = RandomStream(seed: seed, stream: UInt64(sample))
      var drawn = [Double](repeating: 0, count: count)
      for _ in 0..<count { drawn[Int(random.uniform() * Double(count))] += 1 }
      return drawn
    }
  }

  /// The middle `level` of some numbers; `nil` for none.
  static func interval(of values: [Double], level: Double) -> ClosedRange<Double>? {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard let last = sorted.indices.last else { return nil }
    let tail = Int(((1 - level) / 2 * Double(last)).rounded(.down))
    return sorted[tail]...sorted[last - tail]
  }

  static func validate(level: Double, resamples: Int) throws(ScalingError) {
    guard level > 0, level < 1 else {
      throw .invalidSetting("the level of an interval lies between 0 and 1, not at \(level)")
    }
    guard (1...1_000_000).contains(resamples) else {
      throw .invalidSetting("an interval needs between 1 and 1000000 samples, not \(resamples)")
    }
  }
}
