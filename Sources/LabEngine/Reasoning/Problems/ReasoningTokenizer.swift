/// Cuts problems and chains into words, signs and single digits.
///
/// Every digit is a token of its own, so that numbers of any size are spelled from ten tokens. The vocabulary is
/// fixed: it holds the words of the stories and no others.
public struct ReasoningTokenizer: Sendable {
  /// The text of each token.
  public let vocabulary: [String]
  private let ids: [String: Int]

  /// The tokenizer of the course's reasoning model.
  public init() {
    vocabulary = ["", "\n"] + (0...9).map(String.init) + Self.signs + Self.words
    ids = Dictionary(uniqueKeysWithValues: zip(vocabulary, vocabulary.indices))
  }

  /// Ends a text; it stands for no characters.
  public var end: Int { 0 }
  /// Ends a line.
  public var newline: Int { 1 }

  /// The tokens of a text. Spaces only separate.
  ///
  /// Throws `ReasoningError.unknownWord` for what the vocabulary lacks.
  public func encode(_ text: String) throws(ReasoningError) -> [Int] {
    var tokens: [Int] = []
    for piece in Self.pieces(of: text) {
      guard let id = ids[piece] else { throw .unknownWord(piece) }
      tokens.append(id)
    }
    return tokens
  }

  /// The text of tokens; those that do not exist are left out.
  ///
  /// Text that the stories and chains are made of comes back as it was.
  public func text(of tokens: some Sequence<Int>) -> String {
    let pieces = tokens.filter { $0 != end && vocabulary.indices.contains($0) }.map { vocabulary[$0] }
    var text = ""
    for (index, piece) in pieces.enumerated() {
      let before = pieces[max(0, index - 2)..<index]
      if !text.isEmpty, Self.needsSpace(between: Array(before), and: piece) { text += " " }
      text += piece
    }
    return text
  }

  private static let signs = ["+", "-", "*", "=", ".", ",", "?", ":", "€"]

  private static let words = [
    "lamps", "mugs", "chairs", "clocks", "jackets", "bags", "books", "plates", "scarves", "pillows",
    "at", "euros", "each", "Shipping", "is", "Sending", "it", "costs", "A", "voucher", "takes", "off",
    "are", "paid", "already", "All", "of", "this", "ordered", "times", "Also", "go", "back", "How",
    "much", "What", "to", "be", "lines", "any", "answer",
  ]

  /// Runs of letters; everything else one by one.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var word = ""
    for character in text {
      if character.isLetter {
        word.append(character)
        continue
      }
      if !word.isEmpty { pieces.append(word) }
      word = ""
      if character != " " { pieces.append(String(character)) }
    }
    return word.isEmpty ? pieces : pieces + [word]
  }

  /// - Parameter before: the last two pieces, or fewer at the beginning.
  private static func needsSpace(between before: [String], and piece: String) -> Bool {
    guard let last = before.last, last != "\n", last != "€", ![".", ",", "?", ":", "\n"].contains(piece)
    else { return false }
    if isDigit(piece) {
      let followsDigit = before.count == 2 && isDigit(before[0])
      if isDigit(last) || ([".", ","].contains(last) && followsDigit) { return false }
      if last == "-" && !followsDigit { return false }
    }
    return true
  }

  private static func isDigit(_ piece: String) -> Bool { piece.first?.isWholeNumber ?? false }
}
