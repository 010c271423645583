extension Transformer {
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
