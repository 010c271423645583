import Foundation

/// What some tokenizers do to a text before they cut it. All but `.none` lose something: decoding gives back the
/// changed text.
public enum TextNormalization: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing.
  case none
  /// Unicode normalisation form C: characters composed, `e` and U+0301 become `é`.
  case nfc
  /// Form KC: also compatible characters, `ﬁ` becomes `fi`, `²` becomes `2`, full-width letters become plain.
  case nfkc
  /// Lower case.
  case lowercase

  /// The changed text.
  public func apply(to text: String) -> String {
    switch self {
    case .none: text
    case .nfc: text.precomposedStringWithCanonicalMapping
    case .nfkc: text.precomposedStringWithCompatibilityMapping
    case .lowercase: text.lowercased()
    }
  }

  /// Whether every byte of the text survives.
  public func preserves(_ text: String) -> Bool {
    apply(to: text).utf8.elementsEqual(text.utf8)
  }
}

/// SentencePiece's way to make spaces visible: `▁` (U+2581) for a space.
///
/// A text that holds the symbol itself comes back with a space in its place.
public enum WhitespaceSymbol {
  /// The symbol.
  public static let symbol = "\u{2581}"

  /// Spaces as symbols.
  public static func escaped(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == " " ? "\u{2581}" : $0 }))
  }

  /// Symbols as spaces.
  public static func unescaped(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\u{2581}" ? " " : $0 }))
  }
}

/// SentencePiece's byte fallback: a character that no token spells becomes its bytes, `<0xE2>`, `<0x82>`, `<0xAC>`.
public enum ByteFallback {
  /// The tokens of a character's bytes.
  public static func tokens(for text: String) -> [String] {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "<0x" + (digits.count < 2 ? "0" : "") + digits + ">"
    }
  }

  /// The text of tokens in which runs of bytes are put together again; bytes that are not UTF-8 become U+FFFD.
  public static func text(of tokens: [String]) -> String {
    String(
      decoding: tokens.flatMap { token in byte(of: token).map { [$0] } ?? Array(token.utf8) }, as: UTF8.self)
  }

  private static func byte(of token: String) -> UInt8? {
    guard token.utf8.count == 6, token.hasPrefix("<0x"), token.hasSuffix(">") else { return nil }
    return UInt8(token.dropFirst(3).dropLast(), radix: 16)
  }
}
