extension TransformerConfiguration {
  /// Throws `TransformerError.invalid`, naming the values, when no such model exists.
  public func validate() throws(TransformerError) {
    try validateSizes()
    guard dModel % nHeads == 0 else {
      throw .invalid("a width of \(dModel) does not divide into \(nHeads) heads")
    }
    guard nHeads % nKVHeads == 0 else {
      throw .invalid("\(nHeads) query heads cannot share \(nKVHeads) key and value heads evenly")
    }
    if case .rotary(_, let base) = positions {
      guard dHead % 2 == 0 else {
        throw .invalid("rotary positions turn pairs of numbers, so a head of \(dHead) does not work")
      }
      guard base > 0, base.isFinite else { throw .invalid("the rotary base must be positive, not \(base)") }
    }
    if positions == .sinusoidal, dModel % 2 != 0 {
      throw .invalid("sinusoidal positions come in pairs, so a width of \(dModel) does not work")
    }
    if let window, window < 1 { throw .invalid("a window of \(window) positions shows nothing") }
    guard epsilon >= 0, epsilon.isFinite else {
      throw .invalid("epsilon must be 0 or a small positive number, not \(epsilon)")
    }
  }

  private func validateSizes() throws(TransformerError) {
    let sizes = [
      ("vocabulary", vocabulary), ("context", context), ("dModel", dModel), ("nLayers", nLayers),
      ("nHeads", nHeads), ("nKVHeads", nKVHeads), ("hidden", hidden),
    ]
    for (name, size) in sizes where size < 1 || size > Self.largestSize {
      throw .invalid("\(name) must lie in 1...\(Self.largestSize), not \(size)")
    }
    // Sizes are bounded, so this product cannot overflow; far fewer parameters fit in memory.
    guard 12 * Double(nLayers) * Double(dModel) * Double(dModel + hidden) < 1e12,
      Double(vocabulary + context) * Double(dModel) < 1e12
    else { throw .invalid("a model of these sizes has more than 10¹² parameters") }
  }

  /// No size of a model that fits into a computer comes near it.
  private static let largestSize = 1 << 24
}
