/// One text while it is written.
struct Writer {
  private(set) var completion: Completion
  private(set) var lastToken = 0
  private(set) var hasEnded: Bool
  private let request: GenerationRequest
  private var sampler: Sampler
  /// Prompt and text, for the repetition penalty.
  private var history: [Int]

  init(_ request: GenerationRequest, sample: Int) throws(GenerationError) {
    try request.validate()
    self.request = request
    completion = Completion(sample: sample)
    sampler = try Sampler(request.sampling, random: RandomStream(seed: request.seed, stream: UInt64(sample)))
    history = request.prompt
    hasEnded = request.maximum == 0
  }

  /// Chooses the next token.
  ///
  /// - Parameter room: how many more tokens the cache can hold.
  mutating func append(choosingFrom logits: ArraySlice<Float>, room: Int) throws(GenerationError) {
    let choice = try sampler.choose(from: logits, history: history)
    lastToken = choice.token
    history.append(choice.token)
    completion.tokens.append(choice.token)
    completion.logProbabilities.append(choice.logProbability)
    if let stop = request.stops.first(where: { completion.tokens.suffix($0.count).elementsEqual($0) }) {
      completion.tokens.removeLast(stop.count)
      completion.logProbabilities.removeLast(stop.count)
      end(.stop)
    } else if completion.tokens.count == request.maximum {
      end(.length)
    } else if room == 0 {
      end(.context)
    }
  }

  /// Ends the text, unless it has ended already.
  mutating func end(_ reason: Completion.Reason) {
    guard !hasEnded else { return }
    completion.reason = reason
    hasEnded = true
  }
}
