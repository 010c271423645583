/// What a model wrote after a prompt.
public struct Completion: Equatable, Sendable {
  /// Which of the samples it is, counted from 0.
  public let sample: Int
  /// The tokens after the prompt, without the stop sequence that ended them.
  public internal(set) var tokens: [Int] = []
  /// The logarithm of the probability of each, under the model itself.
  public internal(set) var logProbabilities: [Double] = []
  /// Why it ended.
  public internal(set) var reason: Reason = .length

  /// Why a text ended.
  public enum Reason: String, Hashable, Sendable, Codable {
    /// As many tokens as were asked for.
    case length
    /// A stop sequence appeared.
    case stop
    /// The model's context is full.
    case context
    /// The caller wanted no more.
    case caller
  }

  /// The logarithm of the probability of the whole text.
  public var logProbability: Double { logProbabilities.reduce(0, +) }
}
