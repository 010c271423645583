/// GPT-2's pattern, `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`.
struct GPT2Scanner: PreTokenScanner {
  func end(from start: Int, in text: UTF8Text) -> Int {
    let contraction = text.contraction(at: start, anyCase: false)
    if contraction > 0 { return start + contraction }
    let (first, width) = text.character(at: start)
    if !first.isSpace { return text.runOfKind(first, from: start + width) }
    if text.bytes[start] == UInt8(ascii: " "), start + 1 < text.count {
      let (second, width) = text.character(at: start + 1)
      if !second.isSpace { return text.runOfKind(second, from: start + 1 + width) }
    }
    return text.whiteSpace(from: start)
  }

  /// Sixty-four ASCII characters at a time: a piece starts where the class changes, but not behind the single
  /// space that belongs to it; of several spaces the last starts one.
  @inline(__always)
  func starts(at start: Int, in text: UTF8Text) -> UInt64 {
    let window = ASCIIWindow(text.bytes + start)
    guard window.trusted > 1 else { return 0 }
    let (letters, digits, spaces) = (window.letters, window.digits, window.spaces)
    let others = ~(letters | digits | spaces)
    let continued = (letters & letters << 1) | (digits & digits << 1) | (others & others << 1)
    let words = ~spaces & ~continued & ~(window.blanks << 1)
    let gaps = spaces & ~(spaces << 1 & spaces >> 1)
    return window.separatingContractions(words | gaps | 1, at: start, in: text) & window.trusted
  }
}

/// GPT-2's pattern with at most `digits` digits together: ` ?\p{N}{1,digits}`.
struct GPT2DigitScanner: PreTokenScanner {
  let digits: Int

  func end(from start: Int, in text: UTF8Text) -> Int {
    let first = text.bytes[start] == UInt8(ascii: " ") ? start + 1 : start
    guard let kind = text.unicodeClass(at: first), kind.isNumber else {
      return GPT2Scanner().end(from: start, in: text)
    }
    return text.numbers(from: first, atMost: digits)
  }
}

/// `\s+|\S+`.
struct WhitespaceScanner: PreTokenScanner {
  func end(from start: Int, in text: UTF8Text) -> Int {
    let isSpace = text.character(at: start).unicodeClass.isSpace
    return text.run(from: start) { $0.isSpace == isSpace }
  }
}

extension UTF8Text {
  /// The end of the run of letters, of numbers or of neither that goes on at `start`.
  @inline(__always)
  func runOfKind(_ kind: UnicodeClass, from start: Int) -> Int {
    if kind.isLetter { return run(from: start) { $0.isLetter } }
    if kind.isNumber { return run(from: start) { $0.isNumber } }
    return run(from: start) { $0.isOther }
  }

  /// The end of up to `most` numbers.
  @inline(__always)
  func numbers(from start: Int, atMost most: Int) -> Int {
    var (i, taken) = (start, 0)
    while i < count, taken < most {
      let (unicodeClass, width) = character(at: i)
      guard unicodeClass.isNumber else { break }
      i += width
      taken += 1
    }
    return i
  }

  /// `\s+(?!\S)|\s+`: the white space, without its last character if text follows and another is left.
  @inline(__always)
  func whiteSpace(from start: Int) -> Int {
    var (i, last) = (start, start)
    while i < count {
      let (unicodeClass, width) = character(at: i)
      guard unicodeClass.isSpace else { return last > start ? last : i }
      last = i
      i += width
    }
    return i
  }
}
