import Foundation

/// Counts the distinct pieces of a text, on several threads.
public struct PieceCounter: Sendable {
  /// The pieces in the order of their first appearance.
  public private(set) var pieces = ByteStringTable()
  /// How often each stands in the text.
  public private(set) var counts: [Int] = []

  /// Nothing counted yet.
  public init() {}

  /// Counts the pieces of `bytes` as well. The order and the counts do not depend on the number of threads.
  public mutating func add(
    _ bytes: [UInt8], cutBy rule: PreTokenRule, on parallelism: Parallelism = .allCores
  ) {
    bytes.withUnsafeBufferPointer { add($0, rule, parallelism) }
  }

  /// Counts the pieces of a file, which is mapped, not read: it may be larger than the memory.
  ///
  /// Throws what Foundation throws for a file that cannot be opened.
  public mutating func add(
    contentsOf url: URL, cutBy rule: PreTokenRule, on parallelism: Parallelism = .allCores
  ) throws {
    try Data(contentsOf: url, options: .alwaysMapped).withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { add($0, rule, parallelism) }
    }
  }

  private mutating func add(
    _ bytes: UnsafeBufferPointer<UInt8>, _ rule: PreTokenRule, _ parallelism: Parallelism
  ) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let text = UTF8Text(base, count: bytes.count)
    // One share a thread: each keeps a table of its own, and tables are what costs memory.
    let share = max(1 << 16, (bytes.count + parallelism.threads - 1) / parallelism.threads)
    let ranges = rule.ranges(of: text, size: share)
    guard ranges.count > 1 else { return count(text, rule) }
    var shares = [PieceCounter](repeating: PieceCounter(), count: ranges.count)
    shares.withUnsafeMutableBufferPointer { shares in
      nonisolated(unsafe) let (shares, base) = (shares, base)
      parallelism.forEachTask(ranges.count) { i in
        shares[i].count(UTF8Text(base + ranges[i].lowerBound, count: ranges[i].count), rule)
      }
    }
    for i in shares.indices {
      add(shares[i])
      shares[i] = PieceCounter()
    }
  }

  private mutating func count(_ text: UTF8Text, _ rule: PreTokenRule) {
    rule.forEachPiece(of: text) { start, length in
      count(text.bytes + start, length, times: 1)
    }
  }

  private mutating func add(_ other: PieceCounter) {
    if pieces.count == 0 { return self = other }
    for i in 0..<other.pieces.count {
      _ = other.pieces[i].withContiguousStorageIfAvailable { bytes in
        if let base = bytes.baseAddress { count(base, bytes.count, times: other.counts[i]) }
      }
    }
  }

  @inline(__always)
  private mutating func count(_ piece: UnsafePointer<UInt8>, _ length: Int, times: Int) {
    let index = pieces.insert(piece, length)
    if index == counts.count { counts.append(times) } else { counts[index] += times }
  }
}
