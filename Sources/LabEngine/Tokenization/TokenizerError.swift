/// Why a tokenizer could not be made, read or used.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
  /// A merge that cannot be.
  case invalidMerge(number: Int, reason: String)
  /// A line of a tokenizer's file is not what it must be.
  case invalidLine(number: Int, reason: String)
  /// The tokenizer has no such token.
  case unknownToken(id: Int, vocabulary: Int)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .invalidMerge(let number, let reason):
      "merge \(number) is wrong: \(reason)"
    case .invalidLine(let number, let reason):
      "line \(number) of the tokenizer is wrong: \(reason)"
    case .unknownToken(let id, let vocabulary):
      "token \(id) is outside the vocabulary 0..<\(vocabulary)"
    }
  }
}
