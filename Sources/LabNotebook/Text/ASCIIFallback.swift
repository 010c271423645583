import Foundation

/// The signs the course uses, in the letters every terminal has.
private let spellings: [Character: String] = [
  "–": "-", "—": "-", "−": "-", "·": ".", "…": "...", "→": "->", "←": "<-", "↑": "^", "↓": "v", "×": "x",
  "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "±": "+-", "√": "sqrt", "∞": "inf", "✓": "yes", "✗": "no",
  "‘": "'", "’": "'", "“": "\"", "”": "\"", "▁": "_", "•": "*", "█": "#", "\u{A0}": " ", "\u{2009}": " ",
  "⏎": "\\n", "⇥": "\\t", "²": "^2", "³": "^3", "½": "1/2", "°": "deg",
]

extension StringProtocol {
  /// The text in ASCII: known signs spelled out, accents dropped, any other character as `?`.
  public var asciiSpelling: String {
    reduce(into: "") { text, character in
      text += character.isASCII ? String(character) : spellings[character] ?? bareLetter(character)
    }
  }
}

/// `e` for `é`; `?` where no ASCII letter is underneath.
private func bareLetter(_ character: Character) -> String {
  let first = String(character).decomposedStringWithCanonicalMapping.unicodeScalars.first
  return first.map { $0.isASCII ? String($0) : "?" } ?? "?"
}
