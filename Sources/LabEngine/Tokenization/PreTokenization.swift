import LabKernels

/// How a text is cut into pieces before pairs of bytes are merged; no token reaches over a cut.
///
/// Letters, numbers and white space are Unicode's (version `unicodeVersion`) unless a case says otherwise. Bytes
/// that are not UTF-8 count as U+FFFD.
public enum PreTokenization: String, Hashable, Sendable, Codable, CaseIterable {
  /// The whole text is one piece.
  case whole
  /// Words with the space before them, single digits, runs of other signs, and white space.
  ///
  /// It works on bytes: the letters are those of ASCII, and every byte of a longer character counts as one.
  /// Digits stand alone so that a number is read the way it is calculated with.
  case words
  /// Runs of white space and of everything else: `\s+|\S+`.
  case whitespace
  /// GPT-2 (OpenAI, `encoder.py`): words, numbers and signs, each with the space before it; contractions.
  case gpt2
  /// GPT-2 with every digit alone.
  case gpt2SingleDigits
  /// GPT-2 with at most three digits together.
  case gpt2ThreeDigits
  /// GPT-4 (tiktoken, `cl100k_base`): up to three digits, one sign before a word, line breaks behind signs.
  case cl100k
  /// GPT-4o (tiktoken, `o200k_base`): as cl100k, with words cut where capitals begin.
  case o200k

  /// The version of the Unicode character database behind `\p{L}`, `\p{N}` and `\s`.
  public static let unicodeVersion = UnicodeClass.unicodeVersion

  /// The regular expression whose matches are the pieces, in the notation of PCRE; `nil` where there is none.
  public var pattern: String? {
    switch self {
    case .whole, .words: nil
    case .whitespace: #"\s+|\S+"#
    case .gpt2: #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .gpt2SingleDigits: #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .gpt2ThreeDigits: #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .cl100k:
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
    case .o200k:
      [
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"#,
        #"\p{N}{1,3}"#, #" ?[^\s\p{L}\p{N}]+[\r\n/]*"#, #"\s*[\r\n]+"#, #"\s+(?!\S)"#, #"\s+"#,
      ].joined(separator: "|")
    }
  }

  /// The pieces in order; together they are `bytes`.
  ///
  /// - Complexity: O(`bytes.count`).
  public func pieces(of bytes: [UInt8]) -> [Range<Int>] {
    var start = 0
    return rule.pieceEnds(of: bytes).map { end in
      defer { start = end }
      return start..<end
    }
  }

  /// The pieces of a text as strings, for showing.
  public func pieces(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    return pieces(of: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  var rule: PreTokenRule {
    switch self {
    case .whole: .whole
    case .words: .words
    case .whitespace: .whitespace
    case .gpt2: .gpt2()
    case .gpt2SingleDigits: .gpt2(digits: 1)
    case .gpt2ThreeDigits: .gpt2(digits: 3)
    case .cl100k: .cl100k
    case .o200k: .o200k
    }
  }
}
