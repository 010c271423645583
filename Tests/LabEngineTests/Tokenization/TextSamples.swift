import Foundation
import LabEngine

/// Random texts made to hit what tokenizers get wrong, and the real texts where they are present.
enum TextSamples {
  /// Set `LABS_SEED` to repeat a run; every failure prints the seed.
  static let seed = ProcessInfo.processInfo.environment["LABS_SEED"].flatMap(UInt64.init) ?? 2024

  private static let parts: [String] =
    [
      " ", "  ", "   ", "\n", "\r\n", "\t", "\u{B}", "\u{85}", "\u{A0}", "\u{3000}", "\u{2028}", "\u{0}",
      "'s", "'S", "'ll", "'LL", "'re", "'Ve", "'m", "'d", "'t", "'", "''", "'\u{17F}", "’s",
      "the", " The", "WORLD", "camelCase", "straße", "é", "e\u{301}", "\u{301}", "Ǆ", "ǅ", "ʰ", "ſ", "Ⅷ", "²",
      "0", "7", "42", "1234", "٣", "५", "½", "𝟙", "…", "!", "?!", " !", "/", "//", "_", "-", "<|endoftext|>",
      "中文", "日本語", "한국어", "हिन्दी", "ไทย", "العربية", "Привет", "👍", "👩‍👩‍👧", "🇫🇷", "\u{FFFD}", "\u{200D}",
    ]

  /// Up to `count` parts side by side.
  static func text(_ random: inout RandomStream, upTo count: Int) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...count, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: text.unicodeScalars.append(Unicode.Scalar(UInt8.random(in: 0..<128, using: &random)))
      case 1: text += String(repeating: "a", count: Int.random(in: 1...20, using: &random))
      default: text += parts[Int.random(in: 0..<parts.count, using: &random)]
      }
    }
    return text
  }

  private static let plainParts = [
    " ", " ", "  ", "\n", "\n\n", " \n  ", "\t", "\r\n", "'s", "'S", "'ll", "'ve", "'", "''", "the", " The",
    " of",
    " and", "WORLD", "camelCase", " understandable", "0", " 42", "1234567", "!", "?!", " !", "//", " --", ",",
    ".",
    "\u{0}",
  ]

  /// Up to `count` parts of what most text is: ASCII, with a longer run or another character here and there. Only
  /// such text has whole windows of characters that are looked at together.
  static func plainText(_ random: inout RandomStream, upTo count: Int) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...count, using: &random) {
      switch Int.random(in: 0..<80, using: &random) {
      case 0: text += parts[Int.random(in: 0..<parts.count, using: &random)]
      case 1: text += String(repeating: "a", count: Int.random(in: 10...300, using: &random))
      case 2: text += String(repeating: " ", count: Int.random(in: 10...100, using: &random))
      default: text += plainParts[Int.random(in: 0..<plainParts.count, using: &random)]
      }
    }
    return text
  }

  /// A random text with some bytes changed, cut or doubled, or random bytes.
  static func bytes(_ random: inout RandomStream, upTo count: Int) -> [UInt8] {
    if Int.random(in: 0..<8, using: &random) == 0 {
      return (0..<Int.random(in: 0...count, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    }
    var bytes = Array(text(&random, upTo: count / 4).utf8)
    for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      default: bytes.insert(bytes[place], at: place)
      }
    }
    return bytes
  }

  /// A file under `LABS_DATA_DIR`; `nil` where the data is not present.
  static func data(_ path: String) throws -> [UInt8]? {
    guard let folder = ProcessInfo.processInfo.environment["LABS_DATA_DIR"] else { return nil }
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(path)))
  }
}
