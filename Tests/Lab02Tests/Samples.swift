import LabContracts
import LabEngine

/// Random inputs for the checkpoints, small enough to be read in a report.
enum Samples {
  /// A list of tokens from a small alphabet, so that pairs come again and stand beside themselves.
  static func tokens(_ count: Int, below limit: Int, _ random: inout RandomStream) -> [Int] {
    (0..<count).map { _ in Int.random(in: 1..<limit, using: &random) }
  }

  /// Counts with many ties.
  static func counts(_ count: Int, _ random: inout RandomStream) -> [BPE.Pair: Int] {
    let pairs = (0..<count).map { _ in
      BPE.Pair(Int.random(in: 0..<5, using: &random), Int.random(in: 0..<5, using: &random))
    }
    return Dictionary(pairs.map { ($0, Int.random(in: 1...4, using: &random)) }, uniquingKeysWith: max)
  }

  /// `length` of the given characters.
  static func string(of alphabet: [String], _ length: Int, _ random: inout RandomStream) -> String {
    (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }.joined()
  }

  /// Pieces that share letters, some of which are of several bytes.
  static func pieces(_ count: Int, _ random: inout RandomStream) -> [String] {
    (0..<count).map { _ in
      string(of: ["a", "b", "c", "é", "ë", "\r\n"], Int.random(in: 1...6, using: &random), &random)
    }
  }

  /// `count` merges in any order that makes sense, no two of which spell the same token.
  static func merges(_ count: Int, _ random: inout RandomStream) -> [BPE.Pair] {
    var tokens = (0...255).map { [UInt8($0)] }
    var choices = [97, 98, 99]
    var merges: [BPE.Pair] = []
    while merges.count < count {
      let pair = BPE.Pair(
        choices[Int.random(in: choices.indices, using: &random)],
        choices[Int.random(in: choices.indices, using: &random)])
      let token = tokens[pair.left] + tokens[pair.right]
      guard token.count <= 5, !tokens.contains(token) else { continue }
      choices.append(tokens.count)
      tokens.append(token)
      merges.append(pair)
    }
    return merges
  }

  /// A few merges and special tokens.
  static func tokenizer(_ random: inout RandomStream) -> BPE.Tokenizer {
    let merges = merges(Int.random(in: 0...6, using: &random), &random)
    let names = ["<|end|>", "a b", "\"", "\\n", "\n", "é", "0"].shuffled(using: &random)
    let specials = names.prefix(3).enumerated().map { index, name in
      BPE.SpecialToken(name, id: 300 + (7 * index + 5) % 11)
    }
    return BPE.Tokenizer(merges: merges, specials: specials)
  }

  /// Characters of every kind that the rules of GPT-2 tell apart, and some that only look like one of them.
  static let characters = [
    "a", "Z", "é", "e\u{301}", "ß", "ж", "你", "अ", "ि", "ª", "ǅ", "s", "t", "re", "ll", "'", "'s", "'S", "’",
    "0", "7", "42", "٣", "½", "Ⅷ", " ", " ", "  ", "\n", "\t", "\r\n", "\u{A0}", "\u{3000}", "\u{85}", ".",
    ",",
    "!?", "_", "€", "👍🏽", "\u{200D}", "\u{0}",
  ]

  /// Words of six random letters, as in a language without any habits: all different, almost surely.
  static func words(_ count: Int, _ random: inout RandomStream) -> [String] {
    let letters = "abcdefghijklmnopqrstuvwxyz".map { String($0) }
    return (0..<count).map { _ in string(of: letters, 6, &random) }
  }

  /// Sixty words that make up a text of `count`.
  static func commonWords(_ count: Int, _ random: inout RandomStream) -> [String] {
    let words = words(60, &random)
    return (0..<count).map { _ in words[Int.random(in: words.indices, using: &random)] }
  }
}
