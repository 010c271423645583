/// How many columns a terminal gives to text.
///
/// East Asian wide characters take two columns and combining marks none (Unicode Standard Annex 11, and the
/// rule of `wcwidth` for marks). Like most terminals it adds up scalars, except in an emoji sequence, which is
/// one picture of two columns.
extension StringProtocol {
  /// The number of terminal columns the text takes, without its line breaks.
  public var displayWidth: Int {
    utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? utf8.count : reduce(0) { $0 + $1.displayWidth }
  }

  /// The text in `width` columns: cut with an ellipsis where it is longer.
  public func truncated(toWidth width: Int, ellipsis: String = "…") -> String {
    guard displayWidth > width else { return String(self) }
    guard width >= ellipsis.displayWidth else { return String(repeating: " ", count: Swift.max(0, width)) }
    var kept = ""
    var used = ellipsis.displayWidth
    for character in self {
      used += character.displayWidth
      guard used <= width else { break }
      kept.append(character)
    }
    return kept + ellipsis
  }

  /// The text followed, or preceded, by blanks up to `width` columns; longer text stays as it is.
  public func aligned(_ alignment: Table.Alignment = .leading, toWidth width: Int) -> String {
    let blanks = String(repeating: " ", count: Swift.max(0, width - displayWidth))
    return alignment == .leading ? self + blanks : blanks + self
  }
}

extension Character {
  /// The number of terminal columns the character takes: 0, 1 or 2 (more for a cluster of spacing marks).
  public var displayWidth: Int {
    let scalars = unicodeScalars
    guard scalars.count > 1 else { return scalars.first?.displayWidth ?? 0 }
    let isEmojiSequence = scalars.contains { $0.value == 0xFE0F || $0.properties.isEmojiPresentation }
    if isEmojiSequence || scalars.allSatisfy(\.isRegionalIndicator) { return 2 }
    return scalars.reduce(0) { $0 + $1.displayWidth }
  }
}

extension Unicode.Scalar {
  fileprivate var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

  fileprivate var displayWidth: Int {
    if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    // The vowels and finals of conjoining Hangul, which join the syllable before them.
    if (0x1160...0x11FF).contains(value) { return 0 }
    if properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(value) } ? 2 : 1
  }
}

/// The blocks whose characters are Wide or Fullwidth in Unicode 16 (EastAsianWidth.txt), with the unassigned
/// gaps between them closed; emoji are asked for by property instead.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
  0xA000...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
  0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265,
  0x20000...0x2FFFD, 0x30000...0x3FFFD,
]
