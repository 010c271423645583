/// Why a tokenizer could not be made, trained, read or used.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
  /// A merge that cannot be.
  case invalidMerge(number: Int, reason: String)
  /// A token that cannot be.
  case invalidToken(id: Int, reason: String)
  /// A line of a tokenizer's file is not what it must be.
  case invalidLine(number: Int, reason: String)
  /// A part of a file is not what it must be.
  case invalidFile(place: String, reason: String)
  /// The tokenizer has no such token.
  case unknownToken(id: Int, vocabulary: Int)
  /// A text that may hold no special token holds one, from this byte on.
  case specialToken(text: String, offset: Int)
  /// The tokenizer has no special token of this name.
  case unknownSpecialToken(String)
  /// A vocabulary too small for the bytes and special tokens it must hold.
  case vocabularyTooSmall(asked: Int, needed: Int)
  /// Too few pairs occur often enough.
  case noPairLeft(reached: Int, asked: Int, minimumFrequency: Int)
  /// There is nothing to learn from.
  case emptyText
  /// Bytes that are not UTF-8, from this one on.
  case notUTF8(offset: Int)
  /// A setting that cannot be, with the reason.
  case invalidSetting(String)

  /// A sentence that names the values.
  public var description: String {
    switch self {
    case .invalidMerge(let number, let reason): "merge \(number) is wrong: \(reason)"
    case .invalidToken(let id, let reason): "token \(id) is wrong: \(reason)"
    case .invalidLine(let number, let reason): "line \(number) of the tokenizer is wrong: \(reason)"
    case .invalidFile(let place, let reason): "\(place) of the tokenizer's file is wrong: \(reason)"
    case .unknownToken(let id, let vocabulary): "token \(id) is not in the vocabulary of \(vocabulary) tokens"
    case .specialToken(let text, let offset):
      "the text holds the special token \(text) at byte \(offset): allow it, or encode the text as ordinary text"
    case .unknownSpecialToken(let text): "the tokenizer has no special token \(text)"
    case .vocabularyTooSmall(let asked, let needed):
      "a vocabulary of \(asked) is too small: the 256 bytes and the special tokens need \(needed)"
    case .noPairLeft(let reached, let asked, let minimumFrequency):
      "\(asked) tokens were asked for, but at \(reached) no pair is left that occurs \(minimumFrequency) times: "
        + "ask for fewer, give more text, or lower the minimum frequency"
    case .emptyText: "the text is empty: there is nothing to learn from"
    case .notUTF8(let offset): "the bytes are not UTF-8 from byte \(offset) on"
    case .invalidSetting(let reason): reason
    }
  }
}
