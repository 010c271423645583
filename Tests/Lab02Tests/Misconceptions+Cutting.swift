import LabContracts
import LabTesting

extension Misconceptions {
  /// 02.7
  static let cutting: [Misconception] = [
    cut(
      "lookahead-left-out",
      "You take all of the white space at once. The last space belongs to the word behind it: that is "
        + "what `\\s+(?!\\S)` is for, which stops one short of what follows."
    ) { $0.spaces = #"\s+"# },
    cut(
      "characters-not-scalars", alsoFails: [],
      "Your pattern matches Characters: to Swift, e with an accent behind it is one letter, and a line "
        + "end of two scalars one sign. Match scalars."
    ) { $0.matchesCharacters = true },
    cut(
      "letters-of-ascii", alsoFails: [],
      "You know the letters a to z. é, ж and 你 are letters as well: ask Unicode."
    ) {
      $0.letter = "a-zA-Z"
    },
    cut(
      "digits-of-ascii", alsoFails: [],
      "You know the digits 0 to 9. ٣ and ½ are numbers as well: categories that begin with N."
    ) { $0.number = "0-9" },
    cut(
      "decimal-digits-only", alsoFails: [],
      "You take decimal digits for numbers. ½ and Ⅷ are numbers too: all categories that begin with N."
    ) { $0.number = #"\p{Nd}"# },
    cut(
      "white-space-of-ascii", alsoFails: [],
      "You know space, tab and line ends. U+00A0, U+0085 and U+3000 are white space as well: ask for "
        + "the property."
    ) { $0.space = #" \t\r\n"# },
    cut(
      "white-space-listed", alsoFails: [],
      "You list the white space that you know. Unicode has 25 such signs, the form feed and U+2003 among them: ask "
        + "for the property."
    ) { $0.space = #" \t\r\n\x{85}\x{A0}\x{3000}"# },
    cut(
      "zero-width-taken-for-white-space", alsoFails: [],
      "You take U+200B for white space, as `CharacterSet` does on some systems. It has no width, and not the property "
        + "White_Space: ask the scalar."
    ) { $0.space = #"\s\x{200B}"# },
    cut(
      "separators-taken-for-white-space", alsoFails: [],
      "You take U+001C to U+001F for white space, as Python does. They do not have the property White_Space."
    ) { $0.space = #"\s\x{1C}-\x{1F}"# },
    cut(
      "modifier-letters-left-out", alsoFails: [],
      "You know four of the five categories of letters. ー in コーヒー is a modifier letter, Lm."
    ) { $0.letter = #"\p{Lu}\p{Ll}\p{Lt}\p{Lo}"# },
    cut(
      "alphabetic-taken-for-letters", alsoFails: [],
      "You ask `isLetter` or `isAlphabetic`, which also holds for vowel signs and for Ⅷ. Ask for the "
        + "general category: those that begin with L."
    ) { ($0.letter, $0.number) = (#"\p{Alphabetic}"#, #"\p{Nd}\p{No}"#) },
    cut(
      "line-breaks-counted-as-signs", alsoFails: ["02.12"],
      "A line break is no white space to you, as in `CharacterSet.whitespaces`. The property "
        + "White_Space holds for it."
    ) { $0.space = #"\p{Zs}\t"# },
    cut(
      "marks-counted-as-letters", alsoFails: [],
      "You count accents and vowel signs as letters. For GPT-2's pattern only the categories that begin "
        + "with L are: this is why Hindi falls apart under it."
    ) { $0.letter = #"\p{L}\p{M}"# },
    cut(
      "digits-alone", "You cut numbers digit by digit. Other tokenizers do; GPT-2 takes them whole."
    ) { $0.numbers = "1" },
    cut(
      "three-digits-at-most", "You cut numbers in threes, as GPT-4 does. GPT-2 takes them whole."
    ) { $0.numbers = "1,3" },
    cut(
      "signs-alone", alsoFails: [], "You cut signs one by one. `...` is one piece: as many as there are."
    ) { $0.signs = "1" },
    cut(
      "contractions-in-capitals", alsoFails: [],
      "You take 'S for a contraction as well. GPT-2's rule knows lowercase letters only, and IT'S is "
        + "three pieces."
    ) { $0.contractions = "'(?i:[sdmt]|ll|ve|re)" },
    cut(
      "curly-apostrophe", alsoFails: [],
      "You take ’s for a contraction. The rule knows U+0027 only, not the typesetter's apostrophe."
    ) { $0.contractions = "['’](?:[sdmt]|ll|ve|re)" },
    cut(
      "short-contractions-only", alsoFails: [], "You know 's 't 'd 'm and forgot 'll 've 're."
    ) { $0.contractions = "'[sdmt]" },
    cut(
      "any-white-space-before-a-word",
      "You join a line break or a tab to the word behind it. Only a space (U+0020) goes with a word."
    ) { $0.prefix = #"\s?"# },
    cut(
      "all-spaces-before-a-word", alsoFails: [],
      "You join all spaces to the word behind them. One goes with it, the others before."
    ) { $0.prefix = " *" },
    cut(
      "no-space-before-a-word",
      "You cut the space off the word behind it. ` world` is one piece, with its space."
    ) { $0.prefix = "" },
    cut(
      "space-before-letters-only", "A space goes with numbers and signs as well, not only with letters."
    ) { $0.otherPrefix = "" },
    cut(
      "space-behind-the-word",
      "You keep the space behind a word. In GPT-2 it belongs to the word that follows."
    ) { ($0.prefix, $0.suffix) = ("", " ?") },
    cut(
      "end-of-text-taken-for-a-word",
      "You keep back the last white space also at the end of the text, where no word follows that could "
        + "want it."
    ) { $0.spaces = #"\s+(?=\s)|\s"# },
    cut(
      "white-space-one-by-one", "You cut white space one by one. A run of it is one piece, but for the last."
    ) { $0.spaces = #"\s"# },
    cut(
      "letters-and-digits-together",
      "You take letters and digits together, as `\\w` does: `abc123` is two pieces."
    ) { ($0.letter, $0.number) = (#"\p{L}\p{N}"#, #"\p{N}"#) },
    cut(
      "underscore-counted-as-letter", alsoFails: [],
      "You take the underscore for a letter, as `\\w` does. Its category is punctuation: `snake_case` "
        + "is three pieces."
    ) { $0.letter = #"\p{L}_"# },
    pattern(
      "contractions-too-late", alsoFails: [],
      "You left the contractions out, or try them behind the signs, which then take the apostrophe "
        + "first. `it's` is it and 's: the order of the rules decides."
    ) { #" ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|'(?:[sdmt]|ll|ve|re)|\s+(?!\S)|\s+"# },
    pattern(
      "contractions-kept-with-the-word", alsoFails: [],
      "You keep 's with its word. For GPT-2 it is a piece of its own."
    ) {
      #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+(?:'(?:[sdmt]|ll|ve|re))?| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    },
    pattern(
      "pattern-of-gpt-4",
      "This is the pattern of GPT-4, cl100k. GPT-2's keeps numbers whole and signs off words."
    ) {
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"#
    },
    Misconception(
      "white-space-thrown-away", lives: "02.7", alsoFails: ["02.12"],
      sentence:
        "You split at white space and lose it. The pieces together must be the text, to the last space."
    ) {
      $0.bind(BPE.preTokenize) { text in
        text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      }
    },
    pattern(
      "split-at-white-space-only", "You cut at white space alone, and `mug,` is another token than `mug`."
    ) { #" ?[^\s]+|\s+(?!\S)|\s+"# },
  ]

  /// GPT-2's pattern with parts changed.
  private struct Pattern {
    var contractions = "'(?:[sdmt]|ll|ve|re)"
    var letter = #"\p{L}"#
    var number = #"\p{N}"#
    var space = #"\s"#
    var prefix = " ?"
    var otherPrefix: String?
    var suffix = ""
    var numbers = "1,"
    var signs = "1,"
    var spaces: String?
    var matchesCharacters = false

    var text: String {
      let other = otherPrefix ?? prefix
      return [
        contractions, "\(prefix)[\(letter)]+\(suffix)", "\(other)[\(number)]{\(numbers)}\(suffix)",
        "\(other)[^\(space)\(letter)\(number)]{\(signs)}\(suffix)",
        spaces ?? "[\(space)]+(?![^\(space)])|[\(space)]+",
      ].joined(separator: "|")
    }
  }

  private static func cut(
    _ id: String, alsoFails: [String] = ["02.12"], _ sentence: String,
    _ change: @escaping @Sendable (inout Pattern) -> Void
  ) -> Misconception {
    Misconception(id, lives: "02.7", alsoFails: alsoFails, sentence: sentence) {
      $0.bind(BPE.preTokenize) { text in
        var pattern = Pattern()
        change(&pattern)
        return try pieces(of: text, pattern.text, matchesCharacters: pattern.matchesCharacters)
      }
    }
  }

  private static func pattern(
    _ id: String, alsoFails: [String] = ["02.12"], _ sentence: String,
    _ pattern: @escaping @Sendable () -> String
  ) -> Misconception {
    Misconception(id, lives: "02.7", alsoFails: alsoFails, sentence: sentence) {
      $0.bind(BPE.preTokenize) { try pieces(of: $0, pattern(), matchesCharacters: false) }
    }
  }

  private static func pieces(of text: String, _ pattern: String, matchesCharacters: Bool) throws -> [String] {
    let regex = try Regex(pattern).matchingSemantics(matchesCharacters ? .graphemeCluster : .unicodeScalar)
    return text.matches(of: regex).map { String(text[$0.range]) }
  }
}
