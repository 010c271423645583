/// How text is cut before pairs of bytes are merged; no token reaches over a cut.
///
/// Each rule is a scanner written by hand that gives the cuts of its regular expression, for any bytes.
public enum PreTokenRule: Hashable, Sendable {
  /// Everything is one piece.
  case whole
  /// The course's own: words with the space before them, single digits, runs of signs; letters are ASCII's and
  /// every byte above them.
  case words
  /// GPT-2: `'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, with `\p{N}{1,digits}` in
  /// place of `\p{N}+` unless `digits` is `Int.max`.
  case gpt2(digits: Int = .max)
  /// GPT-4: `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`.
  case cl100k
  /// GPT-4o: as cl100k, but a word is cut where a lower-case letter meets an upper-case one, holds its marks, and
  /// keeps its contraction.
  case o200k
  /// `\s+|\S+`: what splitting at white space means.
  case whitespace
}

/// Finds where a piece ends.
protocol PreTokenScanner {
  /// The end of the piece that starts at `start`, which must be before the end of the text.
  func end(from start: Int, in text: UTF8Text) -> Int

  /// Where pieces start among the 64 bytes from `start`, one bit each, when the first byte starts one and is not
  /// the first of the text; bits that depend on what follows are 0. 0 or 1 where the scanner must go one piece at
  /// a time.
  func starts(at start: Int, in text: UTF8Text) -> UInt64
}

extension PreTokenScanner {
  @inline(__always)
  func starts(at start: Int, in text: UTF8Text) -> UInt64 { 0 }

  /// Calls `body` with the start and length of each piece.
  @inline(__always)
  func forEachPiece(of text: UTF8Text, _ body: (_ start: Int, _ length: Int) -> Void) {
    var start = 0
    while start < text.count {
      // Sixteen bytes more than the window, so that the body may load a piece whole.
      if start > 0, text.count - start >= 80 {
        var remaining = starts(at: start, in: text) & ~1
        if remaining != 0 {
          var piece = 0
          while remaining != 0 {
            let next = remaining.trailingZeroBitCount
            body(start + piece, next - piece)
            piece = next
            remaining &= remaining &- 1
          }
          start += piece
          continue
        }
      }
      let end = end(from: start, in: text)
      body(start, end - start)
      start = end
    }
  }
}

extension PreTokenRule {
  /// Calls `body` with the start and length of each piece.
  @inline(__always)
  func forEachPiece(of text: UTF8Text, _ body: (_ start: Int, _ length: Int) -> Void) {
    switch self {
    case .whole: if text.count > 0 { body(0, text.count) }
    case .words: WordScanner().forEachPiece(of: text, body)
    case .gpt2(.max): GPT2Scanner().forEachPiece(of: text, body)
    case .gpt2(let digits): GPT2DigitScanner(digits: max(1, digits)).forEachPiece(of: text, body)
    case .cl100k: CL100KScanner().forEachPiece(of: text, body)
    case .o200k: O200KScanner().forEachPiece(of: text, body)
    case .whitespace: WhitespaceScanner().forEachPiece(of: text, body)
    }
  }

  /// The ends of the pieces of `bytes`, in order; the last is `bytes.count`.
  public func pieceEnds(of bytes: [UInt8]) -> [Int] {
    var ends: [Int] = []
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress, !buffer.isEmpty else { return }
      forEachPiece(of: UTF8Text(base, count: buffer.count)) { start, length in ends.append(start + length) }
    }
    return ends
  }
}
