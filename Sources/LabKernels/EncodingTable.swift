/// What all encoders of a tokenizer share: its merges, and the tokens that need none.
///
/// A class, because it is large and has one memory. For GPT-2's 50,257 tokens it takes 6 MB.
public final class EncodingTable: Sendable {
  let merges: MergeTable
  /// The tokens of up to fifteen bytes that encoding their own bytes gives back: a piece that is one of them
  /// needs no merging.
  let tokens: PieceTable

  /// A table of the merges and of all tokens' bytes.
  ///
  /// - Parameters:
  ///   - vocabulary: the bytes of the tokens; the first are found fastest.
  ///   - ids: the id of each.
  public init(merges: MergeTable, vocabulary: ByteStringTable, ids: [UInt32]) {
    guard ids.count == vocabulary.count else { fatalError("each token needs an id") }
    self.merges = merges
    var tokens = PieceTable(capacity: vocabulary.count)
    let merger = PieceMerger()
    var padded = [UInt8](repeating: 0, count: PieceKey.longest + 1)
    for (index, id) in ids.enumerated() where 1...PieceKey.longest ~= vocabulary.length(of: index) {
      let bytes = vocabulary[index]
      padded.replaceSubrange(0..<bytes.count, with: bytes)
      padded.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        merges.withView { view in
          merger.withTokens(of: base, bytes.count, view) { merged in
            // After training this holds for every token; in a vocabulary made by hand it may not.
            if merged.count == 1, merged[0] == id { tokens.insert(PieceKey(base, bytes.count), merged) }
          }
        }
      }
    }
    self.tokens = tokens
  }
}
