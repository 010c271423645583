import LabKernels

extension LBFGS {
  /// Walks downhill from every one of `starts`: the lowest of many valleys is found only by trying.
  ///
  /// A start at which the function is not a number is left out.
  ///
  /// - Parameter cores: how many searches run side by side; the minima do not depend on it.
  /// - Throws: ``OptimizationError``, also when no start is left.
  public func minimize(
    fromEach starts: [[Double]], on cores: Parallelism = .allCores,
    _ objective: @escaping @Sendable (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) throws(OptimizationError) -> [Minimum] {
    try validate()
    let minima = cores.map(starts.count) { index in
      try? minimize(from: starts[index], objective)
    }.compactMap { $0 }
    guard !minima.isEmpty else {
      throw starts.first.map { $0.isEmpty ? .noParameters : .startNotFinite($0) } ?? .noStarts
    }
    return minima
  }
}

extension [Minimum] {
  /// The lowest; the first of equals.
  public var lowest: Minimum? { self.min { $0.value < $1.value } }

  /// The share whose value is at most `value`.
  public func share(reaching value: Double) -> Double {
    isEmpty ? 0 : Double(count { $0.value <= value }) / Double(count)
  }
}
