import Foundation

extension Transformer {
  /// How far the model's next-token distributions are from the reference's along each answer, in nats:
  /// Σ over its tokens of KL(π ‖ π_ref) given the prompt and the answer so far.
  ///
  /// The mean over answers that the model itself wrote at temperature 1 is an unbiased estimate of
  /// KL(π ‖ π_ref) over whole answers, never negative and less noisy than the mean of log π/π_ref (the chain rule of
  /// KL; Cover and Thomas, theorem 2.5.3).
  ///
  /// Throws as `scores(of:)` does, and `TransformerError.invalid` for another vocabulary.
  public func divergence(
    from reference: Transformer, along answers: [PromptedAnswer], batchSize: Int = 16
  ) throws -> [Double] {
    let vocabulary = configuration.vocabulary
    guard reference.configuration.vocabulary == vocabulary else {
      throw TransformerError.invalid(
        "the reference has \(reference.configuration.vocabulary) tokens, the model \(vocabulary)")
    }
    let tape = Tape()
    return try inBatches(answers, of: batchSize) { part in
      defer { tape.reset() }
      let batch = try AnswerBatch(part)
      let own = try nextTokens(batch, on: tape)
      let other = try reference.nextTokens(batch, on: tape)
      let perToken = batch.positions.indices.map { row in
        let range = row * vocabulary..<(row + 1) * vocabulary
        return zip(own[range], other[range]).reduce(0.0) { sum, pair in
          sum + exp(Double(pair.0)) * (Double(pair.0) - Double(pair.1))
        }
      }
      return batch.perAnswer(perToken).map { $0.reduce(0, +) }
    }
  }

  /// The logarithms of the next token's probabilities before each token of the answers.
  private func nextTokens(_ batch: AnswerBatch, on tape: Tape) throws -> [Float] {
    let recorded = recorded(on: tape, frozen: true)
    let hidden = try recorded.hiddenStates(batch.ids, batch: batch.count).rows(batch.positions)
    return try hidden.linear(recorded.parameters[layout.head]).logSoftmax().value.values
  }
}
