import Foundation

extension Array where Element: Sendable {
  /// The results of `transform` in the array's order, worked out by several threads at once.
  ///
  /// - Parameter threads: how many at most; more than there are processors where each mostly waits.
  /// - Throws: the first error in the array's order, after all have ended.
  func concurrentMap<Value: Sendable, Failure: Error>(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    let results = ConcurrentResults<Result<Value, Failure>>(count: count)
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = Swift.max(1, threads)
    for (index, element) in enumerated() {
      queue.addOperation { results.set(index, Result { () throws(Failure) in try transform(element) }) }
    }
    queue.waitUntilAllOperationsAreFinished()
    return try results.all.map { result throws(Failure) in try result.get() }
  }
}

/// One place for each of several threads' results. Unchecked because the lock sees to it.
private final class ConcurrentResults<Value: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Value?]

  init(count: Int) { values = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ value: Value) { lock.withLock { values[index] = value } }

  var all: [Value] { lock.withLock { values.compactMap { $0 } } }
}
