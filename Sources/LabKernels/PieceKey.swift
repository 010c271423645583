/// A piece of up to fifteen bytes as a value of sixteen: its bytes, a one, and zeros.
///
/// Nearly all pieces are so short. Such a key is loaded, masked and compared without following a pointer.
struct PieceKey {
  /// The longest piece that has a key.
  static let longest = 15

  private let words: SIMD2<UInt64>

  /// Sixteen bytes must be readable at `bytes`; `length` is 1 to 15.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ frames: PieceFrames = .all) {
    let (mask, mark) = frames.rows[length]
    words = UnsafeRawPointer(bytes).loadUnaligned(as: SIMD2<UInt64>.self) & mask | mark
  }

  private init(each word: UInt64) { words = SIMD2(repeating: word) }

  /// What no piece has: the key of a free place in a table.
  static let free = PieceKey(each: 0)
  /// What no piece has and no table holds: stands for a piece that has no key.
  static let none = PieceKey(each: ~0)

  /// Only its upper bits depend on every byte.
  @inline(__always)
  var hash: UInt64 { (words.x ^ (words.y << 29 | words.y >> 35)) &* 0x9E37_79B9_7F4A_7C15 }

  /// Both words at once: `&&` would branch between them.
  @inline(__always)
  static func == (a: PieceKey, b: PieceKey) -> Bool {
    let difference = a.words ^ b.words
    return difference.x | difference.y == 0
  }
}

/// What makes sixteen loaded bytes a key, for each length: which bytes stay, and where the one goes.
///
/// Never freed: there is one, and it lives as long as the process.
struct PieceFrames: @unchecked Sendable {
  fileprivate let rows: UnsafePointer<(mask: SIMD2<UInt64>, mark: SIMD2<UInt64>)>

  static let all = PieceFrames()

  private init() {
    let rows = UnsafeMutablePointer<(mask: SIMD2<UInt64>, mark: SIMD2<UInt64>)>.allocate(
      capacity: PieceKey.longest + 1)
    for length in 0...PieceKey.longest {
      var (mask, mark) = (SIMD16<UInt8>.zero, SIMD16<UInt8>.zero)
      for i in 0..<length { mask[i] = 0xFF }
      mark[length] = 1
      (rows + length).initialize(
        to: (unsafeBitCast(mask, to: SIMD2.self), unsafeBitCast(mark, to: SIMD2.self)))
    }
    self.rows = UnsafePointer(rows)
  }
}
