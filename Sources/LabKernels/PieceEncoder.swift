/// Turns bytes into tokens: cut into pieces, look each up, merge the ones not met before.
///
/// Holds the cache, so that a second text with the same words is faster. Not for two threads at a time.
public final class PieceEncoder {
  private let table: MergeTable
  private let rule: PreTokenRule
  private let cache = PieceCache()
  private let merger = PieceMerger()

  /// An encoder that has seen nothing yet.
  public init(_ table: MergeTable, _ rule: PreTokenRule) {
    self.table = table
    self.rule = rule
  }

  /// Appends the tokens of `bytes[range]`, which is cut as if it were a whole text.
  public func encode(_ bytes: [UInt8], in range: Range<Int>, into ids: inout [Int]) {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      fatalError("\(range) is outside \(bytes.count) bytes")
    }
    bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var output = TokenBuffer(expecting: range.count / 3)
      table.withView { view in
        let text = UTF8Text(base + range.lowerBound, count: range.count)
        rule.forEachPiece(of: text) { start, length in
          encodePiece(text, start, length, view, &output)
        }
      }
      output.move(to: &ids)
    }
  }

  @inline(__always)
  private func encodePiece(
    _ text: UTF8Text, _ start: Int, _ length: Int, _ view: MergeTable.View, _ output: inout TokenBuffer
  ) {
    guard length < 16, start + 16 <= text.count else {
      return encodeUncached(text.bytes + start, length, view, &output)
    }
    let key = PieceCache.Key(text.bytes + start, length)
    let entry = cache.entries[cache.place(of: key)]
    guard entry.count &- 1 < 3 else {
      return encodeRare(key, entry, text.bytes + start, length, view, &output)
    }
    output.appendUpToThree(entry.ids, count: Int(entry.count))
  }

  /// A piece that is new, or has more than three tokens.
  @inline(never)
  private func encodeRare(
    _ key: PieceCache.Key, _ entry: PieceCache.Entry, _ bytes: UnsafePointer<UInt8>, _ length: Int,
    _ view: MergeTable.View, _ output: inout TokenBuffer
  ) {
    if entry.count > 0 {
      let first = Int(entry.ids.0)
      cache.spilled.withUnsafeBufferPointer {
        output.append(UnsafeBufferPointer(rebasing: $0[first..<first + Int(entry.count)]))
      }
    } else {
      withTokens(of: bytes, length, view) { ids in
        cache.insert(key, ids)
        output.append(ids)
      }
    }
  }

  @inline(never)
  private func encodeUncached(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ view: MergeTable.View, _ output: inout TokenBuffer
  ) {
    withTokens(of: bytes, length, view) { output.append($0) }
  }

  @inline(__always)
  private func withTokens(
    of bytes: UnsafePointer<UInt8>, _ length: Int, _ view: MergeTable.View,
    _ body: (UnsafeBufferPointer<UInt32>) -> Void
  ) {
    if let index = table.vocabulary.find(bytes, length), table.isWhole[index] {
      withUnsafePointer(to: table.vocabularyIDs[index]) { body(UnsafeBufferPointer(start: $0, count: 1)) }
    } else {
      merger.withTokens(of: bytes, length, view, body)
    }
  }
}

/// Tokens as they are found: grows, and has room for three more before every write.
struct TokenBuffer: ~Copyable {
  private var ids: UnsafeMutablePointer<Int>
  private var count = 0
  private var capacity: Int

  init(expecting capacity: Int) {
    self.capacity = capacity + 64
    ids = .allocate(capacity: self.capacity)
  }

  deinit { ids.deallocate() }

  @inline(__always)
  mutating func appendUpToThree(_ values: (UInt32, UInt32, UInt32), count added: Int) {
    if count &+ 3 > capacity { grow(by: 3) }
    let end = ids + count
    end[0] = Int(values.0)
    end[1] = Int(values.1)
    end[2] = Int(values.2)
    count &+= added
  }

  mutating func append(_ values: UnsafeBufferPointer<UInt32>) {
    if count + values.count > capacity { grow(by: values.count) }
    for (i, value) in values.enumerated() { ids[count + i] = Int(value) }
    count += values.count
  }

  @inline(never)
  private mutating func grow(by added: Int) {
    let larger = UnsafeMutablePointer<Int>.allocate(capacity: 2 * capacity + added)
    larger.update(from: ids, count: count)
    ids.deallocate()
    (ids, capacity) = (larger, 2 * capacity + added)
  }

  consuming func move(to array: inout [Int]) {
    array.append(contentsOf: UnsafeBufferPointer(start: ids, count: count))
  }
}
