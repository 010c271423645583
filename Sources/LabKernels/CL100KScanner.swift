/// cl100k's pattern:
/// `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`.
///
/// tiktoken 0.14 puts `\s++$` before `\s*[\r\n]`, which keeps white space at the very end of a text together even
/// where it holds a line break; the pattern that model files carry, and this scanner, do not.
struct CL100KScanner: PreTokenScanner {
  func end(from start: Int, in text: UTF8Text) -> Int {
    let contraction = text.contraction(at: start, anyCase: true)
    if contraction > 0 { return start + contraction }
    let (first, width) = text.character(at: start)
    if first.isLetter { return text.run(from: start + width) { $0.isLetter } }
    if first.isNumber { return text.numbers(from: start, atMost: 3) }
    if !first.isNewline, let second = text.unicodeClass(at: start + width), second.isLetter {
      return text.run(from: start + width) { $0.isLetter }
    }
    return text.signs(from: start, first, width, closing: nil) ?? text.linesOrSpace(from: start)
  }
}

/// o200k's pattern, with U for `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, L for `[\p{Ll}\p{Lm}\p{Lo}\p{M}]` and C for
/// `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`:
/// `[^\r\n\p{L}\p{N}]?U*L+C|[^\r\n\p{L}\p{N}]?U+L*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`.
struct O200KScanner: PreTokenScanner {
  func end(from start: Int, in text: UTF8Text) -> Int {
    let (first, width) = text.character(at: start)
    if first.isNumber { return text.numbers(from: start, atMost: 3) }
    // The prefix is taken first and given back only if no word follows it: a mark can be either.
    if !first.isNewline, !first.isLetter, let end = lowerWord(from: start + width, in: text) { return end }
    if let end = lowerWord(from: start, in: text) { return end }
    if !first.isNewline, !first.isLetter, let end = upperWord(from: start + width, in: text) { return end }
    if let end = upperWord(from: start, in: text) { return end }
    return text.signs(from: start, first, width, closing: UInt8(ascii: "/")) ?? text.linesOrSpace(from: start)
  }

  /// `U*L+C`. Letters without case and marks are in both classes: `U*` takes all it can and gives back one
  /// character at a time until `L+` finds one.
  private func lowerWord(from start: Int, in text: UTF8Text) -> Int? {
    let upperEnd = text.run(from: start) { $0.contains(.upper) }
    if let next = text.unicodeClass(at: upperEnd), next.contains(.lower) {
      return word(text.run(from: upperEnd) { $0.contains(.lower) }, in: text)
    }
    // What follows is not in L, so L+ ends where U* did, if U*'s last character is in L; else it stands
    // behind the last one that is.
    var (i, end) = (start, start)
    while i < upperEnd {
      let (unicodeClass, width) = text.character(at: i)
      i += width
      if unicodeClass.contains(.lower) { end = i }
    }
    return end > start ? word(end, in: text) : nil
  }

  /// `U+L*C`.
  private func upperWord(from start: Int, in text: UTF8Text) -> Int? {
    let upperEnd = text.run(from: start) { $0.contains(.upper) }
    guard upperEnd > start else { return nil }
    return word(text.run(from: upperEnd) { $0.contains(.lower) }, in: text)
  }

  private func word(_ end: Int, in text: UTF8Text) -> Int {
    end < text.count ? end + text.contraction(at: end, anyCase: true) : end
  }
}

extension UTF8Text {
  /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`, where `closing` may stand among the line breaks; `nil` if there is no sign.
  @inline(__always)
  func signs(from start: Int, _ first: UnicodeClass, _ width: Int, closing: UInt8?) -> Int? {
    var end = start + width
    if !first.isOther {
      guard bytes[start] == UInt8(ascii: " "), let second = unicodeClass(at: end), second.isOther else {
        return nil
      }
    }
    end = run(from: end) { $0.isOther }
    while end < count, bytes[end] == 0x0A || bytes[end] == 0x0D || bytes[end] == closing { end += 1 }
    return end
  }

  /// `\s*[\r\n]|\s+(?!\S)|\s+`: white space up to its last line break, else as GPT-2 has it.
  @inline(__always)
  func linesOrSpace(from start: Int) -> Int {
    let end = run(from: start) { $0.isSpace }
    var i = end
    while i > start {
      if bytes[i - 1] == 0x0A || bytes[i - 1] == 0x0D { return i }
      i -= 1
    }
    return whiteSpace(from: start)
  }
}
