extension PreTokenRule {
  /// The first place from `position` on where `bytes` may be cut into two texts without changing any piece,
  /// whatever stands before and behind; `nil` if there is none before the end.
  ///
  /// It is a place behind a letter or digit and before neither, nor an apostrophe or a mark, which may belong to
  /// the word. Every pattern here starts a piece there.
  public func cut(_ bytes: [UInt8], from position: Int) -> Int? {
    if self == .whole { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return nil }
      return cut(UTF8Text(base, count: buffer.count), from: max(0, position))
    }
  }

  func cut(_ text: UTF8Text, from position: Int) -> Int? {
    guard position < text.count else { return nil }
    // One character before, so that a place at `position` itself is seen; a wrong guess at where it begins
    // only makes it a malformed one, which is no letter.
    var i = max(0, position - 1)
    while i > 0, i > position - 4, text.bytes[i] & 0xC0 == 0x80 { i -= 1 }
    var isBehindWord = false
    while i < text.count {
      let (unicodeClass, width) = text.character(at: i)
      let isWord = unicodeClass.isLetter || unicodeClass.isNumber
      if isBehindWord, !isWord, i >= position, mayStart(text.bytes[i], unicodeClass) { return i }
      isBehindWord = isWord && (self != .words || text.bytes[i] < 0x80)
      i += width
    }
    return nil
  }

  private func mayStart(_ byte: UInt8, _ unicodeClass: UnicodeClass) -> Bool {
    if self == .whitespace { return unicodeClass.isSpace }
    if self == .words, byte >= 0x80 { return false }
    return byte != UInt8(ascii: "'") && !unicodeClass.contains(.upper)
  }

  /// Ranges of about `size` bytes that together are `range`, cut where no piece changes.
  public func ranges(of bytes: [UInt8], in range: Range<Int>, size: Int) -> [Range<Int>] {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      fatalError("\(range) is outside \(bytes.count) bytes")
    }
    return bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !range.isEmpty else { return [] }
      return ranges(of: UTF8Text(base + range.lowerBound, count: range.count), size: size).map {
        range.lowerBound + $0.lowerBound..<range.lowerBound + $0.upperBound
      }
    }
  }

  func ranges(of text: UTF8Text, size: Int) -> [Range<Int>] {
    var (ranges, start): ([Range<Int>], Int) = ([], 0)
    while start < text.count {
      let end = self == .whole ? nil : cut(text, from: start + max(1, size))
      ranges.append(start..<(end ?? text.count))
      start = end ?? text.count
    }
    return ranges
  }
}
