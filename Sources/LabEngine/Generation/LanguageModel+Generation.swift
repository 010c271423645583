extension LanguageModel {
  /// Writes one text.
  ///
  /// - Parameter onToken: called with each token as it is chosen, which may later turn out to begin a stop
  ///   sequence; returns whether to go on.
  ///
  /// Throws `TransformerError` for a prompt the model cannot read, `GenerationError` for settings that make
  /// no sense or scores that are not numbers.
  public func generate(
    _ request: GenerationRequest, onToken: (Int) throws -> Bool = { _ in true }
  ) throws -> Completion {
    var writer = try Writer(request, sample: 0)
    var cache = try makeCache(capacity: capacity(for: request))
    var logits = try prefill(request.prompt, into: &cache)
    while !writer.hasEnded {
      try writer.append(choosingFrom: logits[...], room: cache.capacity - cache.lengths[0])
      if try !onToken(writer.lastToken) { writer.end(.caller) }
      if !writer.hasEnded { logits = try decode([writer.lastToken], cache: &cache) }
    }
    return writer.completion
  }

  /// Writes `count` texts after one prompt, side by side: the prompt is read once, and each step reads the
  /// weights once for all texts that go on.
  ///
  /// Each text draws from a random stream of its own, so what it says does not depend on the others.
  /// Throws as `generate` does.
  public func generate(_ request: GenerationRequest, count: Int) throws -> [Completion] {
    guard count > 0 else { throw GenerationError.invalid("\(count) texts cannot be written") }
    var writers = try (0..<count).map { try Writer(request, sample: $0) }
    var cache = try makeCache(count: count, capacity: capacity(for: request))
    let first = try prefill(request.prompt, into: &cache)
    cache.copyFirstToAll()
    var logits = (0..<count).flatMap { _ in first }
    var finished: [Completion] = []
    while !writers.isEmpty {
      // Backwards, because the last text takes the place of one that ends.
      for index in writers.indices.reversed() {
        let scores = logits[index * configuration.vocabulary..<(index + 1) * configuration.vocabulary]
        if !writers[index].hasEnded {
          try writers[index].append(choosingFrom: scores, room: cache.capacity - cache.lengths[index])
        }
        guard writers[index].hasEnded else { continue }
        finished.append(writers[index].completion)
        writers.swapAt(index, writers.count - 1)
        writers.removeLast()
        if !writers.isEmpty { cache.remove(index) }
      }
      if !writers.isEmpty { logits = try decode(writers.map(\.lastToken), cache: &cache) }
    }
    return finished.sorted { $0.sample < $1.sample }
  }

  /// As many tokens as the request can need, within the context.
  private func capacity(for request: GenerationRequest) throws(TransformerError) -> Int {
    guard !request.prompt.isEmpty else { throw .emptyBatch }
    let (needed, overflow) = request.prompt.count.addingReportingOverflow(request.maximum)
    return overflow ? configuration.context : max(request.prompt.count, min(needed, configuration.context))
  }
}
