extension Transformer {
  /// The mean cross-entropy, in nats, at each position of a window: entry p is that of predicting the token
  /// behind position p from the p + 1 tokens up to it.
  ///
  /// The text is cut into whole windows of `context` tokens; what remains is left out.
  ///
  /// Throws `TrainingError.tooFewTokens` or `.invalid`, and as `RecordedTransformer.logits` does.
  public func lossByPosition(on tokens: [Int], context: Int) throws -> [Double] {
    guard context > 0 else { throw TrainingError.invalid("windows need a positive context, not \(context)") }
    guard tokens.count > context else {
      throw TrainingError.tooFewTokens(tokens: tokens.count, needed: context + 1)
    }
    let (tape, windows) = (Tape(), (tokens.count - 1) / context)
    var totals = [Double](repeating: 0, count: context)
    for start in stride(from: 0, to: windows * context, by: context) {
      let logits = try recorded(on: tape, frozen: true).logits(Array(tokens[start..<start + context]))
      let targets = Array(tokens[start + 1...start + context])
      let chosen = try logits.logSoftmax().picking(targets).value.values
      for position in 0..<context { totals[position] -= Double(chosen[position]) }
      tape.reset()
    }
    return totals.map { $0 / Double(windows) }
  }

  /// The mean cross-entropy, in nats a token, over a text cut into windows of `context` tokens, each read
  /// from nothing.
  ///
  /// Every token but the first is predicted once; a last window may be shorter.
  ///
  /// - Parameter batchSize: windows that go through the model at once: speed and memory, not the result.
  ///
  /// Throws `TrainingError.tooFewTokens` or `.invalid`, and as `RecordedTransformer.logits` does.
  public func meanLoss(on tokens: [Int], context: Int? = nil, batchSize: Int = 8) throws -> Double {
    let context = context ?? configuration.context
    guard tokens.count > 1 else { throw TrainingError.tooFewTokens(tokens: tokens.count, needed: 2) }
    guard context > 0, batchSize > 0 else {
      throw TrainingError.invalid(
        "windows need a positive context and number, not \(context) and \(batchSize)")
    }
    let tape = Tape()
    var total = 0.0
    func add(_ start: Int, sequences: Int, length: Int) throws {
      let range = start..<start + sequences * length
      let recorded = recorded(on: tape, frozen: true)
      let targets = Array(tokens[(range.lowerBound + 1)...range.upperBound])
      let loss = try recorded.loss(Array(tokens[range]), targets: targets, batch: sequences)
      total += Double(try loss.scalar) * Double(range.count)
      tape.reset()
    }
    let predicted = tokens.count - 1
    let windows = predicted / context
    for first in stride(from: 0, to: windows, by: batchSize) {
      try add(first * context, sequences: min(batchSize, windows - first), length: context)
    }
    if predicted % context > 0 {
      try add(windows * context, sequences: 1, length: predicted % context)
    }
    return total / Double(predicted)
  }
}
