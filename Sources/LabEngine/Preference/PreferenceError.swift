/// Why preferences could not be read, scored or learned from.
public enum PreferenceError: Error, Equatable, CustomStringConvertible {
  /// A constant of a loss or of a run makes no sense.
  case badSetting(name: String, value: Double, expected: String)
  /// A log-probability or a reward is not a number, or infinite.
  case notFinite(name: String, value: Double)
  /// Lists that belong together have unequal lengths.
  case unequalLengths(name: String, count: Int, expected: Int)
  /// A completion has no token to score.
  case emptyCompletion(name: String)
  /// A prompt has no token to go on from.
  case emptyPrompt
  /// There is nothing to compute a mean of.
  case noPairs
  /// The loss has no finite value where a completion is certain.
  case certainCompletion(name: String)
  /// A row cannot be used; its line is counted from 1, and 0 for a row that stands in no file.
  case badRow(line: Int, field: String, reason: String)

  /// A sentence that says what to change.
  public var description: String {
    switch self {
    case .badSetting(let name, let value, let expected):
      "\(name) must be \(expected), not \(value)"
    case .notFinite(let name, let value):
      "\(name) is \(value): the model or the row that it was computed from is broken"
    case .unequalLengths(let name, let count, let expected):
      "\(name) has \(count) entries, but \(expected) are needed: one for each pair"
    case .emptyCompletion(let name):
      "\(name) has no tokens, so there is nothing to score"
    case .emptyPrompt:
      "the prompt has no tokens, so the first token of the answer has nothing to follow"
    case .noPairs:
      "there are no rows, so there is nothing to learn or to average"
    case .certainCompletion(let name):
      "\(name) has a mean log-probability of 0 or more, where its odds are infinite"
    case .badRow(let line, let field, let reason):
      (line > 0 ? "line \(line), " : "") + "\(field): \(reason)"
    }
  }
}
