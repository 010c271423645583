/// The log-probabilities of a batch's answers on a tape, so that gradients can flow into the model.
///
///     let answers = try recorded.answers(batch)
///     let slopes = …  // ∂loss/∂ log π(answer), for each answer, from `answers.scores`
///     try answers.weighted(by: slopes).backward()
///
/// A loss on log-probabilities is computed in float64 apart from the tape. All that the model needs of it is its
/// slope g in each log-probability: the gradient of Σ g · log π is the gradient of the loss (the chain rule).
public struct RecordedAnswers {
  /// What was read.
  public let batch: AnswerBatch
  /// log π of each answer's tokens, answer after answer: `[batch.targets.count]`.
  public let tokens: Variable

  /// How likely each answer is.
  public var scores: [AnswerScore] {
    get throws {
      batch.perAnswer(try tokens.value.values.map(Double.init)).map(AnswerScore.init)
    }
  }

  /// Σ weight · log π(answer): a single number.
  ///
  /// - Parameter weights: one for each answer.
  ///
  /// Throws `PreferenceError.unequalLengths`.
  public func weighted(by weights: [Double]) throws -> Variable {
    guard weights.count == batch.count else {
      throw PreferenceError.unequalLengths(
        name: "the list of weights", count: weights.count, expected: batch.count)
    }
    let perToken = batch.perToken(weights).map { Float($0) }
    return try (tokens * tokens.tape.constant(Tensor(perToken))).sum()
  }
}

extension RecordedTransformer {
  /// Reads a batch of prompts with their answers and scores the answers' tokens; prompts and padding do not count.
  ///
  /// Only the positions that count go through the head: with a large vocabulary that is most of the work saved.
  /// Throws `TransformerError.contextOverflow` or `.idOutOfRange`.
  public func answers(_ batch: AnswerBatch) throws -> RecordedAnswers {
    try model.requireInVocabulary(batch.targets)
    let hidden = try hiddenStates(batch.ids, batch: batch.count).rows(batch.positions)
    let logits = try hidden.linear(parameters[model.layout.head])  // [answer tokens, vocabulary]
    return RecordedAnswers(batch: batch, tokens: try logits.logSoftmax().picking(batch.targets))
  }
}

extension Transformer {
  /// How likely the model finds each answer, without gradients.
  ///
  /// - Parameter batchSize: answers that go through the model at once: speed and memory, not the result.
  ///
  /// Throws as `RecordedTransformer.answers` does, and `PreferenceError.badSetting` for an empty batch.
  public func scores(of answers: [PromptedAnswer], batchSize: Int = 16) throws -> [AnswerScore] {
    let tape = Tape()
    return try inBatches(answers, of: batchSize) { part in
      defer { tape.reset() }
      return try recorded(on: tape, frozen: true).answers(AnswerBatch(part)).scores
    }
  }
}

/// What `body` makes of `batchSize` elements at a time, in order.
func inBatches<Element, Result>(
  _ elements: [Element], of batchSize: Int, _ body: ([Element]) throws -> [Result]
) throws -> [Result] {
  guard batchSize > 0 else {
    throw PreferenceError.badSetting(name: "the batch size", value: Double(batchSize), expected: "positive")
  }
  return try stride(from: 0, to: elements.count, by: batchSize).flatMap { start in
    try body(Array(elements[start..<min(start + batchSize, elements.count)]))
  }
}
