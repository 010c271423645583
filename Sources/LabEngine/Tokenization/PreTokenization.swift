/// How a text is cut into pieces before pairs of bytes are merged; no token reaches over a cut.
public enum PreTokenization: String, Hashable, Sendable, Codable, CaseIterable {
  /// The whole text is one piece.
  case whole
  /// Words with the space before them, single digits, runs of other signs, and white space.
  ///
  /// It works on bytes: the letters are those of ASCII, and every byte of a longer character counts as one.
  /// Digits stand alone so that a number is read the way it is calculated with.
  case words

  /// The pieces in order; together they are `bytes`.
  ///
  /// - Complexity: O(`bytes.count`).
  public func pieces(of bytes: [UInt8]) -> [Range<Int>] {
    guard self == .words else { return bytes.isEmpty ? [] : [0..<bytes.count] }
    var pieces: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = Self.endOfWord(from: start, in: bytes)
      pieces.append(start..<end)
      start = end
    }
    return pieces
  }

  private enum Class {
    case letter, digit, space, newline, other

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

  private static func endOfWord(from start: Int, in bytes: [UInt8]) -> Int {
    func runEnd(_ kind: Class, from index: Int) -> Int {
      bytes[index...].firstIndex { Class($0) != kind } ?? bytes.count
    }
    let kind = Class(bytes[start])
    switch kind {
    case .digit: return start + 1
    case .letter, .newline, .other: return runEnd(kind, from: start)
    case .space:
      // One space belongs to the word or sign behind it; any before that stand for themselves.
      let end = runEnd(.space, from: start)
      guard end < bytes.count, bytes[end - 1] == UInt8(ascii: " ") else { return end }
      let next = Class(bytes[end])
      guard next == .letter || next == .other else { return end }
      return end - 1 > start ? end - 1 : runEnd(next, from: end)
    }
  }
}
