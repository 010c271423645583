extension Parallelism {
  /// The results of `body` for 0, 1, … count − 1, computed in parallel where that is allowed, in order.
  ///
  /// For few long tasks, each of which may use kernels that spread over cores themselves.
  public func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    var results = [Result?](repeating: nil, count: max(0, count))
    results.withUnsafeMutableBufferPointer { slots in
      // Each task writes to a slot of its own.
      nonisolated(unsafe) let slots = slots
      forEachTask(count) { slots[$0] = body($0) }
    }
    return results.compactMap { $0 }
  }
}
