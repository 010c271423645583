/// WordPiece as BERT uses it: in each word, the longest token that fits, from left to right (Schuster and Nakajima
/// 2012; Devlin et al. 2019).
///
/// Words are runs of letters and numbers, and single other signs; white space is dropped, so that decoding cannot
/// give it back. Left out: BERT's normalisation.
public struct WordPieceTokenizer: Sendable {
  /// The tokens by id.
  public let vocabulary: TokenVocabulary
  /// The id of a word that tokens cannot spell.
  public let unknown: Int
  /// What marks a token that goes on with a word.
  static let continuation = Array("##".utf8)
  /// BERT takes a longer word for unknown.
  private static let longestWord = 100

  /// A tokenizer; token i is `tokens[i]`. Throws `TokenizerError.invalidToken` for a token given twice and
  /// `.unknownSpecialToken` if `unknown` is not among them.
  public init(tokens: [String], unknown: String = "[UNK]") throws(TokenizerError) {
    vocabulary = try TokenVocabulary(tokens.map { Array($0.utf8) })
    guard let id = vocabulary.id(of: Array(unknown.utf8)) else { throw .unknownSpecialToken(unknown) }
    self.unknown = id
  }

  /// The ids of a text; a word that tokens cannot spell is one unknown token.
  public func encode(_ text: String) -> [Int] {
    Self.words(of: text).flatMap { encode(word: $0) ?? [unknown] }
  }

  /// The tokens as they are written, with a space before each that begins a word.
  ///
  /// Throws `TokenizerError.unknownToken`.
  public func text(of ids: [Int]) throws(TokenizerError) -> String {
    var bytes: [UInt8] = []
    for id in ids {
      guard let token = vocabulary.bytes(of: id) else {
        throw .unknownToken(id: id, vocabulary: vocabulary.idCount)
      }
      if token.starts(with: Self.continuation) {
        bytes += token.dropFirst(2)
      } else {
        bytes += (bytes.isEmpty ? [] : [0x20]) + Array(token)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func encode(word: String.UnicodeScalarView) -> [Int]? {
    let scalars = Array(word)
    guard scalars.count <= Self.longestWord else { return nil }
    var (ids, start): ([Int], Int) = ([], 0)
    while start < scalars.count {
      let prefix = start == 0 ? [] : Self.continuation
      let match = stride(from: scalars.count, to: start, by: -1).lazy.compactMap { end in
        vocabulary.id(of: prefix + scalars[start..<end].flatMap { Array(UTF8.encode($0) ?? .init()) })
          .map { (id: $0, end: end) }
      }.first
      guard let match else { return nil }
      ids.append(match.id)
      start = match.end
    }
    return ids
  }

  static func words(of text: String) -> [String.UnicodeScalarView] {
    var words: [String.UnicodeScalarView] = []
    var goesOn = false
    for scalar in text.unicodeScalars {
      let isMark = scalar.properties.canonicalCombiningClass != .notReordered
      let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark
      if isWord, goesOn {
        words[words.count - 1].append(scalar)
      } else if !scalar.properties.isWhitespace {
        words.append(String.UnicodeScalarView([scalar]))
      }
      goesOn = isWord
    }
    return words
  }
}
