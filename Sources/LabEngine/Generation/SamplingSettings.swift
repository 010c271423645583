/// How the next token is chosen from a model's scores.
///
/// The steps are applied in this order: repetition penalty, temperature, top-k, top-p, min-p. Each narrows
/// what the one before left; at least one token always remains.
public struct SamplingSettings: Hashable, Sendable, Codable {
  /// Divides the scores: below 1 the likely become likelier; 0 always takes the likeliest.
  public var temperature: Float
  /// Only the k likeliest tokens; all when `nil`.
  public var topK: Int?
  /// Only the likeliest tokens that together reach this probability (Holtzman et al. 2020); all when `nil`.
  public var topP: Float?
  /// Only tokens at least this fraction as likely as the likeliest (Nguyen et al. 2024); all when `nil`.
  public var minP: Float?
  /// Makes tokens that have appeared less likely: positive scores are divided by it, negative ones
  /// multiplied (Keskar et al., "CTRL", 2019, section 4.1). 1 changes nothing.
  public var repetitionPenalty: Float

  /// The model's own distribution, unless told otherwise.
  public init(
    temperature: Float = 1, topK: Int? = nil, topP: Float? = nil, minP: Float? = nil,
    repetitionPenalty: Float = 1
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
  }

  /// Always the likeliest token.
  public static let greedy = SamplingSettings(temperature: 0)

  /// Throws `GenerationError.invalid`, naming the value at fault.
  public func validate() throws(GenerationError) {
    guard temperature >= 0, temperature.isFinite else {
      throw .invalid("the temperature must be 0 or more, not \(temperature)")
    }
    if let topK, topK < 1 { throw .invalid("top-k must keep at least one token, not \(topK)") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw .invalid("top-p must lie in 0...1 and above 0, not \(topP)")
    }
    if let minP, !(0...1).contains(minP) { throw .invalid("min-p must lie in 0...1, not \(minP)") }
    guard repetitionPenalty > 0, repetitionPenalty.isFinite else {
      throw .invalid("the repetition penalty must be positive, not \(repetitionPenalty)")
    }
  }
}

/// Why no text could be generated.
public enum GenerationError: Error, Equatable, CustomStringConvertible {
  /// A setting makes no sense.
  case invalid(String)
  /// A score of the model is not a number.
  case notFinite(token: Int, score: Float)

  /// A sentence that names the value.
  public var description: String {
    switch self {
    case .invalid(let reason): reason
    case .notFinite(let token, let score):
      "the model's score for token \(token) is \(score): its weights or the text before it are broken"
    }
  }
}
