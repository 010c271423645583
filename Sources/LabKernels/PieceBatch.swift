/// Pieces that wait to be looked up together.
///
/// The table of tokens is larger than the nearer caches. One lookup after the other would wait for each; with
/// sixty-four there is always another load to begin.
struct PieceBatch: ~Copyable {
  /// A piece, with the key `none` if it has none.
  struct Piece {
    let key: PieceKey
    let range: Range<Int>
  }

  static let capacity = 64

  private let keys = UnsafeMutablePointer<PieceKey>.allocate(capacity: capacity)
  /// The pieces lie side by side: one ends where the next begins.
  private let ends = UnsafeMutablePointer<Int>.allocate(capacity: capacity)
  private let tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity + TokenBuffer.stride)
  private let frames = PieceFrames.all
  private let text: UTF8Text
  private let lastWithKey: Int
  private var count = 0
  private var start = 0

  /// An empty batch at the beginning of a text.
  init(of text: UTF8Text) {
    self.text = text
    // A key is loaded as sixteen bytes, which the last pieces of a text do not have.
    lastWithKey = text.count - 16
    tokens.initialize(repeating: 0, count: Self.capacity + TokenBuffer.stride)
  }

  deinit {
    keys.deallocate()
    ends.deallocate()
    tokens.deallocate()
  }

  @inline(__always)
  var isFull: Bool { count == Self.capacity }

  /// Adds the piece that follows the last one; the batch must not be full.
  @inline(__always)
  mutating func append(_ start: Int, _ length: Int) {
    let hasKey = length <= PieceKey.longest && start <= lastWithKey
    keys[count] = hasKey ? PieceKey(text.bytes + start, length, frames) : .none
    ends[count] = start &+ length
    count &+= 1
  }

  /// Empties the batch: appends the token of each piece that is one and lies in the table where it is looked for
  /// first; calls `rest` for every other piece, in order.
  @inline(__always)
  mutating func drain(
    _ table: borrowing PieceTable, into output: inout TokenBuffer,
    rest: (Piece, inout TokenBuffer) -> Void
  ) {
    var missing: UInt64 = 0
    for i in 0..<count {
      let (token, isRight) = table.tokenAtHome(of: keys[i])
      tokens[i] = token
      missing |= (isRight ? 0 : 1) &<< UInt64(truncatingIfNeeded: i)
    }
    var done = 0
    while missing != 0 {
      let next = missing.trailingZeroBitCount
      missing &= missing &- 1
      output.append(tokens + done, count: next &- done)
      rest(Piece(key: keys[next], range: (next == 0 ? start : ends[next &- 1])..<ends[next]), &output)
      done = next &+ 1
    }
    output.append(tokens + done, count: count &- done)
    if count > 0 { start = ends[count &- 1] }
    count = 0
  }
}
