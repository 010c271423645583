/// Words with the space before them, single digits, runs of other signs, and white space, all by bytes.
struct WordScanner: PreTokenScanner {
  private enum Kind {
    case letter, digit, space, newline, other

    @inline(__always)
    init(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...0xFF:
        self = .letter
      case UInt8(ascii: "0")...UInt8(ascii: "9"): self = .digit
      case UInt8(ascii: " "), UInt8(ascii: "\t"): self = .space
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): self = .newline
      default: self = .other
      }
    }
  }

  func end(from start: Int, in text: UTF8Text) -> Int {
    let kind = Kind(text.bytes[start])
    switch kind {
    case .digit: return start + 1
    case .letter, .newline, .other: return run(kind, from: start, in: text)
    case .space:
      // One space belongs to the word or sign behind it; any before that stand for themselves.
      let end = run(.space, from: start, in: text)
      guard end < text.count, text.bytes[end - 1] == UInt8(ascii: " ") else { return end }
      let next = Kind(text.bytes[end])
      guard next == .letter || next == .other else { return end }
      return end - 1 > start ? end - 1 : run(next, from: end, in: text)
    }
  }

  @inline(__always)
  private func run(_ kind: Kind, from start: Int, in text: UTF8Text) -> Int {
    var i = start
    while i < text.count, Kind(text.bytes[i]) == kind { i += 1 }
    return i
  }
}
