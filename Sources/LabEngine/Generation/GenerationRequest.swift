/// What to write.
public struct GenerationRequest: Sendable {
  /// The tokens to go on from; at least one.
  public var prompt: [Int]
  /// The most tokens to write.
  public var maximum: Int
  /// How each is chosen.
  public var sampling: SamplingSettings
  /// A text ends where one of these appears; the sequence itself is left out.
  public var stops: [[Int]]
  /// Chooses the texts; sample i draws from stream i of it.
  public var seed: UInt64

  /// A request.
  public init(
    prompt: [Int], maximum: Int, sampling: SamplingSettings = SamplingSettings(), stops: [[Int]] = [],
    seed: UInt64 = 1
  ) {
    self.prompt = prompt
    self.maximum = maximum
    self.sampling = sampling
    self.stops = stops
    self.seed = seed
  }

  func validate() throws(GenerationError) {
    guard maximum >= 0 else { throw .invalid("\(maximum) tokens cannot be written") }
    guard stops.allSatisfy({ !$0.isEmpty }) else {
      throw .invalid("an empty stop sequence would stop everything")
    }
    try sampling.validate()
  }
}
