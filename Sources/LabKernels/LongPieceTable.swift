/// The tokens of pieces of any length, found by comparing all their bytes.
///
/// What ``PieceTable`` is for words: slower, and without a limit to a piece's length. A word of eight Cyrillic
/// letters has sixteen bytes, and so has a line's indentation.
struct LongPieceTable {
  private var pieces = ByteStringTable()
  private var ids: [UInt32] = []
  private var ends: [Int] = []

  /// Pieces in the table.
  var count: Int { pieces.count }

  /// The number of a piece; `nil` if it is not there.
  func index(of bytes: UnsafePointer<UInt8>, _ length: Int) -> Int? { pieces.find(bytes, length) }

  /// Calls `body` with the tokens of piece number `index`.
  func withTokens(of index: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
    ids.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[(index == 0 ? 0 : ends[index - 1])..<ends[index]]))
    }
  }

  /// Adds a piece that is not there.
  mutating func insert(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ tokens: UnsafeBufferPointer<UInt32>
  ) {
    _ = pieces.insert(bytes, length)
    ids.append(contentsOf: tokens)
    ends.append(ids.count)
  }
}
