extension PieceEncoder {
  /// The tokens of each range of `bytes` as a text of its own, shared among the encoders, one thread each.
  ///
  /// Threads take ranges one by one; which one takes a range changes nothing but its speed.
  public static func encode(
    _ bytes: [UInt8], ranges: [Range<Int>], with encoders: [PieceEncoder]
  ) -> [[Int]] {
    encode(count: ranges.count, with: encoders) { encoder, index, ids in
      encoder.encode(bytes, in: ranges[index], into: &ids)
    }
  }

  /// The tokens of each text, shared among the encoders, one thread each.
  public static func encode(_ texts: [[UInt8]], with encoders: [PieceEncoder]) -> [[Int]] {
    encode(count: texts.count, with: encoders) { encoder, index, ids in
      encoder.encode(texts[index], in: 0..<texts[index].count, into: &ids)
    }
  }

  private static func encode(
    count: Int, with encoders: [PieceEncoder], _ body: (PieceEncoder, Int, inout [Int]) -> Void
  ) -> [[Int]] {
    guard !encoders.isEmpty else { fatalError("encoding needs an encoder") }
    var results = [[Int]](repeating: [], count: count)
    results.withUnsafeMutableBufferPointer { results in
      // Each thread has an encoder of its own, and each index is written by one thread.
      nonisolated(unsafe) let (results, encoders) = (results, encoders)
      let workers = min(encoders.count, count)
      Parallelism(threads: workers).forEachTask(workers) { worker in
        for index in stride(from: worker, to: count, by: workers) {
          body(encoders[worker], index, &results[index])
        }
      }
    }
    return results
  }
}
