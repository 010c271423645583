/// Turns bytes into tokens: cut into pieces, look each up, merge the ones not met before.
///
/// A piece that is a token is found in the table that all encoders share; other pieces are remembered here, so
/// that a second text with the same words is faster. Not for two threads at a time.
public final class PieceEncoder {
  private let table: EncodingTable
  private let rule: PreTokenRule
  private let merger = PieceMerger()
  private var words = PieceTable()
  private var longPieces = LongPieceTable()

  /// So many pieces are remembered; then memory starts anew, and no input makes it grow without end.
  private static let wordLimit = 1 << 17
  /// The same for pieces of more than fifteen bytes, and up to how many bytes they are remembered at all.
  private static let (longPieceLimit, longestRemembered) = (1 << 15, 256)

  /// An encoder that has seen nothing yet.
  public init(_ table: EncodingTable, _ rule: PreTokenRule) {
    self.table = table
    self.rule = rule
  }

  /// The tokens of `bytes[range]`, which is cut as if it were a whole text.
  func encode(_ bytes: [UInt8], in range: Range<Int>) -> TokenBuffer {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      fatalError("\(range) is outside \(bytes.count) bytes")
    }
    var output = TokenBuffer(expecting: range.count / 3)
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let text = UTF8Text(base + range.lowerBound, count: range.count)
      var batch = PieceBatch(of: text)
      rule.forEachPiece(of: text) { start, length in
        batch.append(start, length)
        if batch.isFull { encode(&batch, of: text, into: &output) }
      }
      encode(&batch, of: text, into: &output)
    }
    return output
  }

  @inline(never)
  private func encode(_ batch: inout PieceBatch, of text: UTF8Text, into output: inout TokenBuffer) {
    batch.drain(table.tokens, into: &output) { piece, output in
      encode(piece.key, text.bytes + piece.range.lowerBound, piece.range.count, &output)
    }
  }

  /// A piece that is no token, or not where tokens are looked for first.
  @inline(__always)
  private func encode(
    _ key: PieceKey, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ output: inout TokenBuffer
  ) {
    if key == .none { return encodeLong(bytes, length, &output) }
    var entry = words[key]
    if entry.count == 0 { entry = table.tokens[key] }
    switch entry.count {
    case 0: encodeNew(key, bytes, length, &output)
    case 1...3: output.append(entry.ids, count: entry.count)
    default: words.withManyTokens(of: entry) { output.append($0) }
    }
  }

  @inline(never)
  private func encodeNew(
    _ key: PieceKey, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ output: inout TokenBuffer
  ) {
    if words.count >= Self.wordLimit { words = PieceTable() }
    withTokens(of: bytes, length) { ids in
      words.insert(key, ids)
      output.append(ids)
    }
  }

  @inline(never)
  private func encodeLong(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ output: inout TokenBuffer) {
    guard length <= Self.longestRemembered else {
      return withTokens(of: bytes, length) { output.append($0) }
    }
    if let index = longPieces.index(of: bytes, length) {
      return longPieces.withTokens(of: index) { output.append($0) }
    }
    if longPieces.count >= Self.longPieceLimit { longPieces = LongPieceTable() }
    withTokens(of: bytes, length) { ids in
      longPieces.insert(bytes, length, ids)
      output.append(ids)
    }
  }

  @inline(__always)
  private func withTokens(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void
  ) {
    table.merges.withView { merger.withTokens(of: bytes, length, $0, body) }
  }
}
