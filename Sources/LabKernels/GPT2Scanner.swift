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
    let bytes = text.bytes + start
    let (before, here, after) = (ASCIIWindow(bytes - 1), ASCIIWindow(bytes), ASCIIWindow(bytes + 1))
    let (letters, digits, spaces) = (here.letters, here.digits, here.spaces)
    let (lettersBefore, digitsBefore, spacesBefore) = (before.letters, before.digits, before.spaces)
    let others = ~(letters | digits | spaces | lettersBefore | digitsBefore | spacesBefore)
    let continued = (letters & lettersBefore) | (digits & digitsBefore) | others
    let words = ~(spaces | continued | before.blanks)
    let gaps = spaces & ~(spacesBefore & after.spaces)
    return text.separateContractions(
      ASCIIWindow.bits(words | gaps) | 1, at: start, specials: ASCIIWindow.bits(here.specials))
  }
}

extension UTF8Text {
  /// Among starts of pieces at 64 characters, those that do not depend on what follows them or on a character
  /// beyond ASCII; with `'s`, `'ll` and the like as pieces of their own.
  @inline(__always)
  func separateContractions(_ starts: UInt64, at start: Int, specials: UInt64) -> UInt64 {
    var (starts, specials, end) = (starts, specials, 64)
    while specials != 0 {
      let i = specials.trailingZeroBitCount
      specials &= specials &- 1
      guard bytes[start + i] < 0x80 else {
        end = i
        break
      }
      guard starts &>> UInt64(i) & 1 == 1 else { continue }
      let length = contraction(at: start + i, anyCase: false)
      guard length > 0 else { continue }
      starts &= ~(1 << UInt64(i + 1))
      starts |= 1 << UInt64(i + length)
    }
    // A contraction decides about the three characters behind it.
    return end > 3 ? starts & ~0 &>> UInt64(67 - end) : 0
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
