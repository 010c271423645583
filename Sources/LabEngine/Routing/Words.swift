/// Cuts text into the words that the classifiers of this folder count.
///
/// A word is a maximal run of the letters `a` to `z` after lowercasing. Digits, punctuation and every
/// other letter only separate words, so `can't` is `can` and `t`, and `A10234` is `a`. That is five
/// lines because it ignores every language but English; lab 02 does better.
public enum Words {
  /// The words of `text` in order, repetitions included.
  public static func all(in text: String) -> [String] {
    var words: [String] = []
    forEach(in: text) { words.append($0) }
    return words
  }

  /// `text` reduced to its words with one space between them: what two copies of a message share.
  public static func normalized(_ text: String) -> String {
    all(in: text).joined(separator: " ")
  }

  static func forEach(in text: String, _ body: (String) -> Void) {
    // `lowercased()` is slow and only matters beyond ASCII, where a letter may become one of a…z.
    let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
    var word: [UInt8] = []
    word.reserveCapacity(16)
    for byte in (isASCII ? text : text.lowercased()).utf8 {
      let letter = byte | 0x20
      if byte < 0x80, letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") {
        word.append(letter)
      } else if !word.isEmpty {
        body(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { body(String(decoding: word, as: UTF8.self)) }
  }
}
