import Foundation

extension PieceEncoder {
  /// The tokens of `bytes`, each range of which is cut as a text of its own; shared among the encoders, one
  /// thread each.
  ///
  /// How many tokens a range has is known when it is done; they are then copied, four bytes widened to eight,
  /// into an array of exactly the right size.
  public static func encode(
    _ bytes: [UInt8], ranges: [Range<Int>], with encoders: [PieceEncoder]
  ) -> [Int] {
    withTokens(count: ranges.count, with: encoders) { encoder, index in
      encoder.encode(bytes, in: ranges[index])
    } _: { parts in
      var (starts, total): ([Int], Int) = ([], 0)
      for i in 0..<ranges.count {
        starts.append(total)
        total += parts[i].count
      }
      return Array(unsafeUninitializedCapacity: total) { ids, count in
        count = total
        guard let base = ids.baseAddress else { return }
        for i in 0..<ranges.count { parts[i].copy(to: base + starts[i]) }
      }
    }
  }

  /// The tokens of each text, shared among the encoders, one thread each.
  public static func encode(_ texts: [[UInt8]], with encoders: [PieceEncoder]) -> [[Int]] {
    withTokens(count: texts.count, with: encoders) { encoder, index in
      encoder.encode(texts[index], in: 0..<texts[index].count)
    } _: { parts in
      (0..<texts.count).map { parts[$0].array }
    }
  }

  /// Works out `count` buffers and calls `body` with them.
  ///
  /// Threads take texts one by one, so that one that comes late leaves them to the others; which one takes a
  /// text changes nothing but its speed.
  private static func withTokens<Result>(
    count: Int, with encoders: [PieceEncoder], _ encode: (PieceEncoder, Int) -> TokenBuffer,
    _ body: (UnsafeMutablePointer<TokenBuffer>) -> Result
  ) -> Result {
    guard !encoders.isEmpty else { fatalError("encoding needs an encoder") }
    let parts = UnsafeMutablePointer<TokenBuffer>.allocate(capacity: count)
    defer {
      parts.deinitialize(count: count)
      parts.deallocate()
    }
    let counter = TaskCounter(count)
    // Each thread has an encoder of its own, and each index is written by one thread.
    nonisolated(unsafe) let (sharedParts, sharedEncoders) = (parts, encoders)
    let workers = min(encoders.count, count)
    Parallelism(threads: workers).forEachTask(workers) { worker in
      while let index = counter.next() {
        (sharedParts + index).initialize(to: encode(sharedEncoders[worker], index))
      }
    }
    return body(parts)
  }
}

/// Gives each number below `count` to one caller, whichever thread asks.
private final class TaskCounter: @unchecked Sendable {
  private let lock = NSLock()
  private var remaining: Range<Int>

  init(_ count: Int) { remaining = 0..<count }

  func next() -> Int? {
    lock.withLock { remaining.popFirst() }
  }
}
