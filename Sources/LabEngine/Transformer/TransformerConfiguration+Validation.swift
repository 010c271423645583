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
    if let rotaryScaling {
      guard case .rotary = positions else { throw .invalid("only rotary positions can be slowed down") }
      try rotaryScaling.validate()
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
      ("vocabulary", vocabulary, Self.largestSize), ("context", context, Self.largestSize),
      ("dModel", dModel, Self.largestSize), ("hidden", hidden, Self.largestSize),
      ("nLayers", nLayers, Self.mostLayers), ("nHeads", nHeads, Self.largestSize),
      ("nKVHeads", nKVHeads, Self.largestSize),
    ]
    for (name, size, largest) in sizes where size < 1 || size > largest {
      throw .invalid("\(name) must lie in 1...\(largest), not \(size)")
    }
    // Sizes are bounded, so this product cannot overflow; far fewer parameters fit in memory.
    guard 12 * Double(nLayers) * Double(dModel) * Double(dModel + hidden) < 1e12,
      Double(vocabulary + context) * Double(dModel) < 1e12
    else { throw .invalid("a model of these sizes has more than 10¹² parameters") }
  }

  /// No model that fits into a computer comes near these. A hostile file must not make the engine list
  /// the parameters of millions of layers before it is refused.
  private static let largestSize = 1 << 24
  private static let mostLayers = 1 << 12
}
