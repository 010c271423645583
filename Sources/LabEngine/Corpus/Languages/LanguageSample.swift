/// A day at ShopFlow's support desk, told in one language: the same story in each, so that what tokenizers make of
/// them can be compared.
public struct LanguageSample: Hashable, Sendable {
  /// The language's English name.
  public let language: String
  /// A white space behind every word, whether or not the language writes one.
  private let words: String
  private let writesSpaces: Bool

  /// - Parameter writesSpaces: whether the language does; if not, spaces in `words` only say where a word ends.
  init(_ language: String, _ words: String, writesSpaces: Bool = true) {
    (self.language, self.words, self.writesSpaces) = (language, words, writesSpaces)
  }

  /// A title and six paragraphs, with empty lines between them.
  public var text: String { writesSpaces ? words : words.filter { $0 != " " } }

  /// How many words it has.
  public var wordCount: Int { words.split(whereSeparator: \.isWhitespace).count }

  /// The title and the paragraphs, each by itself.
  public var paragraphs: [LanguageSample] {
    words.split(separator: "\n\n").map {
      LanguageSample(language, String($0), writesSpaces: writesSpaces)
    }
  }

  /// The five languages of lab 02.
  public static let all = [english, french, mandarin, hindi, bengali]
}
