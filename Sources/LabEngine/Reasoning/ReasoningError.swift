/// Why a problem cannot be read, sampled, voted on or measured.
public enum ReasoningError: Error, Equatable, CustomStringConvertible {
  /// A setting makes no sense.
  case invalid(String)
  /// The reasoning model's tokenizer does not know a word.
  case unknownWord(String)
  /// There is nothing to vote on, choose from or measure.
  case noSamples
  /// Two lists that belong together differ in length.
  case lengthsDiffer(String, Int, String, Int)
  /// A score or weight that orders nothing.
  case invalidScore(Double, sample: Int)
  /// More right samples than there are samples.
  case tooManyCorrect(correct: Int, samples: Int)
  /// More draws without replacement than there are samples.
  case tooManyDraws(draws: Int, samples: Int)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .invalid(let reason):
      reason
    case .unknownWord(let word):
      "the reasoning model knows no word \"\(word)\""
    case .noSamples:
      "there are no samples: nothing can be said about none"
    case .lengthsDiffer(let first, let firstCount, let second, let secondCount):
      "there are \(firstCount) \(first), but \(secondCount) \(second)"
    case .invalidScore(let score, let sample):
      "sample \(sample) has a score of \(score), which cannot be compared or added"
    case .tooManyCorrect(let correct, let samples):
      "\(correct) of \(samples) samples cannot be right"
    case .tooManyDraws(let draws, let samples):
      "\(draws) samples cannot be drawn from \(samples) without drawing one twice"
    }
  }
}
